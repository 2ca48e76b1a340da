import { Command, InvalidArgumentError, Option } from "commander";

import { exitOnProblems } from "../environments/schema/exit";
import { loadCloudEnvironment } from "../environments/schema/load";
import { exitOnUsage, notEmpty } from "../environments/schema/options";
import { type Problem, ValidationError } from "../environments/schema/problems";
import { confirm } from "./confirmation";
import { TeardownFailure } from "./failure";
import { predestroy } from "./predestroy";
import { localPrograms } from "./programs";
import { protectionProblems } from "./protection";
import { renderEnd, renderPlan } from "./report";

interface Options {
  readonly environment: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly skipCluster?: boolean;
  readonly timeout: number;
  readonly output: "text" | "json";
}

const program = new Command("predestroy")
  .description(
    "Does what has to be done before `npx cdktf destroy`: deletes what has a load balancer in the cluster and waits " +
      "until the balancers are gone; on AWS, deletes what is left of them by its tags; on AWS and DigitalOcean, lists " +
      "what others put into the network. Otherwise they block its deletion, or stay and are billed.",
  )
  .addOption(
    // not from a variable: what is deleted is named where it is deleted
    new Option("-e, --environment <name>", "a file in environments/")
      .argParser(notEmpty("the name of a file in environments/"))
      .makeOptionMandatory(),
  )
  .option("--dry-run", "say what would be deleted, and change nothing")
  .option("-y, --yes", "do not ask; needed where nobody can be asked")
  .option("--skip-cluster", "leave a cluster alone that cannot be reached, or whose controller is gone")
  .addOption(
    new Option("-t, --timeout <seconds>", "how long to wait until things are gone").argParser(seconds).default(600),
  )
  .addOption(
    new Option("-o, --output <format>", "for people or for machines; progress then goes to the standard error")
      .choices(["text", "json"])
      .default("text"),
  )
  .addHelpText(
    "after",
    `
It uses kubectl, the cloud's own command line tool and the credentials that you are logged in with, and neither
reads nor writes your kubeconfig. It deletes nothing that Terraform made, no disks, and nothing that carries no tag of
the cluster: that is listed. It is safe to run it again.

Exit codes:
  0  nothing is in the way of \`npx cdktf destroy\`
  1  something is, or it cannot be found out
  2  wrong input, nothing changed

Examples:
  npm run predestroy -- --environment aws-demo --dry-run
  npm run predestroy -- --environment aws-demo
  npm run predestroy -- --environment aws-demo --yes --timeout 1200
  npm run --silent predestroy -- --environment aws-demo --dry-run --output json | jq .leftovers`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 86_400)
    throw new InvalidArgumentError("It must be a whole number of seconds, from 1 to 86400.");
  return value;
}

async function main(options: Options): Promise<void> {
  const { environment: name, dryRun = false, skipCluster = false, timeout: timeoutSeconds } = options;
  const environment = await loadCloudEnvironment(name);
  const asks = !dryRun && options.yes !== true;
  const refusals = [
    { file: `environments/${name}.ts`, problems: dryRun ? [] : protectionProblems(environment) },
    { file: "the command line", problems: asks && !process.stdin.isTTY ? [nobodyToAsk] : [] },
  ].filter(({ problems }) => problems.length > 0);
  if (refusals.length > 0) throw new ValidationError(refusals);

  const isJson = options.output === "json";
  const say = (text: string): void => {
    (isJson ? process.stderr : process.stdout).write(`${text}\n`);
  };
  const interrupted = interruptions();
  const result = await predestroy(
    environment,
    { dryRun, skipCluster, timeoutSeconds },
    {
      programs: localPrograms(process.env, interrupted),
      interrupted,
      say,
      found: (plan) => {
        say(`${renderPlan(plan)}\n`);
      },
      agree: () => (asks ? confirm(name, process.stdin, process.stderr, interrupted) : Promise.resolve()),
    },
  ).catch((error: unknown) => {
    if (!(error instanceof TeardownFailure)) throw error;
    return { environment: name, dryRun, removed: [], problem: error.message, next: error.next };
  });
  if (result.problem !== undefined) process.exitCode = 1;
  if (isJson) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  else (result.problem === undefined ? process.stdout : process.stderr).write(`${renderEnd(result)}\n`);
}

const nobodyToAsk: Problem = {
  path: "--yes",
  rule: "must be given where nobody can be asked",
  fix: "look at what `--dry-run` says first",
};

/** The first signal ends everything in an orderly way, the second at once. */
function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort();
    });
  return controller.signal;
}

program.parseAsync().catch(exitOnProblems);
