import { branch } from "../model/condition";
import type { Artifact, Job, Stage } from "../model/pipeline";
import { renderCondition } from "./render-condition";
import { type SemaphoreDelivery, setUp } from "./set-up";
import { merged, type Variables } from "./surroundings";

/**
 * The blocks of stages. A block's jobs share secrets and what runs before and after them, so that jobs of one stage which
 * differ in that are blocks of their own.
 */
export function renderBlocks(stages: readonly Stage[], delivery: SemaphoreDelivery): object[] {
  const blocks = stages.flatMap((stage) => blocksOf(stage, delivery));
  return blocks.map(({ stage, name, task }) => ({
    name,
    // where no block says so, they run one after the other
    dependencies: blocks.filter((other) => stage.after.includes(other.stage.name)).map((other) => other.name),
    run: stage.onlyOn === undefined ? undefined : { when: renderCondition(branch(stage.onlyOn)) },
    task,
  }));
}

function blocksOf(stage: Stage, delivery: SemaphoreDelivery): { stage: Stage; name: string; task: object }[] {
  const tasks = new Map<string, { around: object; jobs: Job[] }>();
  for (const job of stage.jobs) {
    const around = surround(job, delivery);
    const key = JSON.stringify(around);
    const { jobs } = tasks.get(key) ?? { jobs: [] };
    tasks.set(key, { around, jobs: [...jobs, job] });
  }
  return [...tasks.values()].map(({ around, jobs }) => ({
    stage,
    name: tasks.size === 1 ? stage.name : `${stage.name}: ${jobs.map(({ name }) => name).join(", ")}`,
    task: { ...around, jobs: jobs.map(renderJob) },
  }));
}

/** What one job is alone. */
export const renderTask = (job: Job, delivery: SemaphoreDelivery): object => ({
  ...surround(job, delivery),
  jobs: [renderJob(job)],
});

function surround(job: Job, delivery: SemaphoreDelivery): object {
  const { secrets, variables, commands } = setUp(job, delivery);
  // the first that fails ends them, as what leaves a file does that is not there: what is to be said is said before
  const afterwards = [
    ...job.steps.filter(({ always }) => always).flatMap((step) => step.commands),
    ...job.leaves.filter(({ always }) => always).map(leave),
  ];
  return {
    secrets: secrets.length === 0 ? undefined : secrets.map((name) => ({ name })),
    env_vars: renderVariables(variables),
    prologue: { commands },
    epilogue: afterwards.length === 0 ? undefined : { always: { commands: afterwards } },
  };
}

const renderJob = ({ name, timeoutMinutes, steps, leaves, gives }: Job): object => ({
  name,
  execution_time_limit: { minutes: timeoutMinutes },
  env_vars: renderVariables(merged(steps.map(({ variables }) => variables))),
  commands: [
    ...steps.filter(({ always }) => !always).flatMap(({ commands }) => commands),
    ...leaves.filter(({ always }) => !always).map(leave),
    // a job that is run again finds what it has given before
    ...gives.map((variable) => `sem-context put --force ${variable}="$${variable}"`),
  ],
});

/** A job that has failed early has no reports, and a job that is run again finds the files that it has left before. */
const leave = ({ path }: Artifact): string =>
  path.endsWith(".xml") ? `test-results publish --ignore-missing ${path}` : `artifact push workflow --force ${path}`;

function renderVariables(variables: Variables): object[] | undefined {
  const entries = Object.entries(variables);
  return entries.length === 0 ? undefined : entries.map(([name, value]) => ({ name, value }));
}
