import { writeFileSync } from "node:fs";

import { Command } from "commander";
import colors from "picocolors";

import { exitOnProblems } from "../environments/schema/exit";
import { loadCloudEnvironment } from "../environments/schema/load";
import { environmentOption, exitOnUsage, notEmpty, outputOption } from "../environments/schema/options";
import { ValidationError } from "../environments/schema/problems";
import { readPlan } from "./read-plan";
import { renderChange, renderLosses } from "./render";
import { reportOf } from "./report";
import { type Verdict, verdictOf } from "./verdict";

interface Options {
  readonly environment: string;
  readonly plan: string;
  readonly output: "text" | "json";
  readonly unchanged?: boolean;
  readonly report?: string;
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
  .option("--unchanged", "refuse any change at all: what is there was changed past Terraform, or is not applied yet")
  .option("--report <file>", "write all planned changes as Markdown, such as for a pull request", notEmpty("a file"))
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
A plan that is meant to lose something is allowed in the file of the environment, where the reason stays for the next
reader; take it out again once it is applied:

  exceptions: { loseDatabase: "moved to another network on 1 December; the dump is in s3://…" }

The report has the values of arguments, apart from those that Terraform knows to be secret.

HCP Terraform keeps plans to itself: there, take \`terraform show -json\` of a saved run.

Exit codes:
  0  nothing is lost that is not allowed    1  the plan is refused    2  wrong input

Examples:
  npx cdktf diff aws-production      # it leaves the plan in the stack's folder
  terraform -chdir=cdktf.out/stacks/aws-production show -json plan | npm run --silent plan:check -- -e aws-production -p -
  npm run --silent plan:check -- -e aws-production -p plan.json --report plan.md
  npm run --silent plan:check -- -e aws-production -p plan.json --unchanged
  npm run --silent plan:check -- -e aws-production -p plan.json --output json | jq '.losses[] | select(.reason == null)'`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

async function main({ environment: name, plan: file, output, unchanged = false, report }: Options): Promise<void> {
  const environment = await loadCloudEnvironment(name);

  const verdict = verdictOf(readPlan(file, environment), environment, unchanged);
  if (report !== undefined) writeReport(report, reportOf(name, verdict));
  process.stdout.write(`${output === "json" ? renderJson(name, verdict) : render(name, verdict, unchanged)}\n`);
  if (verdict.refused) process.exitCode = 1;
}

/** @throws {ValidationError} when it cannot be written: whoever waits for it must not take it for an empty one */
function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const rule = `must be a file that can be written: ${(error as Error).message}`;
    throw new ValidationError([{ file: "the command line", problems: [{ path: "--report", rule }] }]);
  }
}

/** Without values, some of which are secrets that a provider has not marked. */
function renderJson(environment: string, { refused, losses, changes }: Verdict): string {
  const planned = changes.map(({ address, action }) => ({ address, action }));
  return JSON.stringify({ environment, refused, losses, changes: planned }, undefined, 2);
}

function render(name: string, { refused, text, losses, changes }: Verdict, unchanged: boolean): string {
  const parts = [
    [`${colors.bold(colors.cyan(name))}  ${refused ? colors.red(text) : text}`],
    unchanged ? changes.map(renderChange) : [],
    renderLosses(name, losses, colors),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

program.parseAsync().catch(exitOnProblems);
