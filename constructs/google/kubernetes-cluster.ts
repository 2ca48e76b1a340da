import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { ContainerNodePool } from "@cdktf/provider-google/lib/container-node-pool";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { KubernetesCluster } from "../contracts";
import { weekdays, type WeeklyHour } from "../weekdays";
import type { GoogleNetwork } from "./network";

export interface GoogleKubernetesClusterProps {
  /** Name of the cluster, at most 40 characters. Changing it replaces the cluster. */
  readonly name: string;
  readonly projectId: string;
  /** Region of a regional cluster, zone of a zonal one. Changing it replaces the cluster. */
  readonly location: string;
  /** Zones that have nodes. */
  readonly zones: readonly string[];
  readonly network: GoogleNetwork;
  /** Id of the nodes' service account, at most 30 characters. */
  readonly nodeServiceAccountId: string;
  /** Versions that Google rolls out by itself. */
  readonly releaseChannel: "RAPID" | "REGULAR" | "STABLE";
  /** Weekly start of the twelve hours in which that may happen; GKE refuses shorter windows once a week. */
  readonly maintenance: WeeklyHour;
  /** Networks from which the control plane's address answers. Empty: it is reached by its DNS name only, guarded by IAM. */
  readonly apiAllowedCidrs: readonly string[];
  /** Nodes in total: a multiple of the number of zones. */
  readonly nodeCount: number;
  readonly nodeType: string;
  readonly nodeDiskGib: number;
  readonly maxPodsPerNode: number;
  readonly deletionProtection: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A GKE Standard cluster with one node pool. Costs $73 a month, of which Google waives one zonal cluster's, and its nodes. */
export class GoogleKubernetesCluster extends Construct implements KubernetesCluster {
  readonly clusterName: string;
  readonly kubeconfigCommand: string;
  /** The nodes' identity: it may write logs and metrics, and what others grant it. */
  readonly nodeServiceAccount: ServiceAccount;

  constructor(scope: Construct, id: string, props: GoogleKubernetesClusterProps) {
    super(scope, id);
    this.nodeServiceAccount = new ServiceAccount(this, "node-account", {
      accountId: props.nodeServiceAccountId,
      displayName: `Nodes of ${props.name}`,
      dependsOn: [...props.dependsOn],
    });
    const nodeRole = new ProjectIamMember(this, "node-role", {
      project: props.projectId,
      role: "roles/container.defaultNodeServiceAccount",
      member: this.nodeServiceAccount.member,
    });

    const cluster = this.createControlPlane(props, [nodeRole]);
    new ContainerNodePool(this, "nodes", {
      name: "nodes",
      cluster: cluster.id,
      nodeLocations: [...props.zones],
      // GKE counts per zone
      nodeCount: props.nodeCount / props.zones.length,
      management: { autoRepair: true, autoUpgrade: true }, // CKV_GCP_9, CKV_GCP_10
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: {
        ...this.nodeSettings(props),
        machineType: props.nodeType,
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        // for the bill; plain `labels` would be labels of Kubernetes
        resourceLabels: props.labels,
      },
      dependsOn: [nodeRole, props.network.egress],
    });

    this.clusterName = cluster.name;
    this.kubeconfigCommand = `gcloud container clusters get-credentials ${props.name} --location ${props.location} --project ${props.projectId} --dns-endpoint`;
  }

  private createControlPlane(props: GoogleKubernetesClusterProps, dependsOn: ITerraformDependable[]): ContainerCluster {
    const { network } = props;
    const hasAddress = props.apiAllowedCidrs.length > 0;
    return new ContainerCluster(this, "cluster", {
      name: props.name,
      location: props.location,
      nodeLocations: props.zones.length > 1 ? [...props.zones] : undefined,
      deletionProtection: props.deletionProtection,
      resourceLabels: props.labels, // CKV_GCP_21
      releaseChannel: { channel: props.releaseChannel }, // CKV_GCP_70
      maintenancePolicy: { recurringWindow: weeklyWindow(props.maintenance) },

      network: network.network.id,
      subnetwork: network.nodes.id,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: network.podsRangeName,
        servicesSecondaryRangeName: network.servicesRangeName,
      },
      defaultMaxPodsPerNode: props.maxPodsPerNode,
      privateClusterConfig: { enablePrivateNodes: true }, // CKV_GCP_64
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: hasAddress },
      },
      masterAuthorizedNetworksConfig: hasAddress
        ? { cidrBlocks: props.apiAllowedCidrs.map((cidrBlock) => ({ cidrBlock })), gcpPublicCidrsAccessEnabled: false } // CKV_GCP_20
        : undefined,
      datapathProvider: "ADVANCED_DATAPATH",
      // CKV_GCP_12: Dataplane V2 enforces network policies itself and wants the old way switched off
      networkPolicy: { enabled: false },
      gatewayApiConfig: { channel: "CHANNEL_STANDARD" },

      workloadIdentityConfig: { workloadPool: `${props.projectId}.svc.id.goog` },
      enableShieldedNodes: true, // CKV_GCP_71
      enableLegacyAbac: false, // CKV_GCP_7
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } }, // CKV_GCP_13
      anonymousAuthenticationConfig: { mode: "LIMITED" },
      rbacBindingConfig: {
        enableInsecureBindingSystemAuthenticated: false,
        enableInsecureBindingSystemUnauthenticated: false,
      },
      securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
      costManagementConfig: { enabled: true },
      loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] }, // CKV_GCP_1
      monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } }, // CKV_GCP_8

      // the pool that every cluster is created with is removed at once; it needs an identity as long as it lives
      removeDefaultNodePool: true, // CKV_GCP_123
      initialNodeCount: 1,
      nodeConfig: this.nodeSettings(props),
      // the cloud would refuse only after Terraform had deleted what is around it; this stops the plan
      lifecycle: { preventDestroy: props.deletionProtection, ignoreChanges: ["node_config"] },
      dependsOn,
    });
  }

  private nodeSettings({ nodeDiskGib }: GoogleKubernetesClusterProps) {
    return {
      serviceAccount: this.nodeServiceAccount.email,
      imageType: "COS_CONTAINERD",
      diskType: "pd-balanced",
      diskSizeGb: nodeDiskGib,
      workloadMetadataConfig: { mode: "GKE_METADATA" }, // CKV_GCP_69
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true }, // CKV_GCP_68, CKV_GCP_72
      kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
    };
  }
}

/** Twelve hours a week. The dates are those of an arbitrary week in the past: only day and hour matter. */
function weeklyWindow({ day, startTime }: WeeklyHour) {
  const start = new Date(`2026-01-05T${startTime}:00Z`); // a Monday
  start.setUTCDate(start.getUTCDate() + weekdays.indexOf(day));
  const end = new Date(start.getTime() + 12 * 60 * 60 * 1000);
  const iso = (date: Date) => date.toISOString().replace(".000Z", "Z");
  return {
    startTime: iso(start),
    endTime: iso(end),
    recurrence: `FREQ=WEEKLY;BYDAY=${day.slice(0, 2).toUpperCase()}`,
  };
}
