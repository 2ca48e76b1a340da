import { resources as known } from "../../../release/cluster/objects";

/** A kind of objects, and where the API has it. */
export interface Resource {
  readonly kind: string;
  readonly plural: string;
  /** Empty for the core. */
  readonly group: string;
  readonly version: string;
  /** `apps/v1` */
  readonly apiVersion: string;
  /** `deployments.apps`, as messages call it. */
  readonly qualified: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** `status`, `scale`, … */
  readonly subresources: readonly string[];
  /** Is among what `kubectl get all` shows. */
  readonly isCommon: boolean;
}

const shortNames: Readonly<Record<string, readonly string[]>> = {
  Namespace: ["ns"],
  Node: ["no"],
  Pod: ["po"],
  Service: ["svc"],
  ConfigMap: ["cm"],
  ServiceAccount: ["sa"],
  Endpoints: ["ep"],
  Event: ["ev"],
  ResourceQuota: ["quota"],
  LimitRange: ["limits"],
  PersistentVolumeClaim: ["pvc"],
  Deployment: ["deploy"],
  ReplicaSet: ["rs"],
  StatefulSet: ["sts"],
  NetworkPolicy: ["netpol"],
  PodDisruptionBudget: ["pdb"],
  HorizontalPodAutoscaler: ["hpa"],
};

/** Those that other software brings. */
export const customKinds: ReadonlySet<string> = new Set(["HTTPRoute", "HealthCheckPolicy"]);

const subresources: Readonly<Record<string, readonly string[]>> = {
  Namespace: ["status"],
  Node: ["status"],
  Pod: ["status", "log", "proxy", "exec", "eviction"],
  Service: ["status", "proxy"],
  ResourceQuota: ["status"],
  PersistentVolumeClaim: ["status"],
  Deployment: ["status", "scale"],
  ReplicaSet: ["status", "scale"],
  StatefulSet: ["status", "scale"],
  Job: ["status"],
  PodDisruptionBudget: ["status"],
  HorizontalPodAutoscaler: ["status"],
  HTTPRoute: ["status"],
  HealthCheckPolicy: ["status"],
};

const common = new Set(["Pod", "Service", "Deployment", "ReplicaSet", "StatefulSet", "Job", "HorizontalPodAutoscaler"]);

const places = { ...known, Endpoints: { path: "/api/v1", plural: "endpoints", namespaced: true } };

/** Everything that the test cluster's API has. */
export const allResources: readonly Resource[] = Object.entries(places).map(([kind, { path, plural, namespaced }]) => {
  const apiVersion = path.replace(/^\/apis?\//, "");
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return {
    kind,
    plural,
    group,
    version,
    apiVersion,
    qualified: group === "" ? plural : `${plural}.${group}`,
    namespaced,
    shortNames: shortNames[kind] ?? [],
    subresources: subresources[kind] ?? [],
    isCommon: common.has(kind),
  };
});

const byPlace = new Map(allResources.map((resource) => [`${resource.apiVersion}/${resource.plural}`, resource]));
const byKind = new Map(allResources.map((resource) => [resource.kind, resource]));

export const resourceAt = (apiVersion: string, plural: string): Resource | undefined =>
  byPlace.get(`${apiVersion}/${plural}`);

/** The resource of a kind; fails when the API has none. */
export function resourceOf(kind: string): Resource {
  const resource = byKind.get(kind);
  if (resource === undefined) throw new Error(`the test cluster has no ${kind}`);
  return resource;
}
