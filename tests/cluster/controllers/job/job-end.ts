import { conditionOf } from "../conditions";
import type { Job, Pod } from "../kinds";

/** How a Job ends, with the words of its condition. */
export interface JobEnd {
  readonly type: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

export interface JobFigures {
  readonly startTime: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly active: readonly Pod[];
}

/** How the Job has ended, and when; undefined while it runs. */
export function finished({ status }: Job): (JobEnd & { readonly at: number }) | undefined {
  for (const type of ["Complete", "Failed"] as const) {
    const condition = conditionOf(status?.conditions, type);
    if (condition?.status === "True")
      return {
        type,
        reason: condition.reason ?? "",
        message: condition.message ?? "",
        at: Date.parse(condition.lastTransitionTime ?? ""),
      };
  }
  return undefined;
}

/** How the Job is about to end, if it is. */
export function jobEnd(job: Job, figures: JobFigures, now: number): JobEnd | undefined {
  const { spec, status } = job;
  const failing = conditionOf(status?.conditions, "FailureTarget");
  if (failing !== undefined) return { type: "Failed", reason: failing.reason ?? "", message: failing.message ?? "" };
  if (figures.succeeded >= (spec.completions ?? 1))
    return { type: "Complete", reason: "CompletionsReached", message: "Reached expected number of succeeded pods" };
  const restarts = figures.active
    .flatMap((pod) => pod.status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  const limit = spec.backoffLimit ?? 6;
  const isOnFailure = spec.template.spec?.restartPolicy === "OnFailure";
  if (figures.failed > limit || (isOnFailure && restarts > 0 && restarts >= limit))
    return {
      type: "Failed",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
  const { activeDeadlineSeconds } = spec;
  if (activeDeadlineSeconds !== undefined && now - Date.parse(figures.startTime) >= activeDeadlineSeconds * 1000)
    return {
      type: "Failed",
      reason: "DeadlineExceeded",
      message: "Job was active longer than specified deadline",
    };
  return undefined;
}

/** First it is said how the Job will end, and when all of its pods are gone, that it has. */
export function withEnd(
  status: Job["status"],
  { type, reason, message }: JobEnd,
  isOver: boolean,
  now: string,
): NonNullable<Job["status"]> {
  const condition = (name: string) => ({
    type: name,
    status: "True",
    reason,
    message,
    lastProbeTime: now,
    lastTransitionTime: now,
  });
  const target = type === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
  const told = status?.conditions ?? [];
  const conditions = conditionOf(told, target) === undefined ? [...told, condition(target)] : [...told];
  if (isOver) conditions.push(condition(type));
  return { conditions, ...(isOver && type === "Complete" ? { completionTime: now } : {}) };
}
