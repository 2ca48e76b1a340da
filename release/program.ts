// before anything that makes a schema
import "./interpreted-schemas";

import { Command, Option } from "commander";

import { environmentOption, exitOnUsage, outputOption } from "../environments/schema/options";
import { canary } from "./commands/canary";
import { explain } from "./commands/explain";
import { history } from "./commands/history";
import { promote } from "./commands/promote";
import { rollback } from "./commands/rollback";
import { status } from "./commands/status";
import { unlock } from "./commands/unlock";
import type { ClusterOptions } from "./options";
import * as option from "./options";
import { type ChangeOptions, runChange, runPlan, runView } from "./run-command";
import { type ConnectCommandOptions, runConnect } from "./run-connect";

const codes = `
Exit codes:
  0   done
  1   failed, or interrupted; what is there can stay so, and the next command is printed
  2   wrong input, nothing touched
  70  the time is over
  75  another release is at work
`;

/** The command `release`. */
export function program(): Command {
  const release = new Command("release")
    .description(
      "Releases the service of an environment: the new version runs beside the old one, is verified, and then takes " +
        "its place; or it is taken back, and why is explained. All that it remembers is in the cluster: a run that was " +
        "killed is simply started again.",
    )
    .addHelpText(
      "after",
      `${codes}
Examples:
  npx release connect --environment aws-demo
  npx release canary --environment aws-demo --image REPOSITORY@sha256:… --canary-pods 1 --stable-pods 2
  npx release promote --environment aws-demo
  npx release rollback --environment aws-demo
  npx release COMMAND --help`,
    )
    .exitOverride(exitOnUsage);

  reporting(
    release,
    "connect",
    "Makes a cluster ready: namespace, database login, registry login, role in the database.",
    ["connect -e aws-demo --dry-run", "connect -e aws-demo --outputs outputs.json --image REPOSITORY@sha256:…"],
  )
    .option(
      "--outputs <file>",
      "outputs of Terraform as JSON, - for stdin (default: DB_HOST, …, or Terraform is asked)",
    )
    .addOption(option.imageOption())
    .addOption(option.databaseSecretOption())
    .option("--skip-bootstrap", "the service's role is in the database already")
    .option("--reset-password", "give the service's role in the database the password of the login")
    .action((options: ConnectCommandOptions) => runConnect(options));

  reporting(release, "canary", "Starts the new version beside the old one, and finds out whether it is good.", [
    "canary -e aws-demo --image REPOSITORY@sha256:… --dry-run",
    "canary -e aws-demo --image REPOSITORY@sha256:… --canary-pods 1 --stable-pods 2 --report canary.md",
  ])
    .addOption(option.imageOption())
    .addOption(option.canaryPodsOption())
    .addOption(option.stablePodsOption("pods of stable meanwhile (default: as many less as the canary has)"))
    .addOption(option.canaryWeightOption())
    .addOption(option.databaseSecretOption())
    .action((options: ChangeOptions) => runChange({ name: "canary", work: canary }, options));

  reporting(release, "promote", "Gives all clients what the canary has proven, and ends the canary.", [
    "promote -e aws-demo",
    "promote -e aws-demo --accept inconclusive",
  ])
    .addOption(option.stablePodsOption("pods of stable from then on (default: `service.stablePods`)"))
    .addOption(option.databaseSecretOption())
    .addOption(
      new Option("--accept <verdict>", "promote although the verification said so").choices(["inconclusive", "fail"]),
    )
    .action((options: ChangeOptions & { accept?: "inconclusive" | "fail" }) =>
      runChange(
        {
          name: "promote",
          work: (each, strategy, request) =>
            promote(each, strategy, request, { accept: options.accept === undefined ? [] : [options.accept] }),
        },
        options,
      ),
    );

  reporting(release, "rollback", "Explains what is wrong, brings stable back, and ends the canary.", [
    "rollback -e aws-demo",
    "rollback -e aws-demo --to 3",
  ])
    .addOption(option.stablePodsOption("pods of stable from then on (default: `service.stablePods`)"))
    .addOption(
      new Option("--to <revision>", "revision of stable to go back to, see history").argParser(option.wholeNumber),
    )
    .action((options: ChangeOptions & { to?: number }) =>
      runChange(
        {
          name: "rollback",
          work: (each, strategy, request) =>
            rollback(each, strategy, request, options.to === undefined ? {} : { to: options.to }),
        },
        options,
      ),
    );

  subcommand(release, "status", "What runs, who gets the traffic, who releases, and what to do next.", [
    "status -e aws-demo",
    "status -e aws-demo --output json",
  ]).action((options: ClusterOptions) => runView(options, status));
  subcommand(release, "history", "What stable was before, with image and configuration.", [
    "history -e aws-demo",
  ]).action((options: ClusterOptions) => runView(options, history));
  subcommand(release, "diagnose", "What is wrong with the service's pods, why, and what to change.", [
    "diagnose -e aws-demo",
  ]).action((options: ClusterOptions) => runView(options, explain));
  subcommand(release, "plan", "What a release would do, step by step; nothing is changed.", [
    "plan -e aws-demo --image REPOSITORY@sha256:… --canary-pods 1",
    "plan -e aws-demo --offline --output json",
  ])
    .addOption(option.imageOption())
    .addOption(option.canaryPodsOption())
    .addOption(option.stablePodsOption("pods of stable beside the canary (default: as many less as the canary has)"))
    .addOption(option.canaryWeightOption())
    .option("--offline", "for a cluster that runs as the environment says, without asking it")
    .action((options: ChangeOptions & { offline?: boolean }) => runPlan(options));
  subcommand(release, "unlock", "Takes the lock away from a release that is dead. See status first.", [
    "unlock -e aws-demo",
  ]).action((options: ClusterOptions) => runView(options, unlock));
  return release;
}

/** @param examples what can be written behind `npx release` */
function subcommand(release: Command, name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  npx release ${example}\n`).join("");
  return release
    .command(name)
    .description(description)
    .addOption(environmentOption())
    .addOption(option.kubeconfigOption())
    .addOption(option.contextOption())
    .addOption(option.timeoutOption())
    .addOption(outputOption())
    .addHelpText("after", `${codes}\nExamples:\n${lines}`);
}

/** A command that may take long, or change something. */
const reporting: typeof subcommand = (...words) =>
  subcommand(...words)
    .addOption(option.reportOption())
    .option("--dry-run", "say what would be done, and change nothing");
