import type { Job, Step } from "../model/pipeline";
import type { Target } from "../model/target";
import { job, words } from "./job";

const stackFolder = ({ environment }: Target): string => `cdktf.out/stacks/${environment.name}`;

/** What a plan is made for. A run may have several, and what they leave must not have the same name. */
type Purpose = "plan" | "apply" | "drift";

/** How the Markdown is called in which the guard lists all that a plan changes. */
const reportName = (purpose: Purpose, { environment }: Target): string => `${purpose}-${environment.name}`;

/** Its file. */
export const planReport = (target: Target, purpose: Purpose = "plan"): string => `${reportName(purpose, target)}.md`;

/** Another job may be at the same state: that two meet is no reason to fail. */
const lockTimeout = "-lock-timeout=10m";

/** The plan that may then be applied is the one that the guard has read. */
const plan = (target: Target, purpose: Purpose, ...flags: readonly string[]): Step[] => [
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
        ...["--environment", target.environment.name, "--plan", "-", "--report", planReport(target, purpose), ...flags],
      )}`,
    ],
  },
];

const leaves = (target: Target, purpose: Purpose): Job["leaves"] => [
  { name: reportName(purpose, target), path: planReport(target, purpose), always: true },
];

/** Says what Terraform would change, and refuses what would be lost. */
export const planInfrastructure = (target: Target): Job =>
  job({
    name: "Plan",
    needs: { terraform: true, access: { target, work: "plan" } },
    timeoutMinutes: 20,
    leaves: leaves(target, "plan"),
    steps: plan(target, "plan"),
  });

/** Makes the plan once more, because time has passed, and applies just that. */
export const applyInfrastructure = (target: Target): Job =>
  job({
    name: "Apply",
    needs: { terraform: true, access: { target, work: "apply" } },
    // a cluster takes 20 minutes, a database as long
    timeoutMinutes: 90,
    leaves: leaves(target, "apply"),
    steps: [
      ...plan(target, "apply"),
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
    leaves: leaves(target, "drift"),
    steps: plan(target, "drift", "--unchanged"),
  });
