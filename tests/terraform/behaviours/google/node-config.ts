import type { Behaviour } from "../behaviour";
import { atLeast, byApi, matching, oneOf } from "../rules";
import { atMost, labels } from "./formats";
import { google, source } from "./source";

const atLeastNone = atLeast(0);

/** What the settings of nodes must be like; a cluster's pool of its own has the same as the others. */
export const nodeConfigRules = {
  "node_config.boot_disk.size_gb": atLeast(10),
  "node_config.confidential_nodes.confidential_instance_type": oneOf("SEV", "SEV_SNP", "TDX"),
  "node_config.disk_size_gb": [
    atLeast(10),
    byApi(google("kubernetes-engine/docs/how-to/custom-boot-disks"), atMost(65536)),
  ],
  "node_config.disk_type": byApi(
    google("kubernetes-engine/docs/how-to/custom-boot-disks"),
    oneOf("pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced"),
  ),
  "node_config.ephemeral_storage_local_ssd_config.data_cache_count": atLeastNone,
  "node_config.ephemeral_storage_local_ssd_config.local_ssd_count": atLeastNone,
  "node_config.guest_accelerator.gpu_driver_installation_config.gpu_driver_version": oneOf(
    "GPU_DRIVER_VERSION_UNSPECIFIED",
    "INSTALLATION_DISABLED",
    "DEFAULT",
    "LATEST",
  ),
  "node_config.host_maintenance_policy.maintenance_interval": oneOf(
    "MAINTENANCE_INTERVAL_UNSPECIFIED",
    "AS_NEEDED",
    "PERIODIC",
  ),
  "node_config.image_type": byApi(
    google("kubernetes-engine/docs/concepts/node-images"),
    // the provider compares it without regard to case, and so does the API
    matching(
      /COS_CONTAINERD|UBUNTU_CONTAINERD|WINDOWS_LTSC_CONTAINERD|WINDOWS_SAC_CONTAINERD/i,
      "be an image of GKE, such as COS_CONTAINERD",
      "DEBIAN",
    ),
  ),
  "node_config.kubelet_config.cpu_manager_policy": oneOf("static", "none", ""),
  "node_config.kubelet_config.insecure_kubelet_readonly_port_enabled": oneOf("FALSE", "TRUE"),
  "node_config.linux_node_config.cgroup_mode": oneOf("CGROUP_MODE_UNSPECIFIED", "CGROUP_MODE_V1", "CGROUP_MODE_V2"),
  "node_config.linux_node_config.transparent_hugepage_enabled": oneOf(
    "TRANSPARENT_HUGEPAGE_ENABLED_ALWAYS",
    "TRANSPARENT_HUGEPAGE_ENABLED_MADVISE",
    "TRANSPARENT_HUGEPAGE_ENABLED_NEVER",
    "TRANSPARENT_HUGEPAGE_ENABLED_UNSPECIFIED",
  ),
  "node_config.local_nvme_ssd_block_config.local_ssd_count": atLeastNone,
  "node_config.local_ssd_count": atLeastNone,
  "node_config.local_ssd_encryption_mode": oneOf("STANDARD_ENCRYPTION", "EPHEMERAL_KEY_ENCRYPTION"),
  "node_config.logging_variant": oneOf("DEFAULT", "MAX_THROUGHPUT"),
  "node_config.machine_type": byApi(
    google("compute/docs/machine-resource"),
    matching(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/, "be a type of machine, such as e2-standard-2", "t3.medium"),
  ),
  "node_config.reservation_affinity.consume_reservation_type": oneOf(
    "UNSPECIFIED",
    "NO_RESERVATION",
    "ANY_RESERVATION",
    "SPECIFIC_RESERVATION",
  ),
  "node_config.resource_labels": labels,
  "node_config.sole_tenant_config.node_affinity.operator": oneOf("IN", "NOT_IN"),
  "node_config.taint.effect": oneOf("NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"),
  "node_config.windows_node_config.osversion": oneOf(
    "OS_VERSION_UNSPECIFIED",
    "OS_VERSION_LTSC2019",
    "OS_VERSION_LTSC2022",
  ),
  "node_config.workload_metadata_config.mode": oneOf("MODE_UNSPECIFIED", "GCE_METADATA", "GKE_METADATA"),
} satisfies Behaviour["rules"];

