import type { JobRun, Run } from "../../simulate/story";
import { expressionsIn, fill } from "../expression";
import { ancestorsIn, type JobState, resultOf, resultWords, type WorkflowRun } from "./workflow-run";

/**
 * A run as the story tells it.
 *
 * @param begun jobs of all runs, in the order in which they had their turns
 */
export function tellRun(run: WorkflowRun, begun: readonly JobState[]): Run {
  const result = resultOf(run);
  const { path, workflow } = run.file;
  return {
    file: path,
    name: workflow.name ?? path,
    result: result === undefined ? "waiting" : result === "skipped" ? "passed" : resultWords[result],
    parameters: { ...run.inputs, ...variablesOf(run) },
    jobs: [...begun.filter((state) => run.jobs.includes(state)), ...run.jobs.filter((state) => !state.begun)].map(
      (state) => tellJob(run, state),
    ),
    promotions: [],
  };
}

function tellJob(run: WorkflowRun, state: JobState): JobRun {
  const { name, result, begun, commands, called, waitsFor } = state;
  const missing = ancestorsIn(run, state).filter((each) => each.result === undefined);
  const why = begun ? state.why : `for ${missing.map((each) => each.name).join(", ")}`;
  const told = result === undefined ? "waiting" : resultWords[result];
  return {
    name,
    result: told,
    ...(why === undefined ? {} : { why }),
    commands,
    ...(called === undefined ? {} : { calls: called.file.path }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}

/** Variables of jobs that people can set in the repository and its environments: `${{ vars.CANARY_PODS || '1' }}`. */
function variablesOf({ file: { workflow }, world, jobs }: WorkflowRun): Record<string, string> {
  const all = [
    { env: workflow.env, vars: {} },
    ...jobs.flatMap(({ job, vars }) => [job, ...job.steps].map(({ env }) => ({ env, vars }))),
  ];
  return Object.fromEntries(
    all.flatMap(({ env, vars }) =>
      Object.entries(env)
        .filter(([, value]) => expressionsIn(value).some((expression) => /^\s*vars\./.test(expression)))
        .map(([name, value]) => [name, fill(value, { ...world, vars })]),
    ),
  );
}
