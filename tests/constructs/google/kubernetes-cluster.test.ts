import {
  GoogleKubernetesCluster,
  type GoogleKubernetesClusterProps,
} from "../../../constructs/google/kubernetes-cluster";
import { at } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { everyService, network, services } from "./fixtures";

const made = remembered((props: Partial<GoogleKubernetesClusterProps>) =>
  constructJson((stack) => {
    const dependsOn = services(stack);
    return new GoogleKubernetesCluster(stack, "cluster", {
      name: "team",
      projectId: "team-project",
      location: "europe-west1-b",
      zones: ["europe-west1-b"],
      network: network(stack, dependsOn),
      nodeServiceAccountId: "team-nodes",
      releaseChannel: "REGULAR",
      maintenance: { day: "sunday", startTime: "03:00" },
      apiAllowedCidrs: [],
      nodeCount: 3,
      nodeType: "e2-medium",
      nodeDiskGib: 30,
      maxPodsPerNode: 110,
      intranodeVisibility: false,
      deletionProtection: false,
      labels: { project: "team", "managed-by": "terraform" },
      dependsOn,
      ...props,
    });
  }),
);
const cluster = (props: Partial<GoogleKubernetesClusterProps> = {}) => made(props).only("google_container_cluster");
const pool = (props: Partial<GoogleKubernetesClusterProps> = {}) => made(props).only("google_container_node_pool");
const regional = {
  location: "europe-west1",
  zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
};

describe("The control plane of GoogleKubernetesCluster", () => {
  test.each([
    ["CKV_GCP_1", "logging_config", { enable_components: ["SYSTEM_COMPONENTS", "WORKLOADS"] }],
    ["CKV_GCP_7", "enable_legacy_abac", false],
    [
      "CKV_GCP_8",
      "monitoring_config",
      { enable_components: ["SYSTEM_COMPONENTS"], managed_prometheus: { enabled: false } },
    ],
    ["CKV_GCP_12", "network_policy", { enabled: false }],
    ["CKV_GCP_13", "master_auth", { client_certificate_config: { issue_client_certificate: false } }],
    ["CKV_GCP_21", "resource_labels", { project: "team", "managed-by": "terraform" }],
    ["CKV_GCP_64", "private_cluster_config", { enable_private_nodes: true, enable_private_endpoint: true }],
    ["CKV_GCP_70", "release_channel", { channel: "REGULAR" }],
    ["CKV_GCP_71", "enable_shielded_nodes", true],
    ["CKV_GCP_123", "remove_default_node_pool", true],
    ["network policies are enforced", "datapath_provider", "ADVANCED_DATAPATH"],
    ["no anonymous requests", "anonymous_authentication_config", { mode: "LIMITED" }],
    ["GKE 1.9 5.10.4", "security_posture_config", { mode: "BASIC", vulnerability_mode: "VULNERABILITY_DISABLED" }],
    ["GKE 1.9 5.2.2", "workload_identity_config", { workload_pool: "team-project.svc.id.goog" }],
    [
      "no rights for everybody",
      "rbac_binding_config",
      { enable_insecure_binding_system_authenticated: false, enable_insecure_binding_system_unauthenticated: false },
    ],
  ])("%s: has %s %j", (_, argument, value) => {
    expect(cluster()).toHaveProperty(argument, value);
  });

  test("CKV_GCP_23: takes the addresses of pods and Services from the network's ranges", () => {
    expect(cluster()).toMatchObject({
      networking_mode: "VPC_NATIVE",
      network: "${google_compute_network.network.id}",
      subnetwork: "${google_compute_subnetwork.network_nodes.id}",
      ip_allocation_policy: { cluster_secondary_range_name: "pods", services_secondary_range_name: "services" },
    });
  });

  test.each([true, false])(
    "CKV_GCP_61: shows the traffic within a node as it is asked for: %s",
    (intranodeVisibility) => {
      expect(cluster({ intranodeVisibility })).toHaveProperty("enable_intranode_visibility", intranodeVisibility);
    },
  );

  test("has no address at all when no network is named, and answers by its DNS name to whom IAM lets in", () => {
    expect(at(cluster(), "control_plane_endpoints_config")).toEqual({
      dns_endpoint_config: { allow_external_traffic: true },
      ip_endpoints_config: { enabled: false },
    });
    expect(cluster()).not.toHaveProperty("master_authorized_networks_config");
  });

  test("CKV_GCP_20: answers named networks, and not all of Google's own, when they are named", () => {
    const open = cluster({ apiAllowedCidrs: ["198.51.100.0/24", "203.0.113.7/32"] });
    expect(at(open, "control_plane_endpoints_config", "ip_endpoints_config")).toEqual({ enabled: true });
    expect(at(open, "private_cluster_config")).toEqual({ enable_private_nodes: true, enable_private_endpoint: false });
    expect(at(open, "master_authorized_networks_config")).toEqual({
      cidr_blocks: [{ cidr_block: "198.51.100.0/24" }, { cidr_block: "203.0.113.7/32" }],
      gcp_public_cidrs_access_enabled: false,
    });
  });

  test("is zonal in a zone, which must not be among its further zones", () => {
    expect(cluster()).toHaveProperty("location", "europe-west1-b");
    expect(cluster()).not.toHaveProperty("node_locations");
  });

  test("is regional in a region, with nodes in the named zones", () => {
    expect(cluster(regional)).toMatchObject({ location: "europe-west1", node_locations: regional.zones });
  });

  test.each([true, false])("takes deletion protection as it is asked for: %s", (deletionProtection) => {
    expect(cluster({ deletionProtection })).toHaveProperty("deletion_protection", deletionProtection);
  });

  test.each([
    ["sunday", "03:00", "2026-01-11T03:00:00Z", "2026-01-11T15:00:00Z", "SU"],
    ["monday", "00:00", "2026-01-05T00:00:00Z", "2026-01-05T12:00:00Z", "MO"],
    ["wednesday", "12:00", "2026-01-07T12:00:00Z", "2026-01-08T00:00:00Z", "WE"],
    ["saturday", "20:00", "2026-01-10T20:00:00Z", "2026-01-11T08:00:00Z", "SA"],
    ["sunday", "23:00", "2026-01-11T23:00:00Z", "2026-01-12T11:00:00Z", "SU"],
  ] as const)("is maintained for twelve hours from %s %s", (day, startTime, start, end, byDay) => {
    expect(at(cluster({ maintenance: { day, startTime } }), "maintenance_policy", "recurring_window")).toEqual({
      start_time: start,
      end_time: end,
      recurrence: `FREQ=WEEKLY;BYDAY=${byDay}`,
    });
  });

  test("starts with a pool that is removed at once, and until then runs as the nodes do", () => {
    expect(cluster()).toMatchObject({
      initial_node_count: 1,
      node_config: {
        service_account: "${google_service_account.cluster_node-account.email}",
        workload_metadata_config: { mode: "GKE_METADATA" },
      },
      lifecycle: { ignore_changes: ["node_config"] },
    });
  });

  test("warns, with the way out, of that pool when it is still there after an interruption", () => {
    expect(at(made().json, "check", "cluster_has_no_default_pool", "assert")).toEqual([
      {
        condition: '${!contains(google_container_cluster.cluster.node_pool[*].name, "default-pool")}',
        error_message: expect.stringContaining(
          "`gcloud container node-pools delete default-pool --cluster team --location",
        ) as unknown,
      },
    ]);
  });

  test("is made once its nodes may write logs and metrics", () => {
    expect(dependencies(cluster())).toEqual(["google_project_iam_member.cluster_node-role"]);
  });
});

