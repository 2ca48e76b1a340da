import { conditionOf } from "../conditions";
import type { Pod } from "../kinds";

const phases = ["Pending", "Unknown", "Running"];

export const isReady = ({ status }: Pod): boolean => conditionOf(status?.conditions, "Ready")?.status === "True";

const readySince = ({ status }: Pod): number =>
  Date.parse(conditionOf(status?.conditions, "Ready")?.lastTransitionTime ?? "");

/** Whether a pod has been ready for so many seconds. */
export const isAvailable = (pod: Pod, minReadySeconds: number, now: number): boolean =>
  isReady(pod) && (minReadySeconds === 0 || readySince(pod) + minReadySeconds * 1000 <= now);

/** Milliseconds until the next pod has been ready for long enough; undefined when there is none to wait for. */
export function untilAvailable(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  const waits = pods
    .filter((pod) => isReady(pod) && !isAvailable(pod, minReadySeconds, now))
    .map((pod) => readySince(pod) + minReadySeconds * 1000 - now);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/**
 * The pods to delete first: those that are not on a node, do not run, are not ready, cost less, share their node with
 * others of the same owner, have become ready last, have restarted more often, are younger.
 *
 * @param related all pods of the same owner
 */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, now: number): Pod[] {
  const onNode = new Map<string, number>();
  for (const { spec } of related) onNode.set(spec.nodeName ?? "", (onNode.get(spec.nodeName ?? "") ?? 0) + 1);
  const restarts = ({ status }: Pod): number =>
    Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  const cost = ({ metadata }: Pod): number =>
    Number(metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? 0);
  const byUid = (one: Pod, other: Pod): number => (one.metadata.uid < other.metadata.uid ? -1 : 1);
  /** Times are compared by their order of magnitude; of the same one, any pod may go. */
  const byAge = (one: number, other: number): number => {
    if (one === other || Number.isNaN(one) || Number.isNaN(other)) return 0;
    return rank(now - one) - rank(now - other);
  };
  const compare = (one: Pod, other: Pod): number =>
    Number(one.spec.nodeName !== undefined) - Number(other.spec.nodeName !== undefined) ||
    phases.indexOf(one.status?.phase ?? "") - phases.indexOf(other.status?.phase ?? "") ||
    Number(isReady(one)) - Number(isReady(other)) ||
    cost(one) - cost(other) ||
    (onNode.get(other.spec.nodeName ?? "") ?? 0) - (onNode.get(one.spec.nodeName ?? "") ?? 0) ||
    (isReady(one) && isReady(other) && readySince(one) !== readySince(other)
      ? byAge(readySince(one), readySince(other)) || byUid(one, other)
      : 0) ||
    restarts(other) - restarts(one) ||
    byAge(Date.parse(one.metadata.creationTimestamp), Date.parse(other.metadata.creationTimestamp)) ||
    byUid(one, other);
  return [...pods].sort(compare).slice(0, count);
}

/** Nanoseconds by powers of two, as Kubernetes counts them. */
const rank = (milliseconds: number): number => Math.floor(Math.log2(Math.max(1, milliseconds * 1e6)));
