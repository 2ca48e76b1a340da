import { basename } from "node:path/posix";

import { didYouMean, ValidationError } from "../../../environments/schema/problems";
import type { Happening } from "../../simulate/story";
import type { WorkflowFile } from "../read-workflows";
import type { Workflow } from "../workflow";
import { matchesFilter } from "./ref-filter";

/** The first branch whose pushes start a workflow. */
export const releaseBranchOf = (files: readonly WorkflowFile[]): string =>
  files.flatMap(({ workflow }) => workflow.on.push?.branches ?? [])[0] ?? "main";

/** How people call a workflow. */
const namesOf = ({ path, workflow }: WorkflowFile): string[] => [
  path,
  basename(path),
  basename(path, ".yml"),
  ...(workflow.name === undefined ? [] : [workflow.name]),
];

/**
 * The path of the workflow that somebody starts by hand.
 *
 * @throws {ValidationError} when nobody can
 */
export function dispatched(written: string, files: readonly WorkflowFile[]): string {
  const all = files.filter(({ workflow }) => workflow.on.workflow_dispatch !== undefined);
  const found = all.find((file) => namesOf(file).includes(written));
  if (found !== undefined) return found.path;
  const rule = `must be one that people can start (${all.map(({ path, workflow }) => workflow.name ?? path).join(", ")})`;
  // of a path the folder would make all look alike
  const known = all.flatMap(namesOf).filter((name) => !name.includes("/"));
  const problem = { path: "", rule, got: written, fix: didYouMean(basename(written), known) };
  throw new ValidationError([{ file: "the choice of workflow", problems: [problem] }]);
}

/** Whether a workflow starts when something happens. */
export function startsOn(on: Happening["on"], { path, workflow }: WorkflowFile, releaseBranch: string): boolean {
  const { push, pull_request: pullRequest, schedule, workflow_dispatch: dispatch } = workflow.on;
  if ("branch" in on) return startsOnPush(on.branch, push, "branches", "tags");
  if ("tag" in on) return startsOnPush(on.tag, push, "tags", "branches");
  if ("schedule" in on) return schedule !== undefined;
  if ("dispatch" in on) return dispatch !== undefined && on.dispatch === path;
  return pullRequest !== undefined && matchesFilter(releaseBranch, pullRequest.branches ?? ["**"]);
}

/** A filter of tags alone keeps out all branches, and the other way round. */
function startsOnPush(
  name: string,
  push: Workflow["on"]["push"],
  own: "branches" | "tags",
  other: "branches" | "tags",
): boolean {
  if (push === undefined) return false;
  const filter = push[own];
  return filter === undefined ? push[other] === undefined : matchesFilter(name, filter);
}
