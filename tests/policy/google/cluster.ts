import { after, is, isNot, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, text } from "../stack";

const types = ["google_container_cluster"];

/** Whether Google chooses the nodes; it then refuses to be told what it decides itself. */
export const isAutopilot = (cluster: Resource): boolean => setting(cluster, "enable_autopilot") === true;
const isStandard = (cluster: Resource): boolean => !isAutopilot(cluster);

/** The control plane of GKE. Who reaches it is in `cluster-access.ts`. The CIS benchmark is that for GKE 1.9. */
export const cluster: readonly Policy[] = [
  {
    id: "CKV_GCP_1",
    must: "log what the cluster and its pods say (CIS 5.7.1)",
    types,
    holds: (resource) =>
      text(resource, "logging_service") !== "none" &&
      ["SYSTEM_COMPONENTS", "WORKLOADS"].every((part) =>
        list(resource, "logging_config.enable_components").includes(part),
      ),
    broken: [
      when("logging_service", "none"),
      when("logging_config.enable_components", [], "it knows the old argument only"),
      when("logging_config.enable_components", ["SYSTEM_COMPONENTS"], "it knows the old argument only"),
    ],
  },
  {
    id: "CKV_GCP_8",
    must: "measure how the cluster does (CIS 5.7.1)",
    types,
    holds: (resource) =>
      text(resource, "monitoring_service") !== "none" &&
      list(resource, "monitoring_config.enable_components").includes("SYSTEM_COMPONENTS"),
    broken: [
      when("monitoring_service", "none"),
      when("monitoring_config.enable_components", [], "it knows the old argument only"),
    ],
  },
  {
    id: "CKV_GCP_12",
    must: "enforce network policies",
    types,
    concerns: isStandard,
    holds: (resource) =>
      setting(resource, "network_policy.enabled") === true ||
      (setting(resource, "network_policy.enabled") === false &&
        text(resource, "datapath_provider") === "ADVANCED_DATAPATH"),
    broken: [without("datapath_provider"), when("datapath_provider", "LEGACY_DATAPATH"), without("network_policy")],
  },
  {
    id: "CKV_GCP_23",
    must: "give pods addresses of the network (CIS 5.6.2)",
    types,
    holds: (resource, stack) => {
      const [subnet] = stack.targets(setting(resource, "subnetwork"));
      const names = subnet === undefined ? [] : (list(subnet, "secondary_ip_range") as { range_name: string }[]);
      return ["cluster", "services"].every((whose) =>
        names.some(
          ({ range_name }) => range_name === text(resource, `ip_allocation_policy.${whose}_secondary_range_name`),
        ),
      );
    },
    broken: [
      without("ip_allocation_policy"),
      when(
        "ip_allocation_policy.cluster_secondary_range_name",
        "more-pods",
        "it does not look for the range in the subnet",
      ),
    ],
  },
  ...["CKV_GCP_25", "CKV_GCP_64"].map((id) => ({
    id,
    must: "give nodes no addresses of the internet (CIS 5.6.5)",
    types,
    ...is("private_cluster_config.enable_private_nodes", true),
    broken: [
      without("private_cluster_config"),
      when("private_cluster_config.enable_private_nodes", false, "it is content with the block"),
    ],
  })),
  {
    id: "CKV_GCP_61",
    must: "show the network the traffic within a node (CIS 5.6.1)",
    types,
    concerns: isStandard,
    ...is("enable_intranode_visibility", true, false),
  },
  {
    id: "CKV_GCP_66",
    must: "run images only that somebody signed for (CIS 5.1.4)",
    types,
    ...is("binary_authorization.evaluation_mode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
    broken: [],
    met: when("binary_authorization.evaluation_mode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
  },
  {
    id: "CKV_GCP_71",
    must: "have nodes prove what they are (CIS 5.5.5)",
    types,
    ...isNot("enable_shielded_nodes", false),
  },
  {
    id: "CKV_GCP_123",
    must: "have its nodes in pools that can be replaced without it",
    types,
    holds: (resource) =>
      setting(resource, "node_pool") === undefined &&
      (isAutopilot(resource) || setting(resource, "remove_default_node_pool") === true),
    broken: [
      after("a pool is written into it", (resource) => {
        put(resource, "node_pool", [{ name: "default", node_count: 3 }]);
        put(resource, "remove_default_node_pool", false);
      }),
      without("remove_default_node_pool", "it looks for pools that are written into it"),
    ],
  },
  {
    id: "CKV2_GCP_19",
    must: "have nothing that Kubernetes calls unfinished (CIS 5.10.2)",
    types,
    ...isNot("enable_kubernetes_alpha", true),
  },
  {
    id: "OWN_GOOGLE_WORKLOAD_IDENTITY",
    must: "give pods permissions of their own (CIS 5.2.2)",
    types,
    holds: (resource, stack) =>
      stack
        .all("provider.google")
        .some(
          (provider) =>
            text(resource, "workload_identity_config.workload_pool") === `${text(provider, "project")}.svc.id.goog`,
        ),
    broken: [
      without("workload_identity_config"),
      when("workload_identity_config.workload_pool", "another-project.svc.id.goog"),
    ],
  },
  {
    id: "OWN_GOOGLE_CLUSTER_POSTURE",
    must: "be looked at for what weakens it (CIS 5.10.4)",
    types,
    ...is("security_posture_config.mode", ["BASIC", "ENTERPRISE"], "DISABLED"),
  },
];
