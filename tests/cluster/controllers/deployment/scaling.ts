import type { ClusterContext } from "../context";
import type { Deployment, ReplicaSet } from "../kinds";
import { activeOf, available, isRollingUpdate, maxSurge, wanted, wantedOf } from "./replica-counts";
import { desiredAnnotation, maxAnnotation, replicasAnnotations, type Revisions } from "./revisions";
import { byCreation, deploymentReporter } from "./sets";

/** @returns whether the set has got another number of pods */
export function scaleSet(
  { objects, events }: ClusterContext,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
): boolean {
  const before = wanted(set);
  objects.update(set, (draft) => {
    draft.spec.replicas = replicas;
    draft.metadata.annotations = { ...draft.metadata.annotations, ...replicasAnnotations(deployment) };
  });
  if (before === replicas) return false;
  events.record(deployment, deploymentReporter, {
    type: "Normal",
    reason: "ScalingReplicaSet",
    message: `Scaled ${before < replicas ? "up" : "down"} replica set ${set.metadata.name} from ${before} to ${replicas}`,
  });
  return true;
}

/** Whether somebody has changed the number of replicas since the sets were scaled. */
export const isScalingEvent = (deployment: Deployment, { newest, old }: Revisions): boolean =>
  activeOf(all({ newest, old })).some(({ metadata }) => {
    const desired = metadata.annotations?.[desiredAnnotation];
    return desired !== undefined && desired !== String(wanted(deployment));
  });

export const all = ({ newest, old }: Revisions): ReplicaSet[] => (newest === undefined ? [...old] : [...old, newest]);

/**
 * Brings the sets to another number of replicas. In the middle of a rollout all of them grow and shrink in proportion,
 * so that the risk stays the same: the old ones get pods too.
 */
export function scaleProportionally(context: ClusterContext, deployment: Deployment, revisions: Revisions): void {
  const { newest, old } = revisions;
  const only = onlyActiveOrLatest(revisions);
  if (only !== undefined) {
    if (wanted(only) !== wanted(deployment)) scaleSet(context, deployment, only, wanted(deployment));
    return;
  }
  if (newest !== undefined && isSaturated(deployment, newest)) {
    for (const set of activeOf(old)) scaleSet(context, deployment, set, 0);
    return;
  }
  if (!isRollingUpdate(deployment)) return;
  for (const [set, replicas] of proportions(deployment, activeOf(all(revisions))))
    scaleSet(context, deployment, set, replicas);
}

function onlyActiveOrLatest({ newest, old }: Revisions): ReplicaSet | undefined {
  const active = activeOf(all({ newest, old }));
  if (active.length > 0) return active.length === 1 ? active[0] : undefined;
  return newest ?? [...old].sort(byCreation).at(-1);
}

const isSaturated = (deployment: Deployment, set: ReplicaSet): boolean =>
  wanted(set) === wanted(deployment) &&
  set.metadata.annotations?.[desiredAnnotation] === String(wanted(deployment)) &&
  available(set) === wanted(deployment);

function proportions(deployment: Deployment, sets: ReplicaSet[]): Map<ReplicaSet, number> {
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0;
  const toAdd = allowed - wantedOf(sets);
  // of sets of the same size the newer one grows first, and the older one shrinks first
  const direction = toAdd > 0 ? -1 : 1;
  const sorted = sets.sort((one, other) => wanted(other) - wanted(one) || direction * byCreation(one, other));
  let added = 0;
  const sizes = new Map(
    sorted.map((set) => {
      const share = toAdd === 0 || toAdd === added ? 0 : fraction(deployment, set);
      const proportion = toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
      added += proportion;
      return [set, wanted(set) + proportion];
    }),
  );
  const [largest] = sorted;
  if (largest !== undefined && toAdd !== 0) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + toAdd - added));
  return sizes;
}

function fraction(deployment: Deployment, set: ReplicaSet): number {
  if (wanted(deployment) === 0) return -wanted(set);
  const before = Number(set.metadata.annotations?.[maxAnnotation] ?? 0) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  const size = (wanted(set) * (wanted(deployment) + maxSurge(deployment))) / before;
  return Math.round(size) - wanted(set);
}
