import type { Status, World } from "../expression";
import type { WorkflowFile } from "../read-workflows";
import { ancestorsOf, type WorkflowJob } from "../workflow";

/** A workflow that runs, by itself or because a job of another one calls it. */
export interface WorkflowRun {
  readonly file: WorkflowFile;
  readonly world: World;
  readonly inputs: Readonly<Record<string, string>>;
  /** Who cancels one of them cancels all that began with the same event. */
  readonly whole: { cancelled: boolean };
  readonly jobs: readonly JobState[];
}

/** How far a job is. */
export interface JobState {
  readonly id: string;
  readonly job: WorkflowJob;
  readonly name: string;
  /** Whether it has had its turn, even if that was to be skipped. */
  begun: boolean;
  /** @default - it has not ended */
  result?: Status;
  why?: string;
  /** The environment that somebody has to approve. */
  waitsFor?: string;
  /** Variables of its environment. */
  vars: Readonly<Record<string, string>>;
  commands: readonly string[];
  /** What it has called. */
  called?: WorkflowRun;
}

export function workflowRun(
  file: WorkflowFile,
  { world, inputs, whole }: Pick<WorkflowRun, "world" | "inputs" | "whole">,
): WorkflowRun {
  return {
    file,
    world: { ...world, inputs },
    inputs,
    whole,
    jobs: Object.entries(file.workflow.jobs).map(([id, job]) => ({
      id,
      job,
      name: job.name ?? id,
      begun: false,
      vars: {},
      commands: [],
    })),
  };
}

const stateOf = ({ jobs }: WorkflowRun, id: string): JobState | undefined => jobs.find((each) => each.id === id);

/** Jobs whose turn has come: all that they need have ended, somehow. */
export const readyJobs = (run: WorkflowRun): JobState[] =>
  run.jobs.filter(({ begun, job }) => !begun && job.needs.every((need) => stateOf(run, need)?.result !== undefined));

/** The jobs that must have ended before one starts. */
export const ancestorsIn = (run: WorkflowRun, { id }: JobState): JobState[] => {
  const ids = ancestorsOf(run.file.workflow, id);
  return run.jobs.filter((state) => ids.includes(state.id));
};

/** What is told a job about those before it, near and far. */
export function statusFor(run: WorkflowRun, state: JobState): Status {
  if (run.whole.cancelled) return "cancelled";
  const results = ancestorsIn(run, state).map(({ result }) => result);
  if (results.includes("failure")) return "failure";
  return results.every((result) => result === "success") ? "success" : "skipped";
}

/** What a job's expressions see. Nobody knows what commands print: outputs say where they come from. */
export const worldOf = (run: WorkflowRun, { vars, job: { needs } }: JobState): World => ({
  ...run.world,
  vars,
  needs: Object.fromEntries(
    needs.map((need) => {
      const state = stateOf(run, need);
      return [need, { result: state?.result, outputs: state === undefined ? {} : outputsOf(state) }];
    }),
  ),
});

const outputsOf = ({ result, name, job, called }: JobState): Record<string, string> =>
  Object.fromEntries(
    Object.keys((called === undefined ? job.outputs : called.file.workflow.on.workflow_call?.outputs) ?? {}).map(
      (key) => [key, result === "success" ? `(${key} of ${name})` : ""],
    ),
  );

/** How all jobs together have ended: as a job that calls the workflow, or undefined while some have not. */
export function resultOf({ jobs }: WorkflowRun): Status | undefined {
  const results = jobs.map(({ result }) => result);
  if (results.includes(undefined)) return undefined;
  return (["failure", "cancelled", "success"] as const).find((each) => results.includes(each)) ?? "skipped";
}

/** As a story has it. */
export const resultWords = { success: "passed", skipped: "skipped", failure: "failed", cancelled: "stopped" } as const;
