import type {
  CoreV1Event,
  V1ConfigMap,
  V1Deployment,
  V1Endpoints,
  V1EndpointSlice,
  V1Job,
  V1LimitRange,
  V1Namespace,
  V1Node,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1ResourceQuota,
  V1Secret,
  V1Service,
} from "@kubernetes/client-node";

import type { Wire } from "../../../release/cluster/objects";
import type { StoredObject } from "../store";

/** An object that may be changed. */
type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draft<T[Key]> }
    : T;

interface Header {
  apiVersion: string;
  kind: string;
  metadata: StoredObject["metadata"];
}

/** One that has no spec, or that may be without one. */
type Plain<T> = Header & Draft<Omit<Wire<T>, keyof Header>>;

/** One that always has a spec. */
type Specified<T extends { spec?: unknown }> = Omit<Plain<T>, "spec"> & { spec: Draft<Wire<NonNullable<T["spec"]>>> };

/** Kinds that the parts of the cluster look at, as the store has them. */
export interface Kinds {
  ConfigMap: Plain<V1ConfigMap>;
  Deployment: Specified<V1Deployment>;
  EndpointSlice: Plain<V1EndpointSlice>;
  Endpoints: Plain<V1Endpoints>;
  Event: Plain<CoreV1Event>;
  Job: Specified<V1Job>;
  LimitRange: Specified<V1LimitRange>;
  Namespace: Plain<V1Namespace>;
  Node: Specified<V1Node>;
  PersistentVolumeClaim: Specified<V1PersistentVolumeClaim>;
  Pod: Specified<V1Pod>;
  PodDisruptionBudget: Specified<V1PodDisruptionBudget>;
  ReplicaSet: Specified<V1ReplicaSet>;
  ResourceQuota: Specified<V1ResourceQuota>;
  Secret: Plain<V1Secret>;
  Service: Specified<V1Service>;
}

export type KindName = keyof Kinds;
export type Pod = Kinds["Pod"];
export type Deployment = Kinds["Deployment"];
export type ReplicaSet = Kinds["ReplicaSet"];
export type Job = Kinds["Job"];
export type Node = Kinds["Node"];
export type Service = Kinds["Service"];

export type PodTemplate = NonNullable<ReplicaSet["spec"]["template"]>;
export type Container = Pod["spec"]["containers"][number];
export type LabelSelector = Deployment["spec"]["selector"];
export type OwnerReference = NonNullable<StoredObject["metadata"]["ownerReferences"]>[number];

/** What every kind has. */
export type AnyKept = Header;

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}
