import type { ReleaseSettings } from "../../charts/release-settings";
import { ReleaseFailure } from "../failure";
import type { Job, Secret } from "../cluster/objects";
import { administratorSecret, bootstrapJob, hasFailed, isComplete } from "./bootstrap-job";
import { bootstrapDiagnoses } from "./bootstrap-diagnosis";
import { type Connecting, kubectl, until } from "./connecting";
import type { DatabaseParameters } from "./database-parameters";
import { entries, secretOf } from "./database-secret";
import { Doomed, TimedOut } from "../stuck";

/** Annotation of the service's Secret: the role and the database that the bootstrap has prepared. */
export const bootstrappedAnnotation = "addressbook-platform/bootstrapped";

export interface BootstrapOptions {
  readonly settings: ReleaseSettings;
  /** Somebody does it by other means. */
  readonly skip: boolean;
  /** Gives the role the password of its login, even where it exists. */
  readonly resetsPassword: boolean;
  /** The service's Secret as it was found. */
  readonly found: Secret | undefined;
}

/** What is to be done about the bootstrap. */
export type BootstrapPlan =
  | { readonly skipped: string }
  | {
      readonly job: Job;
      /** The Job of the same name that is there. */
      readonly earlier: Job | undefined;
      /** @default - nobody needs it: the Job has run already, or shall not */
      readonly login: DatabaseParameters | undefined;
    };

/** Role and database, as the annotation has them. */
function preparedDatabase({ inputs: { database, databaseName } }: Connecting): string {
  return `${database?.DB_USER ?? ""}@${database?.DB_HOST ?? ""}/${databaseName ?? ""}`;
}

/** Decides whether the service's role is still to be made, and reads the login for it. Nothing is changed. */
export async function planBootstrap(connecting: Connecting, options: BootstrapOptions): Promise<BootstrapPlan> {
  const { environment, inputs, cluster, dryRun } = connecting;
  const { settings, skip, resetsPassword, found } = options;
  const job = bootstrapJob(environment, settings, { resetsPassword });
  if (inputs.database === undefined) return { skipped: "the service has no database" };
  if (job === undefined) return { skipped: "the service brings no program for it" };
  if (skip) return { skipped: "as you asked" };
  if (!resetsPassword && found?.metadata?.annotations?.[bootstrappedAnnotation] === preparedDatabase(connecting))
    return { skipped: `${preparedDatabase(connecting)} has been prepared before` };
  const { administrator } = inputs;
  if (administrator === undefined) return { skipped: "`DB_ADMIN_USER` and `DB_ADMIN_PASSWORD` are not set" };
  const earlier = await cluster.get("Job", job.metadata?.name ?? "");
  const isNeeded = !dryRun && !(earlier !== undefined && isComplete(earlier));
  return { job, earlier, login: isNeeded ? await administrator() : undefined };
}

/**
 * Makes the service's role in the database by a Job of the service's image, with the administrator's login, which is in
 * the cluster for as long as the Job runs.
 *
 * @throws {Doomed} when the Job fails, {TimedOut} when it does not end
 */
export async function bootstrap(
  connecting: Connecting,
  plan: BootstrapPlan,
  databaseSecret: string,
): Promise<"done" | "skipped"> {
  const { cluster, dryRun, say } = connecting;
  await removeLogin(connecting, "left behind by a run that was interrupted");
  if ("skipped" in plan) {
    say(`the bootstrap of the database is skipped: ${plan.skipped}`);
    return "skipped";
  }
  const { job, earlier, login } = plan;
  const name = job.metadata?.name ?? "";
  if (dryRun) {
    say(`Job ${name} would prepare the database with the Secret ${administratorSecret}, which would be deleted then`);
    return "skipped";
  }
  if (login === undefined) say(`Job ${name} has prepared the database before`);
  else {
    if (earlier !== undefined) await removeEarlier(connecting, earlier);
    await runWith(connecting, job, login);
  }
  const prepared = { [bootstrappedAnnotation]: preparedDatabase(connecting) };
  await cluster.patch("Secret", databaseSecret, { metadata: { annotations: prepared } });
  return "done";
}

