import { conditionOf, withCondition, withoutCondition } from "../conditions";
import type { Condition, Deployment, ReplicaSet } from "../kinds";
import { countOf, maxUnavailable, wanted, wantedOf } from "./replica-counts";

export type DeploymentStatus = NonNullable<Deployment["status"]>;
type DeploymentCondition = NonNullable<DeploymentStatus["conditions"]>[number];

/** "For ever", as the API writes it. */
const never = 2_147_483_647;

export const hasDeadline = ({ spec }: Deployment): boolean => (spec.progressDeadlineSeconds ?? 600) !== never;

export const progressing = (now: string, status: string, reason: string, message: string): DeploymentCondition => ({
  type: "Progressing",
  status,
  reason,
  message,
  lastUpdateTime: now,
  lastTransitionTime: now,
});

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = wanted(deployment);
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** The figures and the condition Available. */
export function countedStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
  now: string,
): DeploymentStatus {
  const availableReplicas = countOf(all, "availableReplicas");
  const isAvailable = availableReplicas >= wanted(deployment) - maxUnavailable(deployment);
  const figures = {
    replicas: countOf(all, "replicas"),
    updatedReplicas: newest === undefined ? 0 : countOf([newest], "replicas"),
    readyReplicas: countOf(all, "readyReplicas"),
    availableReplicas,
    unavailableReplicas: Math.max(0, wantedOf(all) - availableReplicas),
  };
  return {
    observedGeneration: deployment.metadata.generation,
    // the API leaves out what is 0, but for this one
    ...Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== 0)),
    terminatingReplicas: countOf(all, "terminatingReplicas"),
    collisionCount: deployment.status?.collisionCount,
    conditions: withCondition(deployment.status?.conditions, {
      type: "Available",
      status: isAvailable ? "True" : "False",
      reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      message: `Deployment ${isAvailable ? "has" : "does not have"} minimum availability.`,
      lastUpdateTime: now,
      lastTransitionTime: now,
    }),
  };
}

/** The condition Progressing: whether the rollout is over, goes on, or has not gone on for too long. */
export function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newest: ReplicaSet | undefined,
  now: string,
): DeploymentStatus {
  if (!hasDeadline(deployment)) return { ...status, conditions: withoutCondition(status.conditions, "Progressing") };
  const current = conditionOf(deployment.status?.conditions, "Progressing");
  const isOver = status.replicas === status.updatedReplicas && current?.reason === "NewReplicaSetAvailable";
  if (isOver) return status;
  const subject =
    newest === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newest.metadata.name}"`;
  const told = (condition: DeploymentCondition): DeploymentStatus => ({
    ...status,
    conditions: withCondition(status.conditions, condition),
  });
  if (isComplete(deployment, status))
    return told(progressing(now, "True", "NewReplicaSetAvailable", `${subject} has successfully progressed.`));
  if (hasProgressed(deployment, status)) {
    const condition = progressing(now, "True", "ReplicaSetUpdated", `${subject} is progressing.`);
    if (current?.status === "True") condition.lastTransitionTime = current.lastTransitionTime;
    // the same reason with a later time is news, which it is not for other conditions
    return { ...status, conditions: [...withoutCondition(status.conditions, "Progressing"), condition] };
  }
  if (isLate(deployment, status, now))
    return told(progressing(now, "False", "ProgressDeadlineExceeded", `${subject} has timed out progressing.`));
  return status;
}

/** Seconds after which it must be looked again whether the rollout is late; undefined when it is over. */
export function secondsToDeadline(deployment: Deployment, now: string): number | undefined {
  const condition = conditionOf(deployment.status?.conditions, "Progressing");
  if (!hasDeadline(deployment) || condition === undefined || condition.reason === "ProgressDeadlineExceeded")
    return undefined;
  if (isComplete(deployment, deployment.status ?? {})) return undefined;
  return Math.max(0, deadline(deployment, condition) - Date.parse(now)) / 1000 + 1;
}

function hasProgressed({ status: before = {} }: Deployment, after: DeploymentStatus): boolean {
  const outdated = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  const more = (figure: "updatedReplicas" | "readyReplicas" | "availableReplicas"): boolean =>
    (after[figure] ?? 0) > (before[figure] ?? 0);
  return (
    more("updatedReplicas") || outdated(after) < outdated(before) || more("readyReplicas") || more("availableReplicas")
  );
}

function isLate(deployment: Deployment, { conditions }: DeploymentStatus, now: string): boolean {
  const condition = conditionOf(conditions, "Progressing");
  if (condition === undefined || condition.reason === "NewReplicaSetAvailable") return false;
  return condition.reason === "ProgressDeadlineExceeded" || deadline(deployment, condition) < Date.parse(now);
}

const deadline = ({ spec }: Deployment, { lastUpdateTime = "" }: Condition): number =>
  Date.parse(lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000;