describe("The nodes of GoogleKubernetesCluster", () => {
  test("are counted once in a zonal cluster", () => {
    expect(pool()).toMatchObject({ node_count: 3, node_locations: ["europe-west1-b"] });
  });

  test("are counted per zone in a regional cluster: three nodes are one in each zone", () => {
    expect(pool(regional)).toMatchObject({ node_count: 1, node_locations: regional.zones });
    expect(pool({ ...regional, nodeCount: 6 })).toHaveProperty("node_count", 2);
  });

  test("CKV_GCP_9, CKV_GCP_10: are repaired and upgraded, one more at a time and never one less", () => {
    expect(pool()).toMatchObject({
      management: { auto_repair: true, auto_upgrade: true },
      upgrade_settings: { strategy: "SURGE", max_surge: 1, max_unavailable: 0 },
    });
  });

  test.each([
    [
      "CKV_GCP_68, CKV_GCP_72",
      "shielded_instance_config",
      { enable_secure_boot: true, enable_integrity_monitoring: true },
    ],
    ["CKV_GCP_69", "workload_metadata_config", { mode: "GKE_METADATA" }],
    ["GKE 1.9 5.5.1", "image_type", "COS_CONTAINERD"],
    ["GKE 1.9 4.2.4", "kubelet_config", { insecure_kubelet_readonly_port_enabled: "FALSE" }],
    ["GKE 1.9 5.2.1", "service_account", "${google_service_account.cluster_node-account.email}"],
  ])("%s: have %s %j, in the pool and in the one that is removed", (_, argument, value) => {
    expect(at(pool(), "node_config", argument)).toEqual(value);
    expect(at(cluster(), "node_config", argument)).toEqual(value);
  });

  test("have the machine and the disk that are asked for", () => {
    expect(at(pool({ nodeType: "e2-standard-4", nodeDiskGib: 50 }), "node_config")).toMatchObject({
      machine_type: "e2-standard-4",
      disk_size_gb: 50,
      disk_type: "pd-balanced",
    });
  });

  test("carry the labels on their machines, where the bill shows them, and none of Kubernetes", () => {
    expect(at(pool(), "node_config", "resource_labels")).toEqual({ project: "team", "managed-by": "terraform" });
    expect(at(pool(), "node_config")).not.toHaveProperty("labels");
  });

  test("join once they have their permissions and a way out", () => {
    expect(dependencies(pool())).toEqual([
      "google_project_iam_member.cluster_node-role",
      "google_compute_router_nat.network_nat",
    ]);
  });

  test("have an identity of their own, which may do no more than nodes must", () => {
    const json = made();
    expect(json.only("google_service_account")).toHaveProperty("account_id", "team-nodes");
    expect(dependencies(json.only("google_service_account"))).toEqual(everyService);
    expect(json.only("google_project_iam_member")).toMatchObject({
      project: "team-project",
      role: "roles/container.defaultNodeServiceAccount",
      member: "${google_service_account.cluster_node-account.member}",
    });
  });
});
