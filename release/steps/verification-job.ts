import type { Job } from "../cluster/objects";
import type { Release } from "../release";
import { Doomed } from "../stuck";
import { jobFinding } from "../verify/program/job";
import type { Finding } from "../verify/verdict";
import { begin } from "./jobs";
import { waitFor } from "./rollout";

/** Lines of the Job's log that are looked at. */
const logLines = 20;

/** Runs the service's own verification in the cluster, if there is one. */
export async function runVerificationJob(release: Release, job: Job | undefined): Promise<Finding[]> {
  if (job === undefined) return [];
  const { observer, cluster } = release;
  const name = job.metadata?.name ?? "";
  // what an earlier run has found is about other pods
  const uid = await begin(release, job, { again: true });
  await observer.add("Job");
  const outcome = (log?: string): Finding | undefined => {
    const { jobs = [], pods } = observer.snapshot();
    const found = jobs.find(({ metadata }) => metadata?.uid === uid);
    const own = pods.filter(({ metadata }) => metadata?.labels?.["batch.kubernetes.io/job-name"] === name);
    return found === undefined ? undefined : jobFinding(found, own, log);
  };
  try {
    const isDone = (): boolean => outcome() !== undefined;
    await waitFor(release, { what: `the verification (${name})`, deployments: [], job: name, isDone });
  } catch (error) {
    // a Job that fails is an answer, and one that cannot even start is none
    if (!(error instanceof Doomed) || outcome() === undefined) throw error;
  }
  const [pod] = observer
    .snapshot()
    .pods.filter(({ metadata }) => metadata?.labels?.["batch.kubernetes.io/job-name"] === name);
  const log = pod === undefined ? undefined : await cluster.logs(pod.metadata?.name ?? "", { lines: logLines });
  return [outcome(log)].filter((finding) => finding !== undefined);
}
