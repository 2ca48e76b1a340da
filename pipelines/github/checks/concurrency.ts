import { allCalledBy, type Check, type Checked, eachJob } from "./check";
import type { WorkflowJob } from "../workflow";

/** Commands that change what runs in an environment, or the environment itself. */
const deploys = /\bnpx release (canary|promote|rollback)\b|\bterraform\b.* apply\b/;

/** What deploys is neither interrupted by a newer run, nor meets one. */
export const concurrencyProblems: Check = ({ workflow, workflows }) => {
  const isDeploying = (job: WorkflowJob): boolean =>
    [job, ...[...allCalledBy(job, workflows)].flatMap((called) => Object.values(called.workflow.jobs))]
      .flatMap(({ steps }) => steps)
      .some(({ run = "" }) => deploys.test(run));
  if (!Object.values(workflow.jobs).some(isDeploying)) return [];
  return [
    ...cancels("concurrency", workflow.concurrency),
    ...eachJob(workflow, (job) => {
      if (!isDeploying(job)) return [];
      if (job.uses === undefined && (job.concurrency ?? workflow.concurrency) === undefined)
        return [
          {
            path: "concurrency",
            rule: "is required of what deploys, here or for the whole workflow",
            fix: "two at once would undo each other's work",
          },
        ];
      return cancels("concurrency", job.concurrency);
    }),
  ];
};

const cancels = (path: string, concurrency: Checked["workflow"]["concurrency"]) =>
  concurrency === undefined || concurrency["cancel-in-progress"] === false
    ? []
    : [
        {
          path: `${path}.cancel-in-progress`,
          rule: "must be false where something is deployed",
          got: concurrency["cancel-in-progress"],
          fix: "a newer run would leave it half done",
        },
      ];
