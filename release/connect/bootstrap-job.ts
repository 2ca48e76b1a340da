import { createFirstReleaseApp } from "../../charts/first-release";
import type { ReleaseSettings } from "../../charts/release-settings";
import { writtenObjects } from "../../charts/written-objects";
import type { Environment } from "../../environments/schema/environment";
import type { Job } from "../cluster/objects";

/** The Secret with the administrator's login, for as long as the Job needs it. The Job's pod names it. */
export const administratorSecret = "db-administrator";

/** A Job that has ended is kept for so long; what belongs to it goes with it. */
const keptSeconds = 600;

/**
 * The Job that makes the service's role in the database.
 *
 * @param options.resetsPassword the role gets the password of its login even where it exists
 * @returns undefined when the service brings no such program
 */
export function bootstrapJob(
  environment: Environment,
  settings: ReleaseSettings,
  { resetsPassword }: { readonly resetsPassword: boolean },
): Job | undefined {
  const { service } = environment;
  const { bootstrapCommand } = service;
  const command = resetsPassword ? [...bootstrapCommand, "--reset-password"] : bootstrapCommand;
  const asked =
    bootstrapCommand.length === 0
      ? environment
      : { ...environment, service: { ...service, bootstrapCommand: command } };
  // nothing is written there: the object goes to the cluster from here
  const app = createFirstReleaseApp(asked, settings, "dist");
  const [written] = app === undefined ? [] : writtenObjects(app, ["Job"]);
  if (written === undefined) return undefined;
  const job = written as unknown as Job;
  return { ...job, spec: { ...job.spec, ttlSecondsAfterFinished: keptSeconds } as Job["spec"] };
}

const hasCondition = (job: Job, wanted: string): boolean =>
  (job.status?.conditions ?? []).some(({ type, status }) => type === wanted && status === "True");

export const isComplete = (job: Job): boolean => hasCondition(job, "Complete");
export const hasFailed = (job: Job): boolean => hasCondition(job, "Failed");
