import type { Job, Step } from "../model/pipeline";
import type { Target } from "../model/target";
import { job, words } from "./job";

const stackFolder = ({ environment }: Target): string => `cdktf.out/stacks/${environment.name}`;

/** The Markdown in which the guard lists all that a plan changes. */
export const planReport = ({ environment }: Target): string => `plan-${environment.name}.md`;

/** Another job may be at the same state: that two meet is no reason to fail. */
const lockTimeout = "-lock-timeout=10m";

/** The plan that may then be applied is the one that the guard has read. */
const plan = (target: Target, ...flags: readonly string[]): Step[] => [
  {
    name: "Plan",
    commands: [words("npx", "cdktf", "diff", target.environment.name)],
    // Terraform is started by CDKTF, which does not have the option
    variables: { TF_CLI_ARGS_plan: lockTimeout },
  },
  {
    name: "Replacement guard",
    commands: [
      `${words("terraform", `-chdir=${stackFolder(target)}`, "show", "-json", "plan")} | ${words(
        ...["npm", "run", "--silent", "plan:check", "--"],
        ...["--environment", target.environment.name, "--plan", "-", "--report", planReport(target), ...flags],
      )}`,
    ],
  },
];

const leaves = (target: Target): Job["leaves"] => [
  { name: `plan-${target.environment.name}`, path: planReport(target), always: true },
];

/** Says what Terraform would change, and refuses what would be lost. */
export const planInfrastructure = (target: Target): Job =>
  job({
    name: "Plan",
    needs: { terraform: true, access: { target, work: "plan" } },
    timeoutMinutes: 20,
    leaves: leaves(target),
    steps: plan(target),
  });

/** Makes the plan once more, because time has passed, and applies just that. */
export const applyInfrastructure = (target: Target): Job =>
  job({
    name: "Apply",
    needs: { terraform: true, access: { target, work: "apply" } },
    // a cluster takes 20 minutes, a database as long
    timeoutMinutes: 90,
    leaves: leaves(target),
    steps: [
      ...plan(target),
      {
        name: "Apply",
        commands: [words("terraform", `-chdir=${stackFolder(target)}`, "apply", "-input=false", lockTimeout, "plan")],
      },
    ],
  });

/** Fails when something was changed past Terraform. */
export const lookForDrift = (target: Target): Job =>
  job({
    name: "Drift",
    needs: { terraform: true, access: { target, work: "plan" } },
    timeoutMinutes: 20,
    leaves: leaves(target),
    steps: plan(target, "--unchanged"),
  });
