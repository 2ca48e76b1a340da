import type { Deployment, ReplicaSet } from "../kinds";

export const wanted = ({ spec }: Deployment | ReplicaSet): number => spec.replicas ?? 1;

export const available = (set: ReplicaSet): number => set.status?.availableReplicas ?? 0;

/** How many pods sets are meant to have. */
export const wantedOf = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + wanted(set), 0);

/** How many pods sets have, by one of the figures of their status. */
export const countOf = (
  sets: readonly ReplicaSet[],
  figure: "replicas" | "readyReplicas" | "availableReplicas" | "terminatingReplicas",
): number => sets.reduce((sum, { status }) => sum + (status?.[figure] ?? 0), 0);

export const activeOf = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((set) => wanted(set) > 0);

export const isRollingUpdate = ({ spec }: Deployment): boolean => spec.strategy?.type !== "Recreate";

/** Pods more than wanted that a rolling update may have for a while. */
export const maxSurge = (deployment: Deployment): number => fenceposts(deployment).surge;

/** Pods fewer than wanted that a rolling update may have for a while. */
export const maxUnavailable = (deployment: Deployment): number =>
  Math.min(fenceposts(deployment).unavailable, wanted(deployment));

/** Surge is rounded up and unavailability down; when both come to nothing, one pod may be unavailable. */
function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  if (!isRollingUpdate(deployment)) return { surge: 0, unavailable: 0 };
  const { maxSurge = "25%", maxUnavailable = "25%" } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = scaled(maxSurge, wanted(deployment), Math.ceil);
  const unavailable = scaled(maxUnavailable, wanted(deployment), Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** A number, or a percentage of the total. */
export const scaled = (value: string | number, total: number, round: (share: number) => number): number =>
  typeof value === "number" ? value : round((Number(value.replace("%", "")) * total) / 100);

/** How many pods the newest set is to have: as many as fit under replicas and surge together. */
export function newReplicas(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
): number {
  const current = newest === undefined ? 0 : wanted(newest);
  if (!isRollingUpdate(deployment)) return wanted(deployment);
  const room = wanted(deployment) + maxSurge(deployment) - wantedOf(all);
  return room <= 0 ? current : current + Math.min(room, wanted(deployment) - current);
}
