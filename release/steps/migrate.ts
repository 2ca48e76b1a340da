import type { Job, Pod } from "../cluster/objects";
import type { Release } from "../release";
import { begin, isComplete } from "./jobs";
import { waitFor } from "./rollout";

/**
 * Runs the Job that brings the database to the state that the image needs, unless it has succeeded before.
 *
 * @returns what became of it, in a few words
 */
export async function migrate(release: Release, job: Job): Promise<string> {
  const name = job.metadata?.name ?? "";
  const uid = await begin(release, job);
  if (uid === undefined) return `${name} has succeeded before`;
  // its pod is watched anyway, and tells it a second before the Job does; one that was stopped may end well, too
  const hasSucceeded = ({ metadata, status }: Pod): boolean =>
    status?.phase === "Succeeded" &&
    metadata?.deletionTimestamp === undefined &&
    (metadata?.ownerReferences ?? []).some((owner) => owner.uid === uid);
  await waitFor(release, {
    what: `the migration (${name})`,
    deployments: [],
    job: name,
    isDone: ({ jobs = [], pods }) =>
      pods.some(hasSucceeded) || isComplete(jobs.find(({ metadata }) => metadata?.uid === uid)),
  });
  return `${name} has succeeded`;
}
