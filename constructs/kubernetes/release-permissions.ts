/** Things of one group of the API of Kubernetes, and what may be done with them. */
export interface ReleaseRule {
  /** Empty for the core. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
}

type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

const read = ["get", "list", "watch"] as const;
const change = ["create", "update", "patch", "delete"] as const;

/**
 * All that whoever releases a service does in its namespace, and nothing else: no other workloads, no shell in a pod, no
 * rights for others, no quotas. What connects the namespace to its database is in it, so that a new password can be
 * brought by the same hands.
 *
 * Whoever may make pods in a namespace reads its Secrets through them; without `list` nobody is handed all of them.
 */
export const releaseRules: readonly ReleaseRule[] = [
  { apiGroup: "apps", resources: ["deployments"], verbs: [...read, ...change] },
  { apiGroup: "apps", resources: ["replicasets"], verbs: [...read, "patch", "delete"] },
  { apiGroup: "batch", resources: ["jobs"], verbs: [...read, ...change] },
  // one that hangs is deleted; test requests and metrics go to pods through the API server
  { apiGroup: "", resources: ["pods"], verbs: [...read, "delete"] },
  { apiGroup: "", resources: ["pods/log"], verbs: ["get"] },
  { apiGroup: "", resources: ["pods/proxy"], verbs: ["get", "create", "update", "patch", "delete"] },
  { apiGroup: "", resources: ["services"], verbs: [...read, ...change] },
  { apiGroup: "", resources: ["configmaps", "serviceaccounts"], verbs: [...read, ...change] },
  { apiGroup: "", resources: ["secrets"], verbs: ["get", ...change] },
  { apiGroup: "", resources: ["events", "limitranges", "resourcequotas"], verbs: read },
  // its own, as an object of itself
  { apiGroup: "", resources: ["namespaces"], verbs: ["get"] },
  { apiGroup: "coordination.k8s.io", resources: ["leases"], verbs: ["get", ...change] },
  { apiGroup: "discovery.k8s.io", resources: ["endpointslices"], verbs: read },
  { apiGroup: "networking.k8s.io", resources: ["networkpolicies"], verbs: ["get", "list", ...change] },
  { apiGroup: "policy", resources: ["poddisruptionbudgets"], verbs: ["get", "list", ...change] },
  { apiGroup: "autoscaling", resources: ["horizontalpodautoscalers"], verbs: [...read, ...change] },
  { apiGroup: "gateway.networking.k8s.io", resources: ["httproutes"], verbs: [...read, ...change] },
  // what GKE's Gateway asks the pods behind a route
  { apiGroup: "networking.gke.io", resources: ["healthcheckpolicies"], verbs: [...read, ...change] },
];
