import type { ClusterContext } from "../context";
import type { Deployment, ReplicaSet } from "../kinds";
import { activeOf, available, countOf, maxUnavailable, newReplicas, wanted, wantedOf } from "./replica-counts";
import type { Revisions } from "./revisions";
import { all, scaleSet } from "./scaling";
import { byCreation } from "./sets";

/** Does one step of a rolling update. @returns whether anything was done; then the next step comes with the next change */
export function rollingStep(context: ClusterContext, deployment: Deployment, revisions: Revisions): boolean {
  const { newest } = revisions;
  if (newest === undefined) return false;
  return scaleUp(context, deployment, revisions, newest) || scaleDown(context, deployment, revisions, newest);
}

function scaleUp(context: ClusterContext, deployment: Deployment, revisions: Revisions, newest: ReplicaSet): boolean {
  if (wanted(newest) === wanted(deployment)) return false;
  const replicas =
    wanted(newest) > wanted(deployment) ? wanted(deployment) : newReplicas(deployment, all(revisions), newest);
  return replicas !== wanted(newest) && scaleSet(context, deployment, newest, replicas);
}

/** Pods that do not work anyway go first, and then as many as the new ones have made superfluous. */
function scaleDown(context: ClusterContext, deployment: Deployment, { old }: Revisions, newest: ReplicaSet): boolean {
  const active = activeOf(old).sort(byCreation);
  if (active.length === 0) return false;
  const minAvailable = wanted(deployment) - maxUnavailable(deployment);
  const newUnavailable = wanted(newest) - available(newest);
  const most = wantedOf([...old, newest]) - minAvailable - newUnavailable;
  if (most <= 0) return false;

  let removed = 0;
  const left = active.map((set) => {
    const broken = Math.min(most - removed, wanted(set) - available(set));
    if (broken > 0 && scaleSet(context, deployment, set, wanted(set) - broken)) removed += broken;
    return context.objects.get("ReplicaSet", set.metadata.namespace, set.metadata.name) ?? set;
  });
  let superfluous = countOf([...left, newest], "availableReplicas") - minAvailable;
  for (const set of left) {
    const step = Math.min(superfluous, wanted(set));
    if (step <= 0) continue;
    scaleSet(context, deployment, set, wanted(set) - step);
    superfluous -= step;
    removed += step;
  }
  return removed > 0;
}
