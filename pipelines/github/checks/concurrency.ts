import type { Problem } from "../../../environments/schema/problems";
import type { WorkflowJob } from "../workflow";
import { allCalledBy, type Check, type Checked, eachJob } from "./check";

type Concurrency = Checked["workflow"]["concurrency"];

/** Commands that change what runs in an environment, or the environment itself. */
const deploys = /\bnpx release (canary|promote|rollback)\b|\bterraform\b.* apply\b/;

/** Those that bring something of which no newer one is a substitute: a hot fix is not in what is released after it. */
const releases = /\bnpx release (canary|promote)\b/;

const runs = ({ steps }: WorkflowJob, commands: RegExp): boolean => steps.some(({ run = "" }) => commands.test(run));

/** What deploys is neither interrupted by a newer run, nor meets one, nor is forgotten while it waits. */
export const concurrencyProblems: Check = ({ workflow, workflows }) => {
  const withCalled = (job: WorkflowJob): WorkflowJob[] => [
    job,
    ...[...allCalledBy(job, workflows)].flatMap((called) => Object.values(called.workflow.jobs)),
  ];
  const isDeploying = (job: WorkflowJob): boolean => withCalled(job).some((each) => runs(each, deploys));
  const jobs = Object.values(workflow.jobs);
  if (!jobs.some(isDeploying)) return [];
  /** What jobs call waits with them, but in a group for each tag or commit only for what is the same. */
  const replacing = (concurrency: Concurrency, waiting: readonly WorkflowJob[]): Problem[] =>
    (isOneForAll(concurrency) ? waiting.flatMap(withCalled) : waiting).some((job) => runs(job, releases))
      ? replaces(concurrency)
      : [];
  return [
    ...cancels(workflow.concurrency),
    ...replacing(workflow.concurrency, jobs),
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
      return [...cancels(job.concurrency), ...replacing(job.concurrency, [job])];
    }),
  ];
};

/** Whether whatever runs there has the same group, and not those of one tag, or one commit. */
const isOneForAll = (concurrency: Concurrency): boolean => concurrency?.group.includes("${{") === false;

const replaces = (concurrency: Concurrency): Problem[] =>
  concurrency === undefined || concurrency.queue === "max"
    ? []
    : [
        {
          path: "concurrency.queue",
          rule: 'must be "max" where something is released',
          got: concurrency.queue,
          fix: "a third run would end the second one, which waits for the first, and may be a hot fix",
        },
      ];

const cancels = (concurrency: Concurrency): Problem[] =>
  concurrency === undefined || concurrency["cancel-in-progress"] === false
    ? []
    : [
        {
          path: "concurrency.cancel-in-progress",
          rule: "must be false where something is deployed",
          got: concurrency["cancel-in-progress"],
          fix: "a newer run would leave it half done",
        },
      ];
