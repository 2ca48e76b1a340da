import { Command } from "commander";
import colors from "picocolors";

import { exitOnProblems } from "../environments/schema/exit";
import { loadCloudEnvironment } from "../environments/schema/load";
import { environmentOption, exitOnUsage, notEmpty, outputOption } from "../environments/schema/options";
import { type PlannedLoss, plannedLosses } from "./check";
import { readPlan } from "./read-plan";

interface Options {
  readonly environment: string;
  readonly plan: string;
  readonly output: "text" | "json";
}

const program = new Command("plan:check")
  .description(
    "The replacement guard: refuses a plan of Terraform that would delete or replace the network, cluster, database, " +
      "registry or a key, unless the environment's file allows it by name and with a reason.",
  )
  .addOption(environmentOption())
  .requiredOption(
    "-p, --plan <file>",
    "what `terraform show -json` printed of the plan; - is the standard input",
    notEmpty("a file, or -"),
  )
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
A plan that is meant to lose something is allowed in the file of the environment, where the reason stays for the next
reader; take it out again once it is applied:

  exceptions: { loseDatabase: "moved to another network on 1 December; the dump is in s3://…" }

HCP Terraform keeps plans to itself: there, take \`terraform show -json\` of a saved run.

Exit codes:
  0  nothing is lost that is not allowed    1  the plan is refused    2  wrong input

Examples:
  npx cdktf diff aws-production      # it leaves the plan in the stack's folder
  terraform -chdir=cdktf.out/stacks/aws-production show -json plan | npm run --silent plan:check -- -e aws-production -p -
  npm run --silent plan:check -- -e aws-production -p plan.json --output json | jq '.losses[] | select(.reason == null)'`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

async function main({ environment: name, plan: file, output }: Options): Promise<void> {
  const environment = await loadCloudEnvironment(name);

  const losses = plannedLosses(readPlan(file, environment), environment);
  const refused = losses.filter(({ reason }) => reason === undefined);
  const text =
    output === "json"
      ? JSON.stringify({ environment: name, refused: refused.length > 0, losses }, undefined, 2)
      : render(name, losses);
  process.stdout.write(`${text}\n`);
  if (refused.length > 0) process.exitCode = 1;
}

function render(name: string, losses: readonly PlannedLoss[]): string {
  const heading = colors.bold(colors.cyan(name));
  if (losses.length === 0) return `${heading}  the plan loses nothing that is guarded`;
  const refused = losses.filter(({ reason }) => reason === undefined);
  const guards = [...new Set(refused.map(({ allowedBy }) => allowedBy))];
  return [
    `${heading}  ${refused.length > 0 ? colors.red("the plan is refused") : "the plan loses only what the environment allows"}`,
    "",
    ...losses.flatMap(renderLoss),
    ...(refused.length === 0
      ? []
      : [
          "",
          `If that is meant, say so in environments/${name}.ts, and take it out again afterwards:`,
          `  exceptions: { ${guards.map((guard) => `${guard}: "why, and where the data is"`).join(", ")} }`,
        ]),
  ].join("\n");
}

function renderLoss({ address, action, loses, because, allowedBy, reason }: PlannedLoss): string[] {
  const cause = because.length === 0 ? "" : `  because of ${because.join(", ")}`;
  return [
    `  ${(reason === undefined ? colors.red : colors.yellow)(action.padEnd(8))}${address}${cause}`,
    `          loses ${loses}`,
    ...(reason === undefined ? [] : [`          allowed by exceptions.${allowedBy}: ${reason}`]),
  ];
}

program.parseAsync().catch(exitOnProblems);
