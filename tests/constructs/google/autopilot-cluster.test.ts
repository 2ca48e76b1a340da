import { GoogleAutopilotCluster, type GoogleAutopilotClusterProps } from "../../../constructs/google/autopilot-cluster";
import { GoogleKubernetesCluster } from "../../../constructs/google/kubernetes-cluster";
import { at, listAt } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { everyService, network, services } from "./fixtures";

const common = {
  name: "team",
  projectId: "team-project",
  nodeServiceAccountId: "team-nodes",
  releaseChannel: "REGULAR",
  maintenance: { day: "sunday", startTime: "03:00" },
  apiAllowedCidrs: ["198.51.100.0/24"],
  deletionProtection: false,
  labels: { project: "team", "managed-by": "terraform" },
} as const;
const made = remembered((props: Partial<GoogleAutopilotClusterProps>) =>
  constructJson((stack) => {
    const dependsOn = services(stack);
    return new GoogleAutopilotCluster(stack, "cluster", {
      ...common,
      region: "europe-west1",
      network: network(stack, dependsOn),
      dependsOn,
      ...props,
    });
  }),
);
const cluster = (props: Partial<GoogleAutopilotClusterProps> = {}) => made(props).only("google_container_cluster");

/** What Autopilot refuses to be told, of what the provider's code says and of what Google does. */
const refused = [
  "addons_config",
  "binary_authorization",
  "default_max_pods_per_node",
  "enable_intranode_visibility",
  "enable_shielded_nodes",
  "initial_node_count",
  "network_policy",
  "node_config",
  "node_locations",
  "node_pool",
  "remove_default_node_pool",
];

describe("GoogleAutopilotCluster", () => {
  test("is one, in a region, without nodes of ours", () => {
    expect(cluster()).toMatchObject({ enable_autopilot: true, location: "europe-west1" });
    expect(made().names("google_container_node_pool")).toEqual([]);
  });

  test("is not told what Autopilot decides itself", () => {
    expect(Object.keys(cluster()).filter((argument) => refused.includes(argument))).toEqual([]);
    expect(at(cluster(), "cluster_autoscaling")).not.toHaveProperty("enabled");
    expect(at(cluster(), "cluster_autoscaling")).not.toHaveProperty("resource_limits");
  });

  test("has everything else as a Standard cluster has it: who reaches it, its addresses, its hardening and its log", () => {
    const standard = constructJson((stack) => {
      const dependsOn = services(stack);
      return new GoogleKubernetesCluster(stack, "cluster", {
        ...common,
        location: "europe-west1",
        zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
        network: network(stack, dependsOn),
        nodeCount: 3,
        nodeType: "e2-medium",
        nodeDiskGib: 30,
        maxPodsPerNode: 110,
        intranodeVisibility: false,
        dependsOn,
      });
    }).only("google_container_cluster");
    const differing = Object.entries(standard)
      .filter(([argument, value]) => JSON.stringify(at(cluster(), argument)) !== JSON.stringify(value))
      .map(([argument]) => argument);
    // what Autopilot refuses, and what is looked at below
    expect(differing.filter((argument) => !refused.includes(argument)).sort()).toEqual([
      "depends_on",
      "lifecycle",
      "monitoring_config",
    ]);
  });

  test("has nodes with an identity of their own, which may do no more than nodes must", () => {
    const json = made();
    expect(at(cluster(), "cluster_autoscaling", "auto_provisioning_defaults")).toEqual({
      service_account: "${google_service_account.cluster_node-account.email}",
      oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
    });
    expect(json.only("google_service_account")).toHaveProperty("account_id", "team-nodes");
    expect(dependencies(json.only("google_service_account"))).toEqual(everyService);
    expect(json.only("google_project_iam_member")).toMatchObject({
      project: "team-project",
      role: "roles/container.defaultNodeServiceAccount",
      member: "${google_service_account.cluster_node-account.member}",
    });
  });

  test("GKE 1.9 4.2.4: has nodes whose kubelet answers with a login only", () => {
    expect(at(cluster(), "node_pool_auto_config", "node_kubelet_config")).toEqual({
      insecure_kubelet_readonly_port_enabled: "FALSE",
    });
  });

  test("CKV_GCP_8: is measured, by Prometheus as well, which Autopilot does not let be switched off", () => {
    expect(at(cluster(), "monitoring_config")).toEqual({
      enable_components: ["SYSTEM_COMPONENTS"],
      managed_prometheus: { enabled: true },
    });
  });

  test("is made once its nodes have their permissions and a way out", () => {
    expect(dependencies(cluster())).toEqual([
      "google_project_iam_member.cluster_node-role",
      "google_compute_router_nat.network_nat",
    ]);
  });

  test.each([true, false])("takes deletion protection as it is asked for: %s", (deletionProtection) => {
    const found = cluster({ deletionProtection });
    expect(found).toHaveProperty("deletion_protection", deletionProtection);
    expect(at(found, "lifecycle")).toEqual({ prevent_destroy: deletionProtection });
    expect(listAt(found, "lifecycle", "ignore_changes")).toEqual([]);
  });
});
