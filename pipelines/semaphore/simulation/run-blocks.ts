import type { JobRun } from "../../simulate/story";
import type { Block, Definition, Job, Task } from "../definition";
import type { PipelineFile } from "../read-definitions";
import type { Facts } from "../when/evaluate";
import { ask } from "./ask";
import { jobCommands, type Outcome } from "./job-commands";

/** How a job ends, by its name. */
export type OutcomeOf = (job: string) => Outcome;

/**
 * Runs the jobs of a pipeline, as if those that run beside each other took the same time. Whoever stops one of them stops
 * the pipeline.
 */
export function runBlocks(
  { path, definition }: PipelineFile,
  facts: Facts,
  outcomeOf: OutcomeOf,
): { result: Outcome; jobs: JobRun[] } {
  const waiting = definition.blocks.map((block, index) => ({ block, after: dependencies(block, index, definition) }));
  const ended = new Map<string, Outcome | "canceled">();
  const jobs: JobRun[] = [];
  let result: Outcome = "passed";
  let halt: string | undefined;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ after }) => after.every((name) => ended.has(name)));
    // a circle, or a name that is none
    if (ready.length === 0) break;
    const wave = ready.map(({ block, after }) => {
      const obstacle = after.find((name) => ended.get(name) !== "passed");
      const why = obstacle === undefined ? halt : `${obstacle} did not pass`;
      return {
        block,
        ...runBlock(block, why ?? unwanted(block, facts, path), definition, outcomeOf, why !== undefined),
      };
    });
    for (const { block, outcome, runs } of wave) {
      waiting.splice(
        waiting.findIndex((each) => each.block === block),
        1,
      );
      ended.set(blockName(block, definition), outcome);
      jobs.push(...runs);
      if (outcome === "passed" || outcome === "canceled") continue;
      if (result === "passed") result = outcome;
      if (outcome === "stopped") halt ??= "the pipeline was stopped";
      else if (failsFast(definition, facts, path)) halt ??= `${blockName(block, definition)} failed`;
    }
  }
  return { result, jobs: [...jobs, ...afterwards(definition, outcomeOf)] };
}

/** Without a word about it in the whole file each block waits for the one before. */
function dependencies({ dependencies: written }: Block, index: number, definition: Definition): readonly string[] {
  const before = definition.blocks[index - 1];
  return written ?? (before === undefined ? [] : [blockName(before, definition)]);
}

const blockName = (block: Block, { blocks }: Definition): string =>
  block.name ?? `Nameless block ${blocks.indexOf(block) + 1}`;

/** Why a block need not run, which is as good as if it had passed. */
function unwanted({ run, skip }: Block, facts: Facts, file: string): string | undefined {
  if (run !== undefined) {
    const { holds, because } = ask(run.when, facts, file);
    if (!holds) return `runs when ${because}`;
  }
  if (skip === undefined) return undefined;
  const { holds, because } = ask(skip.when, facts, file);
  return holds ? `is skipped when ${because}` : undefined;
}

function runBlock(
  { task }: Block,
  why: string | undefined,
  { global_job_config: common }: Definition,
  outcomeOf: OutcomeOf,
  isCanceled: boolean,
): { outcome: Outcome | "canceled"; runs: JobRun[] } {
  if (task === undefined) return { outcome: isCanceled ? "canceled" : "passed", runs: [] };
  if (why !== undefined)
    return {
      outcome: isCanceled ? "canceled" : "passed",
      runs: named(task).map(({ name }) => ({ name, result: "skipped", why, commands: [] })),
    };
  const runs = named(task).map(({ name, job }) => runJob(name, job, task, outcomeOf(name), common));
  const outcome = (["stopped", "failed"] as const).find((each) => runs.some((run) => run.result === each));
  return { outcome: outcome ?? "passed", runs };
}

const runJob = (
  name: string,
  job: Job,
  task: Task,
  result: Outcome,
  common?: Definition["global_job_config"],
): JobRun => ({
  name,
  result,
  commands: jobCommands(job, task, result, common),
});

const named = ({ jobs = [] }: Task): { name: string; job: Job }[] =>
  jobs.map((job, index) => ({ name: job.name ?? `Nameless ${index + 1}`, job }));

const failsFast = ({ fail_fast: { cancel, stop } = {} }: Definition, facts: Facts, file: string): boolean =>
  [cancel, stop].some((strategy) => strategy !== undefined && ask(strategy.when, facts, file).holds);

/** Whatever has happened, and without consequences. */
const afterwards = ({ after_pipeline: after }: Definition, outcomeOf: OutcomeOf): JobRun[] => {
  const task = after?.task;
  return task === undefined ? [] : named(task).map(({ name, job }) => runJob(name, job, task, outcomeOf(name)));
};
