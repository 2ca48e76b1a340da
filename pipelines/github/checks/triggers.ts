import type { Problem } from "../../../environments/schema/problems";
import { holds, type Status } from "../expression";
import { githubContext } from "../simulation/github-context";
import type { Workflow, WorkflowJob } from "../workflow";
import { type Check, eachJob } from "./check";
import { secretsIn } from "./secrets";

/** What others can start gets nothing that is worth stealing. */
export const triggerProblems: Check = ({ workflow }) => [
  ...(["pull_request_target", "workflow_run"] as const)
    .filter((name) => name in workflow.on)
    .map((name) => ({
      path: `on.${name}`,
      rule: "must not start a workflow",
      fix: "anybody's code could get its secrets: use pull_request",
    })),
  ...(workflow.on.schedule ?? []).flatMap(({ cron }, index): Problem[] =>
    isCron(cron)
      ? []
      : [
          {
            path: `on.schedule.${index}.cron`,
            rule: "must be minute, hour, day, month and day of the week, as cron has them",
            got: cron,
          },
        ],
  ),
  ...(workflow.on.pull_request === undefined
    ? []
    : eachJob(workflow, (job) =>
        isTrusted(job) && startsForFork(workflow, job)
          ? [
              {
                path: "if",
                rule: "must keep out pull requests of forks, because the job has secrets or an identity",
                got: job.if,
                fix: "add github.event.pull_request.head.repo.full_name == github.repository",
              },
            ]
          : [],
      )),
];

const isTrusted = ({ steps, permissions, secrets, environment }: WorkflowJob): boolean =>
  environment !== undefined ||
  secrets !== undefined ||
  (typeof permissions === "object" && permissions["id-token"] === "write") ||
  steps
    .flatMap(({ env, with: inputs }) => [...Object.values(env), ...Object.values(inputs)])
    .flatMap(secretsIn)
    .some((name) => name !== "GITHUB_TOKEN");

/** However the jobs before it have ended. What GitHub cannot evaluate is told elsewhere. */
function startsForFork({ jobs }: Workflow, { if: condition, needs }: WorkflowJob): boolean {
  const github = githubContext({ pullRequest: 1, fork: true }, "main");
  const statuses: readonly Status[] = ["success", "failure", "cancelled", "skipped"];
  return statuses.some((status) => {
    const before = Object.fromEntries(
      needs.map((need) => [need, { result: status, outputs: jobs[need]?.outputs ?? {} }]),
    );
    try {
      return holds(condition, { github, needs: before, vars: {}, inputs: {} }, status);
    } catch {
      return false;
    }
  });
}

/** The lowest and the highest value of each field. Names of months and days, and what only some crons know, are refused. */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

function isCron(text: string): boolean {
  const parts = text.split(" ");
  return parts.length === fields.length && fields.every((bounds, index) => isField(parts[index] ?? "", bounds));
}

const isField = (text: string, [lowest, highest]: readonly [number, number]): boolean =>
  text.split(",").every((part) => {
    const [, from, to = from, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return /^\*(\/[1-9]\d*)?$/.test(part);
    return Number(from) >= lowest && Number(from) <= Number(to) && Number(to) <= highest && step !== "0";
  });