/** What replaces nodes, and with them the cluster when they are in its own pool. */
export const nodeConfigReplacedBy = [
  "node_config.advanced_machine_features.enable_nested_virtualization",
  "node_config.advanced_machine_features.threads_per_core",
  "node_config.boot_disk_kms_key",
  "node_config.confidential_nodes.confidential_instance_type",
  "node_config.enable_confidential_storage",
  "node_config.ephemeral_storage_local_ssd_config.data_cache_count",
  "node_config.ephemeral_storage_local_ssd_config.local_ssd_count",
  "node_config.flex_start",
  "node_config.guest_accelerator.count",
  "node_config.guest_accelerator.gpu_driver_installation_config.gpu_driver_version",
  "node_config.guest_accelerator.gpu_partition_size",
  "node_config.guest_accelerator.gpu_sharing_config.gpu_sharing_strategy",
  "node_config.guest_accelerator.gpu_sharing_config.max_shared_clients_per_gpu",
  "node_config.guest_accelerator.type",
  "node_config.host_maintenance_policy.maintenance_interval",
  "node_config.local_nvme_ssd_block_config.local_ssd_count",
  "node_config.local_ssd_count",
  "node_config.local_ssd_encryption_mode",
  "node_config.max_run_duration",
  "node_config.metadata",
  "node_config.min_cpu_platform",
  "node_config.node_group",
  "node_config.oauth_scopes",
  "node_config.preemptible",
  "node_config.reservation_affinity.consume_reservation_type",
  "node_config.reservation_affinity.key",
  "node_config.reservation_affinity.values",
  "node_config.secondary_boot_disks.disk_image",
  "node_config.secondary_boot_disks.mode",
  "node_config.service_account",
  "node_config.shielded_instance_config.enable_integrity_monitoring",
  "node_config.shielded_instance_config.enable_secure_boot",
  "node_config.sole_tenant_config.node_affinity.key",
  "node_config.sole_tenant_config.node_affinity.operator",
  "node_config.sole_tenant_config.node_affinity.values",
  "node_config.spot",
] satisfies Behaviour["replacedBy"];

/** What the provider assumes of nodes. */
export const nodeConfigDefaults = {
  "node_config.preemptible": false,
  "node_config.shielded_instance_config.enable_integrity_monitoring": true,
  "node_config.shielded_instance_config.enable_secure_boot": false,
  "node_config.spot": false,
  "node_config.windows_node_config.osversion": "OS_VERSION_UNSPECIFIED",
} satisfies Behaviour["defaults"];

/** What GKE decides about nodes when it is left open. */
export const nodeConfigFilledIn = [
  "node_config",
  "node_config.boot_disk",
  "node_config.boot_disk.disk_type",
  "node_config.boot_disk.provisioned_iops",
  "node_config.boot_disk.provisioned_throughput",
  "node_config.boot_disk.size_gb",
  "node_config.confidential_nodes",
  "node_config.disk_size_gb",
  "node_config.disk_type",
  "node_config.gcfs_config",
  "node_config.guest_accelerator",
  "node_config.guest_accelerator.gpu_driver_installation_config",
  "node_config.image_type",
  "node_config.kubelet_config",
  "node_config.kubelet_config.insecure_kubelet_readonly_port_enabled",
  "node_config.kubelet_config.max_parallel_image_pulls",
  "node_config.labels",
  "node_config.linux_node_config",
  "node_config.linux_node_config.cgroup_mode",
  "node_config.linux_node_config.transparent_hugepage_enabled",
  "node_config.local_ssd_count",
  "node_config.logging_variant",
  "node_config.machine_type",
  "node_config.metadata",
  "node_config.min_cpu_platform",
  "node_config.oauth_scopes",
  "node_config.service_account",
  "node_config.shielded_instance_config",
  "node_config.windows_node_config",
  "node_config.workload_metadata_config",
] satisfies Behaviour["filledIn"];

/** What GKE answers about nodes. */
export const nodeConfigAnswers = {
  "node_config.boot_disk.provisioned_iops": 0,
  "node_config.boot_disk.provisioned_throughput": 0,
  "node_config.disk_size_gb": 100,
  "node_config.disk_type": "pd-balanced",
  "node_config.effective_taints": [],
  "node_config.image_type": "COS_CONTAINERD",
  "node_config.kubelet_config.insecure_kubelet_readonly_port_enabled": "FALSE",
  "node_config.kubelet_config.max_parallel_image_pulls": 2,
  "node_config.labels": {},
  "node_config.local_ssd_count": 0,
  "node_config.logging_variant": "DEFAULT",
  "node_config.machine_type": "e2-medium",
  "node_config.metadata": { "disable-legacy-endpoints": "true" },
  "node_config.min_cpu_platform": "",
  "node_config.oauth_scopes": [
    "https://www.googleapis.com/auth/devstorage.read_only",
    "https://www.googleapis.com/auth/logging.write",
    "https://www.googleapis.com/auth/monitoring",
    "https://www.googleapis.com/auth/service.management.readonly",
    "https://www.googleapis.com/auth/servicecontrol",
    "https://www.googleapis.com/auth/trace.append",
  ],
  "node_config.service_account": "default",
};

/** Where the settings of nodes are written down. */
export const nodeConfigSource = source("container/node_config.go");
