import type { SeenPod } from "../pod-facts";
import { amountOf, shownAmount } from "../quantity";
import type { World } from "../world";

/** What a pod asks for, what nodes have, and what the pods that are known take of it; as far as nodes are known. */
export function roomEvidence(pod: SeenPod, resources: readonly string[], { snapshot }: World): string[] {
  const nodes = snapshot.nodes ?? [];
  return resources.flatMap((resource) => {
    const asked = requestOf(pod, resource);
    if (asked === undefined) return [];
    const asks = `the pod asks for ${shownAmount(resource, asked)}`;
    const shares = nodes.flatMap(({ metadata, status }) => {
      const has = amountOf(status?.allocatable?.[resource]);
      return has === undefined ? [] : [{ has, taken: taken(snapshot.pods ?? [], metadata?.name ?? "", resource) }];
    });
    if (shares.length === 0) return [asks];
    const largest = Math.max(...shares.map(({ has }) => has));
    const used = shares.reduce((sum, share) => sum + share.taken, 0);
    const count = shares.length === 1 ? "the node has" : `each of ${shares.length} nodes has at most`;
    return [
      `${asks}; ${count} ${shownAmount(resource, largest)}, and pods of this namespace take ${shownAmount(resource, used)}`,
    ];
  });
}

const taken = (pods: readonly SeenPod[], node: string, resource: string): number =>
  pods
    .filter(({ spec, status }) => spec?.nodeName === node && !["Succeeded", "Failed"].includes(status?.phase ?? ""))
    .reduce((sum, pod) => sum + (requestOf(pod, resource) ?? 0), 0);

/** What its containers ask for together. */
function requestOf({ spec }: SeenPod, resource: string): number | undefined {
  const asked = (spec?.containers ?? []).flatMap(({ resources }) => amountOf(resources?.requests?.[resource]) ?? []);
  return asked.length === 0 ? undefined : asked.reduce((sum, amount) => sum + amount, 0);
}
