import type { Problem } from "../../../environments/schema/problems";
import type { Known } from "../../known";
import type { WorkflowFile } from "../read-workflows";
import type { Workflow, WorkflowJob, WorkflowStep } from "../workflow";

/** A workflow with all that it may refer to. */
export interface Checked extends WorkflowFile {
  /** All files that are workflows. */
  readonly workflows: readonly WorkflowFile[];
  readonly known: Known;
}

/** Finds what one rule, or a few of a kind, have against a workflow. */
export type Check = (checked: Checked) => Problem[];

/** What a check has against one job or step; the path of the problem begins there. */
export const eachJob = ({ jobs }: Workflow, find: (job: WorkflowJob, id: string) => readonly Problem[]): Problem[] =>
  Object.entries(jobs).flatMap(([id, job]) => below(`jobs.${id}`, find(job, id)));

export const eachStep = (
  workflow: Workflow,
  find: (
    step: WorkflowStep,
    job: WorkflowJob,
    place: { readonly job: string; readonly index: number },
  ) => readonly Problem[],
): Problem[] =>
  eachJob(workflow, (job, id) =>
    job.steps.flatMap((step, index) => below(`steps.${index}`, find(step, job, { job: id, index }))),
  );

const below = (parent: string, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, path: problem.path === "" ? parent : `${parent}.${problem.path}` }));

export const thereIs = (names: readonly string[]): string =>
  names.length < 2 ? `there is ${names[0] ?? "none"}` : `there are ${names.join(", ")}`;

/** The workflow of the same repository that a job is. */
export const calledBy = ({ uses }: WorkflowJob, workflows: readonly WorkflowFile[]): WorkflowFile | undefined =>
  workflows.find(({ path }) => uses === `./${path}`);

/** All workflows that a job leads to. */
export function allCalledBy(job: WorkflowJob, workflows: readonly WorkflowFile[]): ReadonlySet<WorkflowFile> {
  const found = new Set<WorkflowFile>();
  const visit = (each: WorkflowJob): void => {
    const called = calledBy(each, workflows);
    if (called === undefined || found.has(called)) return;
    found.add(called);
    Object.values(called.workflow.jobs).forEach(visit);
  };
  visit(job);
  return found;
}
