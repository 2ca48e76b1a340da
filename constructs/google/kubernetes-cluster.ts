import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { ContainerNodePool } from "@cdktf/provider-google/lib/container-node-pool";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { warnUnless } from "../warning";
import { controlPlane, type ControlPlaneProps, type GoogleCluster } from "./control-plane";
import { nodeAccount } from "./node-account";

export interface GoogleKubernetesClusterProps extends ControlPlaneProps {
  /** Region of a regional cluster, zone of a zonal one. Changing it replaces the cluster. */
  readonly location: string;
  /** Zones that have nodes. */
  readonly zones: readonly string[];
  /** Nodes in total: a multiple of the number of zones. */
  readonly nodeCount: number;
  readonly nodeType: string;
  readonly nodeDiskGib: number;
  readonly maxPodsPerNode: number;
  /** Whether the network's log has the traffic between pods of one node as well. */
  readonly intranodeVisibility: boolean;
}

/** A GKE Standard cluster with one node pool. Costs $73 a month, of which Google waives one zonal cluster's, and its nodes. */
export class GoogleKubernetesCluster extends Construct implements GoogleCluster {
  readonly clusterName: string;
  readonly nodeServiceAccount: ServiceAccount;

  constructor(scope: Construct, id: string, props: GoogleKubernetesClusterProps) {
    super(scope, id);
    const { account, role } = nodeAccount(this, {
      accountId: props.nodeServiceAccountId,
      clusterName: props.name,
      projectId: props.projectId,
      dependsOn: props.dependsOn,
    });
    this.nodeServiceAccount = account;

    const cluster = this.createControlPlane(props, [role]);
    // the provider does not come to remove it when it is interrupted while it makes the cluster, and no plan shows it
    warnUnless(
      this,
      "cluster_has_no_default_pool",
      `!contains(google_container_cluster.${cluster.friendlyUniqueId}.node_pool[*].name, "default-pool")`,
      `the cluster ${props.name} still has the nodes that it was made with, because its creation was interrupted: ` +
        `\`gcloud container node-pools delete default-pool --cluster ${props.name} --location ${props.location} ` +
        `--project ${props.projectId}\``,
    );
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
      dependsOn: [role, props.network.egress],
    });

    this.clusterName = cluster.name;
  }

  private createControlPlane(props: GoogleKubernetesClusterProps, dependsOn: ITerraformDependable[]): ContainerCluster {
    return new ContainerCluster(this, "cluster", {
      ...controlPlane(props),
      location: props.location,
      nodeLocations: props.zones.length > 1 ? [...props.zones] : undefined,
      defaultMaxPodsPerNode: props.maxPodsPerNode,
      enableIntranodeVisibility: props.intranodeVisibility, // CKV_GCP_61
      // CKV_GCP_12: Dataplane V2 enforces network policies itself and wants the old way switched off
      networkPolicy: { enabled: false },
      enableShieldedNodes: true, // CKV_GCP_71
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
