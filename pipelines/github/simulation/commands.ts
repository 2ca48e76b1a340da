import { holds, type Status, type World } from "../expression";
import type { WorkflowJob, WorkflowStep } from "../workflow";

/** What a job runs. Which step fails nobody knows: then all are told that may run before or after it. */
export function commandsOf({ steps }: WorkflowJob, world: World, result: Status): string[] {
  const moments = new Set<Status>(["success", result]);
  const seen: World = { ...world, env: {}, steps: {}, runner: {}, job: {} };
  return steps.filter((step) => [...moments].some((status) => holds(step.if, seen, status))).flatMap(commandsOfStep);
}

const commandsOfStep = ({ uses, run = "" }: WorkflowStep): string[] =>
  uses === undefined ? run.split("\n").filter((line) => line.trim() !== "") : [`uses: ${uses.replace(/@.*/, "")}`];