/** Deletes the administrator's login, if it is there. */
async function removeLogin(connecting: Connecting, why: string): Promise<void> {
  const { cluster, dryRun, say } = connecting;
  if (dryRun) {
    if ((await cluster.get("Secret", administratorSecret)) !== undefined)
      say(`Secret ${administratorSecret} would be deleted: ${why}`);
  } else if (await cluster.delete("Secret", administratorSecret))
    say(`Secret ${administratorSecret} is deleted: ${why}`);
}

/** A Job cannot be changed; one that has failed, or has lost its Secret, is begun anew. */
async function removeEarlier(connecting: Connecting, earlier: Job): Promise<void> {
  const { cluster, say } = connecting;
  const { name = "", uid } = earlier.metadata ?? {};
  say(`Job ${name} of an earlier run ${hasFailed(earlier) ? "has failed" : "has not ended"}, and is run anew`);
  await cluster.delete("Job", name, uid === undefined ? {} : { uid });
  const gone = await until(connecting, async () =>
    (await cluster.get("Job", name))?.metadata?.uid === uid ? undefined : true,
  );
  if (gone === undefined)
    throw new ReleaseFailure(`Job ${name} of an earlier run does not go away`, [
      kubectl(connecting, "describe job", name),
    ]);
}

async function runWith(connecting: Connecting, job: Job, login: DatabaseParameters): Promise<void> {
  const { cluster, say, signal } = connecting;
  signal.throwIfAborted();
  const why = "the administrator's login is needed no more";
  try {
    await cluster.apply(secretOf(connecting, administratorSecret, entries(login)));
    await run(connecting, job);
  } catch (error) {
    await removeLogin(connecting, why).catch(() => {
      throw loginLeft(connecting, error);
    });
    throw error;
  }
  await removeLogin(connecting, why).catch((error: unknown) => {
    throw loginLeft(connecting, error);
  });
  say("the database is prepared for the service");
}

/** The worst that can happen here: it has to be told, whatever else went wrong. */
function loginLeft(connecting: Connecting, error: unknown): ReleaseFailure {
  const why = error instanceof Error ? error.message : String(error);
  return new ReleaseFailure(`the administrator's login may still be in the Secret ${administratorSecret}: ${why}`, [
    kubectl(connecting, "delete secret", administratorSecret),
  ]);
}

async function run(connecting: Connecting, job: Job): Promise<void> {
  const { cluster, clock, say, signal } = connecting;
  const name = job.metadata?.name ?? "";
  const since = clock.now();
  signal.throwIfAborted();
  const created = await cluster.create(job);
  const uid = created?.metadata?.uid;
  if (uid === undefined) throw new ReleaseFailure(`somebody else runs Job ${name} just now`);
  // should this program be killed, the login goes with the Job
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid };
  await cluster.patch("Secret", administratorSecret, { metadata: { ownerReferences: [owner] } });
  say(`Job ${name} prepares the database`);
  const ended = await until(connecting, async () => {
    const found = await cluster.get("Job", name);
    if (found?.metadata?.uid !== uid) throw new ReleaseFailure(`somebody has deleted Job ${name} while it ran`);
    if (isComplete(found)) return "complete";
    const diagnoses = await bootstrapDiagnoses(connecting, found, since);
    if (hasFailed(found) || diagnoses.some(({ doomed }) => doomed))
      throw new Doomed("the bootstrap of the database", diagnoses);
    return undefined;
  });
  if (ended !== undefined) return;
  const seconds = Math.round((clock.now() - since) / 1000);
  throw new TimedOut("the bootstrap of the database", seconds, await bootstrapDiagnoses(connecting, job, since));
}
