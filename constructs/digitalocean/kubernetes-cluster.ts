import { KubernetesCluster as Cluster } from "@cdktf/provider-digitalocean/lib/kubernetes-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { KubernetesCluster } from "../contracts";
import type { WeeklyHour } from "../weekdays";
import { DigitaloceanKubernetesVersion } from "./kubernetes-version";
import type { DigitaloceanNetwork } from "./network";

export interface DigitaloceanKubernetesClusterProps {
  readonly name: string;
  /** Changing it replaces the cluster. */
  readonly region: string;
  readonly network: DigitaloceanNetwork;
  /** Addresses of pods and Services in CIDR form. Changing them replaces the cluster. */
  readonly podsCidr: string;
  readonly servicesCidr: string;
  /**
   * Minor version; the cluster starts with its newest patch, and DigitalOcean installs later ones. Raising it by one
   * upgrades the cluster; anything else is refused.
   */
  readonly kubernetesVersion: string;
  /** Name of the project that the cluster is put into once it is there. */
  readonly projectName: string;
  /** Weekly hour in UTC in which patches are installed. */
  readonly maintenance: WeeklyHour;
  /** Whether the control plane is replicated ($40 a month). It cannot be switched off again. */
  readonly highlyAvailable: boolean;
  /** Networks from which the API answers. */
  readonly apiAllowedCidrs: readonly string[];
  readonly nodeCount: number;
  /** Changing it replaces the cluster. */
  readonly nodeType: string;
  /** What must be there before the cluster: the registry that the nodes pull from. */
  readonly after: readonly ITerraformDependable[];
  readonly deletionProtection: boolean;
  /** Whether load balancers and volumes made by Kubernetes are deleted with the cluster. */
  readonly disposable: boolean;
  readonly tags: readonly string[];
}

/** The provider keeps an administrator's login in the state; it is good for an hour. */
const kubeconfigExpireSeconds = 60 * 60;

/** A DOKS cluster with one node pool. Costs its nodes, and $40 a month if its control plane is highly available. */
export class DigitaloceanKubernetesCluster extends Construct implements KubernetesCluster {
  readonly cluster: Cluster;
  readonly clusterName: string;

  constructor(scope: Construct, id: string, props: DigitaloceanKubernetesClusterProps) {
    super(scope, id);
    const version = new DigitaloceanKubernetesVersion(this, "version", {
      minor: props.kubernetesVersion,
      clusterName: props.name,
      projectName: props.projectName,
      kubeconfigExpireSeconds,
    });
    this.cluster = new Cluster(this, "cluster", {
      name: props.name,
      region: props.region,
      version: version.slug,
      vpcUuid: props.network.vpc.id,
      clusterSubnet: props.podsCidr,
      serviceSubnet: props.servicesCidr,
      // never left to the provider: from version 2.87 on it lets the API decide, which says yes from 1.36 on
      ha: props.highlyAvailable,
      autoUpgrade: true, // DIG-0008
      surgeUpgrade: true, // DIG-0005
      maintenancePolicy: { ...props.maintenance },
      controlPlaneFirewall: { enabled: true, allowedAddresses: [...props.apiAllowedCidrs] },
      registryIntegration: true,
      destroyAllAssociatedResources: props.disposable,
      kubeconfigExpireSeconds,
      nodePool: { name: "nodes", size: props.nodeType, nodeCount: props.nodeCount, tags: [...props.tags] },
      tags: [...props.tags],
      // no attribute refers to the registry, and the integration fails without it
      dependsOn: [...props.after],
      lifecycle: { preventDestroy: props.deletionProtection, precondition: version.preconditions },
    });
    this.clusterName = this.cluster.name;
  }
}
