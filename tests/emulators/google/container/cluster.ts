import type { Project } from "../project";
import { digest, newEtag, numericId, timestamp } from "../values";
import type { ClusterSettings } from "./cluster-models";
import type { NodePool } from "./node-pool";
import { withoutZeros } from "./proto-json";
import { shownCluster } from "./shown-cluster";

/** What a channel rolls out now. Nobody reads more of it than that it is a version. */
const versions: Readonly<Record<string, string>> = {
  RAPID: "1.34.1-gke.2909000",
  STABLE: "1.32.9-gke.1207000",
};

/** A cluster of GKE, Standard or Autopilot. */
export class Cluster {
  readonly id = digest(numericId(), 40);
  readonly createdAt = timestamp();
  readonly nodePools = new Map<string, NodePool>();
  status: "PROVISIONING" | "RUNNING" | "RECONCILING" | "STOPPING" | "ERROR" = "PROVISIONING";
  /** Name of the operation that is under way. */
  operation: string | undefined;
  etag = newEtag();

  constructor(
    readonly project: Project,
    /** A region or a zone. */
    readonly location: string,
    /** Network and subnetwork as paths. */
    public settings: ClusterSettings,
    readonly zones: readonly string[],
    readonly ranges: { readonly pods: string; readonly services: string },
  ) {}

  get name(): string {
    return this.settings.name;
  }

  get path(): string {
    return `${this.project.relativeName}/locations/${this.location}/clusters/${this.name}`;
  }

  get network(): string {
    return this.settings.network;
  }

  get subnetwork(): string {
    return this.settings.subnetwork;
  }

  /** One of the rules that GKE makes in the network, and takes with it. */
  get firewallPath(): string {
    return `${this.project.relativeName}/global/firewalls/gke-${this.name}-${this.id.slice(0, 8)}-all`;
  }

  get isAutopilot(): boolean {
    return this.settings.autopilot?.enabled === true;
  }

  get version(): string {
    return versions[this.settings.releaseChannel?.channel ?? "REGULAR"] ?? "1.33.5-gke.1162000";
  }

  get podsCidr(): string {
    return this.ranges.pods;
  }

  get podsRangeName(): string {
    return (
      this.settings.ipAllocationPolicy?.clusterSecondaryRangeName ?? `gke-${this.name}-pods-${this.id.slice(0, 8)}`
    );
  }

  /** Changes with every change of the labels, so that nobody writes over what they have not read. */
  get labelFingerprint(): string {
    return digest(JSON.stringify(this.settings.resourceLabels ?? {}), 8);
  }

  /** Changes with every change of the policy. */
  get maintenanceVersion(): string {
    return digest(JSON.stringify(this.settings.maintenancePolicy?.window ?? {}), 8);
  }

  usesRange(subnetwork: string, rangeName: string): boolean {
    const { clusterSecondaryRangeName, servicesSecondaryRangeName } = this.settings.ipAllocationPolicy ?? {};
    return (
      this.subnetwork === subnetwork && [clusterSecondaryRangeName, servicesSecondaryRangeName].includes(rangeName)
    );
  }

  /** In the form of the API. */
  shown(): object {
    return withoutZeros(shownCluster(this));
  }
}
