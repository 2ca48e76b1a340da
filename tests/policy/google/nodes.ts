import { after, is, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";
import { isAutopilot } from "./cluster";

const pools = ["google_container_node_pool"];
/** The pool that a cluster is created with has settings of its own, for the minutes that it lives. */
const withNodes = ["google_container_cluster", ...pools];
const isStandard = (resource: Resource): boolean => !isAutopilot(resource);
const hasNodes = (resource: Resource): boolean => pools.includes(resource.type) || isAutopilot(resource);

const isOwnAccount = (value: unknown, stack: Stack): boolean =>
  stack.targets(value).some(({ type }) => type === "google_service_account") &&
  /^\$\{[^}]+\.email\}$/.test(String(value));

/** The machines of GKE. What their account may do is in `permissions.ts`. */
export const nodes: readonly Policy[] = [
  {
    id: "CKV_GCP_9",
    must: "be repaired by itself (CIS 5.5.2)",
    types: pools,
    ...is("management.auto_repair", true, false),
  },
  {
    id: "CKV_GCP_10",
    must: "be mended by itself (CIS 5.5.3)",
    types: pools,
    ...is("management.auto_upgrade", true, false),
  },
  {
    id: "CKV_GCP_68",
    must: "start only what is signed (CIS 5.5.7)",
    types: withNodes,
    concerns: isStandard,
    ...is("node_config.shielded_instance_config.enable_secure_boot", true, false),
  },
  {
    id: "CKV_GCP_72",
    must: "compare how it started with how it should (CIS 5.5.6)",
    types: withNodes,
    concerns: isStandard,
    ...is("node_config.shielded_instance_config.enable_integrity_monitoring", true),
    broken: [
      when("node_config.shielded_instance_config.enable_integrity_monitoring", false),
      when("node_config.shielded_instance_config", {}),
    ],
  },
  {
    id: "CKV_GCP_69",
    must: "hide from pods what the machine is told about itself (CIS 5.4.1)",
    types: withNodes,
    concerns: isStandard,
    ...is("node_config.workload_metadata_config.mode", "GKE_METADATA", "GCE_METADATA"),
  },
  {
    id: "GCP-0050",
    must: "work as an account of its own, not as that which may change the whole project (CIS 5.2.1)",
    types: withNodes,
    concerns: isStandard,
    holds: (resource, stack) => isOwnAccount(setting(resource, "node_config.service_account"), stack),
    broken: [
      without("node_config.service_account"),
      when("node_config.service_account", "default"),
      when("node_config.service_account", "123456789012-compute@developer.gserviceaccount.com"),
    ],
  },
  {
    id: "OWN_GOOGLE_AUTOPILOT_ACCOUNT",
    must: "have nodes work as an account of their own as well",
    types: ["google_container_cluster"],
    concerns: isAutopilot,
    holds: (resource, stack) =>
      isOwnAccount(setting(resource, "cluster_autoscaling.auto_provisioning_defaults.service_account"), stack),
    broken: [
      without("cluster_autoscaling"),
      when("cluster_autoscaling.auto_provisioning_defaults.service_account", "default"),
    ],
  },
  {
    id: "GCP-0054",
    must: "run Google's own system for containers (CIS 5.5.1)",
    types: withNodes,
    concerns: isStandard,
    ...is("node_config.image_type", "COS_CONTAINERD", "UBUNTU_CONTAINERD"),
  },
  {
    id: "OWN_GOOGLE_KUBELET",
    must: "not tell everybody in the network which pods run",
    types: withNodes,
    concerns: isStandard,
    ...is("node_config.kubelet_config.insecure_kubelet_readonly_port_enabled", "FALSE", "TRUE"),
  },
  {
    id: "OWN_GOOGLE_AUTOPILOT_KUBELET",
    must: "not have nodes tell everybody in the network which pods run",
    types: ["google_container_cluster"],
    concerns: isAutopilot,
    ...is("node_pool_auto_config.node_kubelet_config.insecure_kubelet_readonly_port_enabled", "FALSE", "TRUE"),
  },
  {
    id: "OWN_GOOGLE_NODES_COUNTED",
    must: "have three nodes or more, as many in each zone",
    types: pools,
    holds: (pool) =>
      Number(text(pool, "node_count")) * list(pool, "node_locations").length >= 3 &&
      setting(pool, "autoscaling") === undefined,
    broken: [
      without("node_count"),
      when("node_count", 0),
      without("node_locations"),
      when("autoscaling", { min_node_count: 0, max_node_count: 9 }),
    ],
  },
  {
    id: "OWN_GOOGLE_NODES_RENEWED",
    must: "have a node more while nodes are renewed",
    types: pools,
    holds: (pool) =>
      text(pool, "upgrade_settings.max_unavailable") === "0" && Number(text(pool, "upgrade_settings.max_surge")) >= 1,
    broken: [
      without("upgrade_settings"),
      when("upgrade_settings.max_unavailable", 1),
      when("upgrade_settings.max_surge", 0),
    ],
  },
  {
    id: "OWN_GOOGLE_NODES_AFTER",
    must: "be made after the rights of their account and the way out, without which they do not join",
    types: withNodes,
    concerns: hasNodes,
    holds: (resource, stack) =>
      ["google_project_iam_member", "google_compute_router_nat"].every((type) =>
        stack.all(type).some(({ address }) => list(resource, "depends_on").includes(address)),
      ),
    broken: [
      without("depends_on"),
      after("it does not wait for the way out", (resource) => {
        put(
          resource,
          "depends_on",
          list(resource, "depends_on").filter((address) => !String(address).includes("_nat.")),
        );
      }),
    ],
  },
];
