import type { Problem } from "../../../environments/schema/problems";
import type { Permissions, WorkflowJob } from "../workflow";
import { type Check, eachJob } from "./check";

/** What a step looks like that needs to write. Other scopes are written to by nobody. */
const writers: Readonly<Record<string, RegExp>> = {
  "id-token": /role-to-assume|workload_identity_provider|\bcosign (sign|attest)\b/,
  packages: /\bdocker (push|buildx?)\b|--push\b|\bcosign (sign|attest)\b/,
  "pull-requests": /\bgh pr (comment|create|edit)\b/,
};

/** A token may do nothing but what its job does. */
export const permissionProblems: Check = ({ workflow }) => [
  ...(workflow.permissions === undefined
    ? [{ path: "permissions", rule: "is required", fix: "without it a job may do whatever the repository allows" }]
    : tooMuch(workflow.permissions, {})),
  ...eachJob(workflow, (job) => (job.uses === undefined ? tooMuch(job.permissions, writers, job) : [])),
];

function tooMuch(permissions: Permissions, allowed: Readonly<Record<string, RegExp>>, job?: WorkflowJob): Problem[] {
  if (typeof permissions === "string")
    return [{ path: "permissions", rule: "must name each scope", got: permissions, fix: "it allows far too much" }];
  const steps = (job?.steps ?? []).map(({ run, with: inputs }) => run ?? Object.keys(inputs).join(" "));
  return Object.entries(permissions ?? {})
    .filter(([scope, level]) => level === "write" && !steps.some((text) => allowed[scope]?.test(text)))
    .map(([scope, got]) => ({
      path: `permissions.${scope}`,
      rule: job === undefined ? "must be given to the jobs that need it" : "must not be more than read",
      got,
      ...(job === undefined ? {} : { fix: "no step writes there" }),
    }));
}
