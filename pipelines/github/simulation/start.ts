import type { Happening } from "../../simulate/story";
import type { WorkflowFile } from "../read-workflows";
import type { Workflow } from "../workflow";
import { matchesFilter } from "./ref-filter";

/** The first branch whose pushes start a workflow. */
export const releaseBranchOf = (files: readonly WorkflowFile[]): string =>
  files.flatMap(({ workflow }) => workflow.on.push?.branches ?? [])[0] ?? "main";

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
