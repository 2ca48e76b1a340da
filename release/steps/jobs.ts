import type { Job } from "../cluster/objects";
import { note, type Release } from "../release";
import { TimedOut } from "../stuck";

/**
 * Begins a Job, whose name says what it runs. One that has failed is run anew, one that runs is taken for it.
 *
 * @param options.again one that has succeeded is run anew, too. @default false
 * @returns the uid of the Job that runs; undefined when there is one that has succeeded
 */
export async function begin(
  release: Release,
  job: Job,
  { again = false }: { readonly again?: boolean } = {},
): Promise<string | undefined> {
  const { cluster, clock, signal, deadline } = release;
  const name = job.metadata?.name ?? "";
  const since = clock.now();
  while (clock.now() < deadline) {
    const created = await cluster.create(job);
    if (created !== undefined) return created.metadata?.uid;
    const found = await cluster.get("Job", name);
    if (isComplete(found) && !again) return undefined;
    if (found !== undefined && found.metadata?.deletionTimestamp === undefined) {
      if (!hasFailed(found) && !isComplete(found)) return found.metadata?.uid;
      note(release, `${name} has ${isComplete(found) ? "run" : "failed"} before, and is run anew`);
      await cluster.delete("Job", name, { uid: found.metadata?.uid });
    }
    // it is on its way out
    await clock.sleep(500, signal);
  }
  throw new TimedOut(`the Job ${name}`, Math.round((clock.now() - since) / 1000), []);
}

const hasCondition = (job: Job | undefined, wanted: string): boolean =>
  (job?.status?.conditions ?? []).some(({ type, status }) => type === wanted && status === "True");

export const isComplete = (job: Job | undefined): boolean => hasCondition(job, "Complete");
export const hasFailed = (job: Job | undefined): boolean => hasCondition(job, "Failed");
