import type { Node, Pod } from "../controllers/kinds";
import { quantity } from "../controllers/quantities";
import { matches } from "../controllers/selectors";

/** Why a pod does not fit a node. */
export interface Misfit {
  readonly reasons: readonly string[];
  /** Whether it would help if other pods went. */
  readonly isSolvable: boolean;
}

/** All pods on a node, and the node. */
export interface Place {
  readonly node: Node;
  readonly pods: readonly Pod[];
}

/** The first thing that is in the way, in the order and the words of the real scheduler; undefined when it fits. */
export function misfit(pod: Pod, place: Place, all: readonly Place[]): Misfit | undefined {
  const never = (reason: string): Misfit => ({ reasons: [reason], isSolvable: false });
  const { node } = place;
  const cordon = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
  if (node.spec.unschedulable === true && !tolerates(pod, cordon)) return never("node(s) were unschedulable");
  const taint = (node.spec.taints ?? []).find((found) => found.effect !== "PreferNoSchedule" && !tolerates(pod, found));
  if (taint !== undefined) return never("node(s) had untolerated taint(s)");
  if (!fitsSelector(pod, node)) return never("node(s) didn't match Pod's node affinity/selector");
  const insufficient = insufficientResources(pod, place);
  if (insufficient.length > 0) return { reasons: insufficient, isSolvable: true };
  if (!fitsSpread(pod, place, all))
    return { reasons: ["node(s) didn't match pod topology spread constraints"], isSolvable: true };
  if (!fitsAntiAffinity(pod, place, all))
    return { reasons: ["node(s) didn't match pod anti-affinity rules"], isSolvable: true };
  return undefined;
}

export function tolerates({ spec }: Pod, taint: { key: string; value?: string; effect: string }): boolean {
  return (spec.tolerations ?? []).some(
    ({ key, operator = "Equal", value = "", effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined ? operator === "Exists" : key === taint.key) &&
      (operator === "Exists" || value === (taint.value ?? "")),
  );
}

function fitsSelector({ spec }: Pod, { metadata }: Node): boolean {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? undefined;
  return (
    matches(metadata.labels, { matchLabels: spec.nodeSelector ?? {} }) &&
    (terms === undefined || terms.some(({ matchExpressions = [] }) => matches(metadata.labels, { matchExpressions })))
  );
}

export const requested = ({ spec }: Pod, resource: string): number =>
  spec.containers.reduce((sum, { resources }) => sum + quantity(resources?.requests?.[resource]), 0);

function insufficientResources(pod: Pod, { node, pods }: Place): string[] {
  const allocatable = node.status?.allocatable ?? {};
  const isFull = pods.length + 1 > quantity(allocatable["pods"]);
  const lacking = ["cpu", "memory", "ephemeral-storage"].filter((resource) => {
    const wanted = requested(pod, resource);
    const used = pods.reduce((sum, other) => sum + requested(other, resource), 0);
    // thousandths of a processor do not add up exactly
    return wanted > 0 && used + wanted > quantity(allocatable[resource]) + 1e-9;
  });
  return [...(isFull ? ["Too many pods"] : []), ...lacking.map((resource) => `Insufficient ${resource}`)];
}

const domainOf = ({ node }: Place, key: string): string => node.metadata.labels?.[key] ?? "";

function fitsSpread(pod: Pod, place: Place, all: readonly Place[]): boolean {
  return (pod.spec.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule")
    .every(({ topologyKey, maxSkew, labelSelector, matchLabelKeys = [] }) => {
      const same = Object.fromEntries(matchLabelKeys.map((key) => [key, pod.metadata.labels?.[key] ?? ""]));
      const counts = new Map<string, number>();
      for (const candidate of all) {
        const count = candidate.pods.filter(
          ({ metadata }) =>
            metadata.namespace === pod.metadata.namespace &&
            metadata.deletionTimestamp === undefined &&
            matches(metadata.labels, labelSelector) &&
            matches(metadata.labels, { matchLabels: same }),
        ).length;
        const domain = domainOf(candidate, topologyKey);
        counts.set(domain, (counts.get(domain) ?? 0) + count);
      }
      return (counts.get(domainOf(place, topologyKey)) ?? 0) + 1 - Math.min(...counts.values()) <= maxSkew;
    });
}

function fitsAntiAffinity(pod: Pod, place: Place, all: readonly Place[]): boolean {
  const terms = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.every(({ topologyKey, labelSelector }) =>
    all
      .filter((candidate) => domainOf(candidate, topologyKey) === domainOf(place, topologyKey))
      .flatMap(({ pods }) => pods)
      .every(
        ({ metadata }) => metadata.namespace !== pod.metadata.namespace || !matches(metadata.labels, labelSelector),
      ),
  );
}
