import type {
  Deployment,
  EndpointSlice,
  Event,
  Job,
  LimitRange,
  Node,
  Pod,
  ReplicaSet,
  ResourceQuota,
  Service,
} from "./cluster/objects";

/** What a release sees of its namespace at one moment. Lists that could not be read are undefined. */
export interface Snapshot {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly deployments: readonly Deployment[];
  readonly pods: readonly Pod[];
  readonly replicaSets?: readonly ReplicaSet[];
  readonly jobs?: readonly Job[];
  readonly events?: readonly Event[];
  readonly services?: readonly Service[];
  readonly endpointSlices?: readonly EndpointSlice[];
  readonly quotas?: readonly ResourceQuota[];
  readonly limitRanges?: readonly LimitRange[];
  readonly nodes?: readonly Node[];
  /** Names of keys by name of a Secret; null when there is no such Secret. Values are never read into it. */
  readonly secretKeys?: Readonly<Record<string, readonly string[] | null>>;
  /** The last lines of the container that runs, or of the one that failed, by name of the pod. */
  readonly logs?: Readonly<Record<string, string>>;
  /** What a pod that is not ready answered to its readiness probe's request when it was asked again, by name of the pod. */
  readonly answers?: Readonly<Record<string, { readonly status: number; readonly body: string }>>;
}
