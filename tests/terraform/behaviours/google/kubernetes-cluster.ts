import type { Behaviour } from "../behaviour";
import { known, text } from "../values";
import { clusterFilledIn } from "./kubernetes-cluster-filled-in";
import { clusterRelations } from "./kubernetes-cluster-relations";
import { clusterRules } from "./kubernetes-cluster-rules";
import { certificateAuthority, projectNumber, projectOf, publicAddress, regionOf } from "./links";
import {
  nodeConfigAnswers,
  nodeConfigDefaults,
  nodeConfigFilledIn,
  nodeConfigReplacedBy,
  nodeConfigRules,
} from "./node-config";
import { source } from "./source";

/** A version of the regular channel. */
export const kubernetesVersion = "1.33.5-gke.1080000";

const isSwitchedOff = (before: unknown, after: unknown): boolean => before === true && after === false;

const isZone = (location: string): boolean => /-[a-z]$/.test(location);

/** GKE's control plane. */
export const kubernetesCluster = {
  google_container_cluster: {
    source: source("container/resource_container_cluster.go"),
    rules: { ...clusterRules, ...nodeConfigRules },
    relations: clusterRelations,
    replacedBy: [
      "name",
      "location",
      "project",
      "description",
      "cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key",
      "cluster_ipv4_cidr",
      "confidential_nodes.confidential_instance_type",
      "confidential_nodes.enabled",
      "datapath_provider",
      "default_max_pods_per_node",
      "enable_autopilot",
      {
        argument: "enable_fqdn_network_policy",
        when: "it is switched off",
        test: isSwitchedOff,
        example: [true, false],
      },
      "enable_kubernetes_alpha",
      {
        argument: "enable_k8s_beta_apis.enabled_apis",
        when: "an API is taken away",
        test: (before, after) =>
          Array.isArray(before) && Array.isArray(after) && !before.every((api) => after.includes(api)),
        example: [
          ["authentication.k8s.io/v1beta1/selfsubjectreviews"],
          ["certificates.k8s.io/v1beta1/clustertrustbundles"],
        ],
      },
      {
        argument: "enable_l4_ilb_subsetting",
        when: "it is switched off",
        test: isSwitchedOff,
        example: [true, false],
      },
      "enable_tpu",
      "initial_node_count",
      "ip_allocation_policy.cluster_ipv4_cidr_block",
      "ip_allocation_policy.cluster_secondary_range_name",
      "ip_allocation_policy.services_ipv4_cidr_block",
      "ip_allocation_policy.services_secondary_range_name",
      "master_auth.client_certificate_config.issue_client_certificate",
      "network",
      "networking_mode",
      "private_cluster_config.enable_private_nodes",
      "private_cluster_config.master_ipv4_cidr_block",
      "private_cluster_config.private_endpoint_subnetwork",
      "subnetwork",
      "user_managed_keys_config.aggregation_ca",
      "user_managed_keys_config.cluster_ca",
      "user_managed_keys_config.etcd_api_ca",
      "user_managed_keys_config.etcd_peer_ca",
      ...nodeConfigReplacedBy,
    ],
    defaults: {
      deletion_protection: true,
      disable_l4_lb_firewall_reconciliation: false,
      enable_cilium_clusterwide_network_policy: false,
      enable_fqdn_network_policy: false,
      enable_kubernetes_alpha: false,
      enable_l4_ilb_subsetting: false,
      enable_legacy_abac: false,
      enable_multi_networking: false,
      enable_shielded_nodes: true,
      network: "default",
      "cluster_autoscaling.auto_provisioning_defaults.disk_size": 100,
      "cluster_autoscaling.auto_provisioning_defaults.disk_type": "pd-standard",
      "cluster_autoscaling.auto_provisioning_defaults.image_type": "COS_CONTAINERD",
      "cluster_autoscaling.auto_provisioning_defaults.service_account": "default",
      "cluster_autoscaling.autoscaling_profile": "BALANCED",
      "dns_config.cluster_dns": "PROVIDER_UNSPECIFIED",
      "ip_allocation_policy.stack_type": "IPV4",
      "resource_usage_export_config.enable_network_egress_metering": false,
      "resource_usage_export_config.enable_resource_consumption_metering": true,
      ...nodeConfigDefaults,
    },
    filledIn: [...clusterFilledIn, ...nodeConfigFilledIn],
    sensitive: ["master_auth.client_key"],
    answers: (settings, cloud) => {
      const project = projectOf(settings, cloud);
      const location = text(settings, "location") || regionOf({}, cloud);
      const name = text(settings, "name");
      const endpoint = publicAddress(cloud);
      const hostname = `gke-${cloud.hex(36)}-${projectNumber(project)}.${location}.gke.goog`;
      // the control plane is reached by its name only when its addresses are switched off
      const hasAddress = known(settings, "control_plane_endpoints_config.ip_endpoints_config.enabled") !== false;
      return {
        id: `projects/${project}/locations/${location}/clusters/${name}`,
        self_link: `https://container.googleapis.com/v1/projects/${project}/${isZone(location) ? "zones" : "locations"}/${location}/clusters/${name}`,
        project,
        location,
        endpoint: hasAddress ? endpoint : hostname,
        master_version: kubernetesVersion,
        node_version: kubernetesVersion,
        cluster_ipv4_cidr: text(settings, "ip_allocation_policy.cluster_ipv4_cidr_block") || "10.4.0.0/14",
        services_ipv4_cidr: text(settings, "ip_allocation_policy.services_ipv4_cidr_block") || "10.0.32.0/20",
        datapath_provider: "LEGACY_DATAPATH",
        default_max_pods_per_node: 110,
        enable_intranode_visibility: false,
        label_fingerprint: cloud.hex(8),
        logging_service: "logging.googleapis.com/kubernetes",
        monitoring_service: "monitoring.googleapis.com/kubernetes",
        networking_mode: "VPC_NATIVE",
        node_locations: [],
        operation: `operation-${cloud.decimal(13)}-${cloud.uuid()}`,
        private_ipv6_google_access: "",
        subnetwork: `projects/${project}/regions/${location.replace(/-[a-z]$/, "")}/subnetworks/default`,
        tpu_ipv4_cidr_block: "",
        "control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic": false,
        "control_plane_endpoints_config.dns_endpoint_config.endpoint": hostname,
        "control_plane_endpoints_config.ip_endpoints_config.enabled": true,
        "database_encryption.key_name": "",
        "database_encryption.state": "DECRYPTED",
        "enterprise_config.cluster_tier": "STANDARD",
        "enterprise_config.desired_tier": "",
        "ip_allocation_policy.cluster_ipv4_cidr_block": "10.4.0.0/14",
        "ip_allocation_policy.cluster_secondary_range_name": "",
        "ip_allocation_policy.services_ipv4_cidr_block": "10.0.32.0/20",
        "ip_allocation_policy.services_secondary_range_name": "",
        "maintenance_policy.daily_maintenance_window.duration": "PT4H0M0S",
        "master_auth.client_certificate": "",
        "master_auth.client_key": "",
        "master_auth.cluster_ca_certificate": certificateAuthority(cloud),
        "private_cluster_config.master_ipv4_cidr_block": "",
        "private_cluster_config.peering_name": "",
        "private_cluster_config.private_endpoint": "10.0.0.2",
        "private_cluster_config.public_endpoint": hasAddress ? endpoint : "",
        "release_channel.channel": "REGULAR",
        "security_posture_config.mode": "BASIC",
        "security_posture_config.vulnerability_mode": "VULNERABILITY_DISABLED",
        ...nodeConfigAnswers,
      };
    },
    undeletable: (settings) =>
      settings["deletion_protection"] === false
        ? undefined
        : "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
  },
} satisfies Readonly<Record<string, Behaviour>>;
