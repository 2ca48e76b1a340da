import type { DeploymentState } from "./release-event";

/**
 * `2/3 ready`; as long as some of these are of the version before, `2/3 ready (1 new)`: the image beside it is that of the
 * new ones.
 */
export function readyCount({ readyPods, desiredPods, pods }: DeploymentState): string {
  const ready = pods.filter(({ state }) => state === "ready");
  const updated = ready.filter(({ isOld }) => !isOld).length;
  return `${readyPods}/${desiredPods} ready${updated === ready.length ? "" : ` (${updated} new)`}`;
}
