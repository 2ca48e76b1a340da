import { ancestorsOf, type WorkflowJob } from "../workflow";
import { type Check, eachStep, thereIs } from "./check";

const isAction = (uses: string | undefined, action: string): boolean => uses?.startsWith(`${action}@`) === true;

const uploadedBy = (job: WorkflowJob | undefined): string[] =>
  (job?.steps ?? [])
    .filter(({ uses }) => isAction(uses, "actions/upload-artifact"))
    .map(({ with: inputs }) => inputs["name"] ?? "artifact");

/** What a job downloads was uploaded before it has started. */
export const artifactProblems: Check = ({ workflow }) =>
  eachStep(workflow, ({ uses, with: { name, pattern = "*" } }, _, { job }) => {
    if (!isAction(uses, "actions/download-artifact")) return [];
    const there = ancestorsOf(workflow, job).flatMap((id) => uploadedBy(workflow.jobs[id]));
    const beginning = pattern.replace(/\*.*$/s, "");
    const isThere = name === undefined ? there.some((each) => each.startsWith(beginning)) : there.includes(name);
    if (isThere) return [];
    return [
      {
        path: name === undefined ? "with.pattern" : "with.name",
        rule: "must be an artifact of a job that this one needs",
        got: name ?? pattern,
        fix: thereIs(there),
      },
    ];
  });
