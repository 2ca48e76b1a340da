import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Construct } from "constructs";

import { controlPlane, type ControlPlaneProps, type GoogleCluster } from "./control-plane";
import { nodeAccount } from "./node-account";

export interface GoogleAutopilotClusterProps extends ControlPlaneProps {
  /** Its nodes are in three zones of it. Changing it replaces the cluster. */
  readonly region: string;
}

/**
 * A GKE Autopilot cluster: Google makes nodes as pods ask for them, and bills what pods ask for. Shielded nodes,
 * metadata by Workload Identity, automatic repair and the log of traffic within a node cannot be switched off, and GKE
 * refuses to be told about them. Costs $73 a month, which Google waives for one cluster of a billing account, and its pods.
 */
export class GoogleAutopilotCluster extends Construct implements GoogleCluster {
  readonly clusterName: string;
  readonly nodeServiceAccount: ServiceAccount;

  constructor(scope: Construct, id: string, props: GoogleAutopilotClusterProps) {
    super(scope, id);
    const { account, role } = nodeAccount(this, {
      accountId: props.nodeServiceAccountId,
      clusterName: props.name,
      projectId: props.projectId,
      dependsOn: props.dependsOn,
    });
    this.nodeServiceAccount = account;

    const cluster = new ContainerCluster(this, "cluster", {
      ...controlPlane(props),
      location: props.region,
      enableAutopilot: true,
      // without it, nodes would have the rights of the project's default account
      clusterAutoscaling: {
        autoProvisioningDefaults: {
          serviceAccount: account.email,
          oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        },
      },
      nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
      // CKV_GCP_8: Autopilot does not let Prometheus be switched off; what it keeps is paid for by the sample
      monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: true } },
      // the cloud would refuse only after Terraform had deleted what is around it; this stops the plan
      lifecycle: { preventDestroy: props.deletionProtection },
      // nodes come with the cluster, and go with it
      dependsOn: [role, props.network.egress],
    });

    this.clusterName = cluster.name;
  }
}
