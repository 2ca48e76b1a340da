import { DigitaloceanContainerRegistry } from "../../../constructs/digitalocean/container-registry";
import {
  DigitaloceanKubernetesCluster,
  type DigitaloceanKubernetesClusterProps,
} from "../../../constructs/digitalocean/kubernetes-cluster";
import { DigitaloceanNetwork } from "../../../constructs/digitalocean/network";
import { at } from "../../support/at";
import { constructJson, dependencies } from "../../support/construct-json";

const made = (props: Partial<DigitaloceanKubernetesClusterProps> = {}, mode: "create" | "use-existing" = "create") =>
  constructJson((stack) => {
    const registry = new DigitaloceanContainerRegistry(stack, "registry", {
      registryName: "team-registry",
      mode,
      tier: "starter",
      region: "fra1",
      imageRepository: "registry.digitalocean.com/team-registry/addressbook",
      deletionProtection: false,
    });
    return new DigitaloceanKubernetesCluster(stack, "cluster", {
      name: "team",
      region: "fra1",
      network: new DigitaloceanNetwork(stack, "network", {
        name: "team",
        region: "fra1",
        cidr: "10.30.0.0/20",
        outlivedBy: [],
      }),
      podsCidr: "172.20.0.0/16",
      servicesCidr: "172.21.0.0/16",
      kubernetesVersion: "1.35",
      projectName: "team-project",
      maintenance: { day: "sunday", startTime: "03:00" },
      highlyAvailable: false,
      apiAllowedCidrs: ["198.51.100.7/32"],
      nodeCount: 3,
      nodeType: "s-2vcpu-2gb",
      after: registry.made,
      deletionProtection: false,
      disposable: true,
      tags: ["project:team"],
      ...props,
    });
  });
const cluster = (props: Partial<DigitaloceanKubernetesClusterProps> = {}) =>
  made(props).only("digitalocean_kubernetes_cluster");

describe("DigitaloceanKubernetesCluster", () => {
  test("answers the named networks at its API", () => {
    expect(at(cluster({ apiAllowedCidrs: ["198.51.100.0/24", "203.0.113.7/32"] }), "control_plane_firewall")).toEqual({
      enabled: true,
      allowed_addresses: ["198.51.100.0/24", "203.0.113.7/32"],
    });
  });

  test("is in the VPC, with networks of its own for pods and Services", () => {
    expect(cluster()).toMatchObject({
      vpc_uuid: "${digitalocean_vpc.network_vpc.id}",
      cluster_subnet: "172.20.0.0/16",
      service_subnet: "172.21.0.0/16",
    });
  });

  test("has the version that is worked out for it, under its conditions", () => {
    const found = cluster();
    expect(at(found, "version")).toContain("data.digitalocean_kubernetes_versions.cluster_version_offered");
    expect(at(found, "lifecycle", "precondition")).toHaveLength(2);
    expect(at(found, "lifecycle", "ignore_changes")).toBeUndefined();
    expect(at(found, "maintenance_policy")).toEqual({ day: "sunday", start_time: "03:00" });
  });

  test("DIG-0008, DIG-0005: is upgraded by itself, with a node more at a time", () => {
    expect(cluster()).toMatchObject({ auto_upgrade: true, surge_upgrade: true });
  });

  test.each([true, false])(
    "always says whether its control plane is replicated, which cannot be undone: %s",
    (highlyAvailable) => {
      expect(cluster({ highlyAvailable })).toHaveProperty("ha", highlyAvailable);
    },
  );

  test("has the nodes that it is asked for, and no other pool", () => {
    const json = made({ nodeCount: 4, nodeType: "s-2vcpu-4gb" });
    expect(at(json.only("digitalocean_kubernetes_cluster"), "node_pool")).toEqual({
      name: "nodes",
      size: "s-2vcpu-4gb",
      node_count: 4,
      tags: ["project:team"],
    });
    expect(json.names("digitalocean_kubernetes_node_pool")).toEqual([]);
  });

  test("is made after the registry that its nodes pull from, which no attribute tells", () => {
    expect(cluster()).toHaveProperty("registry_integration", true);
    expect(dependencies(cluster())).toEqual(["digitalocean_container_registry.registry"]);
  });

  test("waits for no registry that is there already", () => {
    expect(dependencies(made({}, "use-existing").only("digitalocean_kubernetes_cluster"))).toEqual([]);
  });

  test.each([true, false])("cannot be destroyed by Terraform, as it is asked for: %s", (deletionProtection) => {
    expect(at(cluster({ deletionProtection }), "lifecycle", "prevent_destroy")).toBe(deletionProtection);
  });

  test.each([true, false])("takes its balancers and volumes with it when it is disposable: %s", (disposable) => {
    expect(cluster({ disposable })).toHaveProperty("destroy_all_associated_resources", disposable);
  });

  test("keeps in the state a login that is worth an hour only", () => {
    expect(cluster()).toHaveProperty("kubeconfig_expire_seconds", 3600);
  });
});
