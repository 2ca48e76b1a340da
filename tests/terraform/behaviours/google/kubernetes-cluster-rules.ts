import ipaddr from "ipaddr.js";

import type { Behaviour } from "../behaviour";
import { atLeast, between, byApi, ipv4Network, matching, oneOf, type Rule } from "../rules";
import { hourAndMinute, labels, orNone, timestamp } from "./formats";
import { google, manual } from "./source";

const privateNetwork: Rule = {
  must: "be a private IPv4 network from /8 to /32",
  holds: (value) =>
    value === "" || (ipv4Network(8, 32).holds(value) && ipaddr.IPv4.parseCIDR(String(value))[0].range() === "private"),
  wrong: "8.8.8.0/24",
};

const componentsOfMonitoring = byApi(
  google("kubernetes-engine/docs/how-to/configure-metrics"),
  oneOf(
    "SYSTEM_COMPONENTS",
    "APISERVER",
    "CADVISOR",
    "CONTROLLER_MANAGER",
    "DAEMONSET",
    "DCGM",
    "DEPLOYMENT",
    "HPA",
    "JOBSET",
    "KUBELET",
    "POD",
    "SCHEDULER",
    "STATEFULSET",
    "STORAGE",
    "WORKLOADS",
  ),
);

/** What the arguments of a cluster must be like, besides those of its nodes. */
export const clusterRules = {
  name: matching(
    /[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?/,
    "have 1 to 40 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
    "Cluster_1",
  ),
  location: byApi(
    google("compute/docs/regions-zones"),
    matching(
      /[a-z]+(?:-[a-z]+)+\d+(?:-[a-z])?/,
      "be a region or a zone, such as europe-west1 or europe-west1-b",
      "Europe",
    ),
  ),
  node_locations: byApi(
    google("compute/docs/regions-zones"),
    matching(/[a-z]+(?:-[a-z]+)+\d+-[a-z]/, "be a zone, such as europe-west1-b", "europe-west1"),
  ),
  resource_labels: labels,
  initial_node_count: byApi(manual("container_cluster"), atLeast(0)),
  default_max_pods_per_node: byApi(google("kubernetes-engine/docs/how-to/flexible-pod-cidr"), between(8, 256)),
  datapath_provider: oneOf("DATAPATH_PROVIDER_UNSPECIFIED", "LEGACY_DATAPATH", "ADVANCED_DATAPATH"),
  networking_mode: oneOf("VPC_NATIVE", "ROUTES"),
  cluster_ipv4_cidr: privateNetwork,
  logging_service: oneOf("logging.googleapis.com", "logging.googleapis.com/kubernetes", "none"),
  monitoring_service: oneOf("monitoring.googleapis.com", "monitoring.googleapis.com/kubernetes", "none"),
  in_transit_encryption_config: oneOf(
    "IN_TRANSIT_ENCRYPTION_CONFIG_UNSPECIFIED",
    "IN_TRANSIT_ENCRYPTION_DISABLED",
    "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT",
  ),
  "anonymous_authentication_config.mode": oneOf("ENABLED", "LIMITED"),
  "binary_authorization.evaluation_mode": oneOf("DISABLED", "PROJECT_SINGLETON_POLICY_ENFORCE"),
  "cluster_autoscaling.autoscaling_profile": oneOf("BALANCED", "OPTIMIZE_UTILIZATION"),
  "cluster_autoscaling.auto_provisioning_defaults.disk_size": atLeast(10),
  "cluster_autoscaling.auto_provisioning_defaults.disk_type": oneOf("pd-standard", "pd-ssd", "pd-balanced"),
  "cluster_autoscaling.resource_limits.maximum": atLeast(1),
  "confidential_nodes.confidential_instance_type": oneOf("SEV", "SEV_SNP", "TDX"),
  "database_encryption.state": oneOf("ENCRYPTED", "DECRYPTED"),
  "dns_config.cluster_dns": oneOf("PROVIDER_UNSPECIFIED", "PLATFORM_DEFAULT", "CLOUD_DNS"),
  "dns_config.cluster_dns_scope": oneOf("DNS_SCOPE_UNSPECIFIED", "CLUSTER_SCOPE", "VPC_SCOPE"),
  "enterprise_config.desired_tier": oneOf("STANDARD", "ENTERPRISE"),
  "gateway_api_config.channel": oneOf("CHANNEL_DISABLED", "CHANNEL_EXPERIMENTAL", "CHANNEL_STANDARD"),
  "ip_allocation_policy.stack_type": oneOf("IPV4", "IPV4_IPV6"),
  "logging_config.enable_components": oneOf(
    "SYSTEM_COMPONENTS",
    "APISERVER",
    "CONTROLLER_MANAGER",
    "KCP_CONNECTION",
    "KCP_SSHD",
    "KCP_HPA",
    "SCHEDULER",
    "WORKLOADS",
  ),
  "maintenance_policy.daily_maintenance_window.start_time": hourAndMinute,
  "maintenance_policy.maintenance_exclusion.end_time": timestamp,
  "maintenance_policy.maintenance_exclusion.exclusion_options.scope": oneOf(
    "NO_UPGRADES",
    "NO_MINOR_UPGRADES",
    "NO_MINOR_OR_NODE_UPGRADES",
  ),
  "maintenance_policy.maintenance_exclusion.start_time": timestamp,
  "maintenance_policy.recurring_window.end_time": timestamp,
  "maintenance_policy.recurring_window.recurrence": byApi(
    google("kubernetes-engine/docs/how-to/maintenance-windows-and-exclusions"),
    matching(
      /FREQ=(?:DAILY|WEEKLY|MONTHLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*/,
      "be a rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU",
      "every Sunday",
    ),
  ),
  "maintenance_policy.recurring_window.start_time": timestamp,
  "master_authorized_networks_config.cidr_blocks.cidr_block": ipv4Network(),
  "monitoring_config.enable_components": componentsOfMonitoring,
  "monitoring_config.managed_prometheus.auto_monitoring_config.scope": oneOf("ALL", "NONE"),
  "network_policy.provider": oneOf("PROVIDER_UNSPECIFIED", "CALICO"),
  "notification_config.pubsub.filter.event_type": oneOf(
    "UPGRADE_AVAILABLE_EVENT",
    "UPGRADE_EVENT",
    "SECURITY_BULLETIN_EVENT",
    "UPGRADE_INFO_EVENT",
  ),
  "pod_autoscaling.hpa_profile": oneOf("NONE", "PERFORMANCE"),
  "private_cluster_config.master_ipv4_cidr_block": orNone(ipv4Network(28, 28)),
  "release_channel.channel": oneOf("UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"),
  "security_posture_config.mode": oneOf("DISABLED", "BASIC", "ENTERPRISE", "MODE_UNSPECIFIED"),
  "security_posture_config.vulnerability_mode": oneOf(
    "VULNERABILITY_DISABLED",
    "VULNERABILITY_BASIC",
    "VULNERABILITY_ENTERPRISE",
    "VULNERABILITY_MODE_UNSPECIFIED",
  ),
  "workload_identity_config.workload_pool": byApi(
    google("kubernetes-engine/docs/how-to/workload-identity"),
    matching(
      /[a-z][a-z0-9.:-]*\.svc\.id\.goog/,
      "be the id of the project with .svc.id.goog behind it",
      "example-project",
    ),
  ),
} satisfies Behaviour["rules"];
