import { didYouMean, type Problem } from "../../../environments/schema/problems";
import type { Permissions, WorkflowJob } from "../workflow";
import { allCalledBy, calledBy, type Check, eachJob } from "./check";

/** A workflow that is called gets its inputs, and may do what its jobs want to do. */
export const callProblems: Check = ({ workflow, workflows, path: own }) =>
  eachJob(workflow, (job) => {
    if (job.uses === undefined) return [];
    const called = calledBy(job, workflows)?.workflow;
    const paths = workflows.map(({ path }) => `./${path}`);
    if (called?.on.workflow_call === undefined)
      return [
        {
          path: "uses",
          rule: "must be a workflow of this repository that can be called",
          got: job.uses,
          fix: called === undefined ? didYouMean(job.uses, paths) : "give it `on.workflow_call`",
        },
      ];
    const granted = job.permissions ?? workflow.permissions;
    return [
      ...([...allCalledBy(job, workflows)].some(({ path }) => path === own)
        ? [{ path: "uses", rule: "must not lead back to its own workflow", got: job.uses }]
        : []),
      ...inputProblems(job, called.on.workflow_call.inputs),
      ...Object.values(called.jobs).flatMap(({ permissions = called.permissions }) =>
        missing(granted, permissions).map((scope) => ({
          path: "permissions",
          rule: `must allow ${scope}, which a job of ${job.uses ?? ""} wants`,
          got: granted,
        })),
      ),
      ...unknownNames(job.secrets, called.on.workflow_call.secrets).map((name) => ({
        path: `secrets.${name}`,
        rule: "is not a secret of that workflow",
      })),
      ...(job.secrets === "inherit"
        ? [
            {
              path: "secrets",
              rule: "must be named one by one",
              got: "inherit",
              fix: "it hands over all that there are",
            },
          ]
        : []),
    ].filter((problem, index, all) => all.findIndex(({ rule }) => rule === problem.rule) === index);
  });

function inputProblems(
  { with: given }: WorkflowJob,
  inputs: Readonly<Record<string, { readonly required: boolean; readonly default?: string | undefined }>>,
): Problem[] {
  const names = Object.keys(inputs);
  return [
    ...Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: `with.${name}`,
        rule: "is not an input of that workflow",
        fix: didYouMean(name, names),
      })),
    ...names
      .filter((name) => inputs[name]?.required === true && given[name] === undefined)
      .map((name) => ({ path: `with.${name}`, rule: "is required" })),
  ];
}

const unknownNames = (given: WorkflowJob["secrets"] = {}, names: Readonly<Record<string, unknown>> = {}): string[] =>
  given === "inherit" ? [] : Object.keys(given).filter((name) => !(name in names));

const levels = { none: 0, read: 1, write: 2 } as const;

/** What is wanted and not granted: `id-token: write`. */
function missing(granted: Permissions, wanted: Permissions): string[] {
  if (typeof granted === "string" || typeof wanted === "string" || wanted === undefined) return [];
  return Object.entries(wanted)
    .filter(([scope, level]) => levels[level] > levels[granted?.[scope] ?? "none"])
    .map(([scope, level]) => `${scope}: ${level}`);
}
