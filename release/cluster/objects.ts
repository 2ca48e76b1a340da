import type {
  CoreV1Event,
  V1ConfigMap,
  V1Deployment,
  V1EndpointSlice,
  V1Job,
  V1LimitRange,
  V1NetworkPolicy,
  V1Node,
  V1Pod,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1ResourceQuota,
  V1Secret,
  V1Service,
  V1Lease,
} from "@kubernetes/client-node";

/** An object as the API sends it: times are text, and nothing is a class. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T;

export type Pod = Wire<V1Pod>;
export type PodTemplate = Wire<V1PodTemplateSpec>;
export type Deployment = Wire<V1Deployment>;
export type ReplicaSet = Wire<V1ReplicaSet>;
export type Job = Wire<V1Job>;
export type Service = Wire<V1Service>;
export type EndpointSlice = Wire<V1EndpointSlice>;
export type NetworkPolicy = Wire<V1NetworkPolicy>;
export type Event = Wire<CoreV1Event>;
export type Node = Wire<V1Node>;
export type ResourceQuota = Wire<V1ResourceQuota>;
export type LimitRange = Wire<V1LimitRange>;
export type Secret = Wire<V1Secret>;
export type ConfigMap = Wire<V1ConfigMap>;
export type Lease = Wire<V1Lease>;

/** Any object that can be written: what cdk8s writes, or what was read before. */
export interface AnyObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Kinds that are read or written by name, and where the API has them. Those without `namespaced` belong to the cluster. */
export const resources = {
  Namespace: { path: "/api/v1", plural: "namespaces", namespaced: false },
  Node: { path: "/api/v1", plural: "nodes", namespaced: false },
  Pod: { path: "/api/v1", plural: "pods", namespaced: true },
  Service: { path: "/api/v1", plural: "services", namespaced: true },
  Secret: { path: "/api/v1", plural: "secrets", namespaced: true },
  ConfigMap: { path: "/api/v1", plural: "configmaps", namespaced: true },
  ServiceAccount: { path: "/api/v1", plural: "serviceaccounts", namespaced: true },
  Event: { path: "/api/v1", plural: "events", namespaced: true },
  ResourceQuota: { path: "/api/v1", plural: "resourcequotas", namespaced: true },
  LimitRange: { path: "/api/v1", plural: "limitranges", namespaced: true },
  PersistentVolumeClaim: { path: "/api/v1", plural: "persistentvolumeclaims", namespaced: true },
  Deployment: { path: "/apis/apps/v1", plural: "deployments", namespaced: true },
  ReplicaSet: { path: "/apis/apps/v1", plural: "replicasets", namespaced: true },
  StatefulSet: { path: "/apis/apps/v1", plural: "statefulsets", namespaced: true },
  Job: { path: "/apis/batch/v1", plural: "jobs", namespaced: true },
  Lease: { path: "/apis/coordination.k8s.io/v1", plural: "leases", namespaced: true },
  EndpointSlice: { path: "/apis/discovery.k8s.io/v1", plural: "endpointslices", namespaced: true },
  NetworkPolicy: { path: "/apis/networking.k8s.io/v1", plural: "networkpolicies", namespaced: true },
  PodDisruptionBudget: { path: "/apis/policy/v1", plural: "poddisruptionbudgets", namespaced: true },
  HorizontalPodAutoscaler: { path: "/apis/autoscaling/v2", plural: "horizontalpodautoscalers", namespaced: true },
  Role: { path: "/apis/rbac.authorization.k8s.io/v1", plural: "roles", namespaced: true },
  RoleBinding: { path: "/apis/rbac.authorization.k8s.io/v1", plural: "rolebindings", namespaced: true },
  HTTPRoute: { path: "/apis/gateway.networking.k8s.io/v1", plural: "httproutes", namespaced: true },
  HealthCheckPolicy: { path: "/apis/networking.gke.io/v1", plural: "healthcheckpolicies", namespaced: true },
} as const;

export type Kind = keyof typeof resources;

interface TypedObjects {
  readonly Pod: Pod;
  readonly Node: Node;
  readonly Service: Service;
  readonly Secret: Secret;
  readonly ConfigMap: ConfigMap;
  readonly Event: Event;
  readonly ResourceQuota: ResourceQuota;
  readonly LimitRange: LimitRange;
  readonly Deployment: Deployment;
  readonly ReplicaSet: ReplicaSet;
  readonly Job: Job;
  readonly Lease: Lease;
  readonly EndpointSlice: EndpointSlice;
}

/** The type of an object of a kind. */
export type ObjectOf<K extends Kind> = K extends keyof TypedObjects ? TypedObjects[K] : AnyObject;
