import type { Job } from "../../cluster/objects";
import { hasFailed, isComplete } from "../../steps/jobs";
import { lastEnding } from "./last-release";
import type { Standing, StepState } from "./steps";

/** The lock's time has no fractions of seconds on some servers, and that of a Job nowhere. */
const toleranceMillis = 1000;

/**
 * The newest migration, when it is of a release that has no pods yet: it was begun by whoever releases since a moment, or
 * after the last release had ended, or it runs.
 */
export function migrationUnderWay(standing: Standing, since = Infinity): Job | undefined {
  const [newest] = migrations(standing);
  if (newest === undefined || createdAt(newest) >= since - toleranceMillis) return newest;
  const isOver =
    standing.candidate === undefined
      ? createdAt(newest) < (lastEnding(standing.tracks)?.at ?? 0)
      : isComplete(newest) || hasFailed(newest);
  return isOver ? undefined : newest;
}

/** The newest migration to what an image needs. */
export const migrationOf = (image: string | undefined, standing: Standing): Job | undefined =>
  migrations(standing).find(({ spec }) => spec?.template.spec?.containers[0]?.image === image);

export function migrationStep(job: Job): StepState {
  const name = job.metadata?.name ?? "";
  const { completionTime, startTime, conditions = [] } = job.status ?? {};
  if (isComplete(job)) return { state: "done", since: time(completionTime), note: `${name} has succeeded` };
  if (!hasFailed(job)) return { state: "running", since: time(startTime) ?? createdAt(job), note: name };
  const failure = conditions.find(({ type }) => type === "Failed");
  return { state: "failed", since: time(failure?.lastTransitionTime), note: `${name} has failed` };
}

const migrations = ({ service, snapshot: { jobs = [] } }: Standing): Job[] =>
  jobs
    .filter(({ metadata }) => metadata?.labels?.["app"] === `${service.name}-migrate`)
    .sort((a, b) => createdAt(b) - createdAt(a));

const createdAt = ({ metadata }: Job): number => time(metadata?.creationTimestamp) ?? 0;

const time = (text: string | undefined): number | undefined => Date.parse(text ?? "") || undefined;
