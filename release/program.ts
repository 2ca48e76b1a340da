// before anything that makes a schema
import "./interpreted-schemas";

import { Command } from "commander";

import { exitOnUsage } from "../environments/schema/options";
import { addChanges } from "./change-commands";
import { explain } from "./commands/explain";
import { history } from "./commands/history";
import { status } from "./commands/status";
import { unlock, type UnlockOptions } from "./commands/unlock";
import { addDashboard } from "./dashboard/dashboard-command";
import { addReport } from "./dashboard/report-command";
import type { ClusterOptions } from "./options";
import * as option from "./options";
import { type ChangeOptions, runPlan, runView } from "./run-command";
import { type ConnectCommandOptions, runConnect } from "./run-connect";
import { type PushOptions, runPush } from "./run-push";
import { runTest, type TestOptions } from "./run-test";
import { dryRun, exitCodes, inCluster, reporting, subcommand } from "./subcommand";

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
      `${exitCodes}
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

  dryRun(
    subcommand(
      release,
      "push",
      "Copies an image into the environment's registry, and prints the copy's reference, and nothing else.",
      ["push -e aws-demo --image ghcr.io/owner/service@sha256:… --dry-run"],
    ),
  )
    .addOption(option.digestOption("image to copy, by its digest").env("IMAGE").makeOptionMandatory())
    .action((options: PushOptions) => runPush(options));

  subcommand(
    release,
    "test",
    "Runs the functional tests that a canary has to pass against a service that runs anywhere.",
    ["test -e aws-demo --url http://127.0.0.1:3000 --report test.xml"],
    option.timeoutOption("how long to wait until it is ready", 60),
  )
    .addOption(option.urlOption().makeOptionMandatory())
    .addOption(option.reportOption())
    .action((options: TestOptions) => runTest(options));

  addChanges(release);

  inCluster(release, "status", "What runs, who gets the traffic, who releases, and what to do next.", [
    "status -e aws-demo",
    "status -e aws-demo --output json",
  ]).action((options: ClusterOptions) => runView(options, status));
  inCluster(release, "history", "What stable was before, with image and configuration.", [
    "history -e aws-demo",
  ]).action((options: ClusterOptions) => runView(options, history, "history"));
  inCluster(release, "diagnose", "What is wrong with the service's pods, why, and what to change.", [
    "diagnose -e aws-demo",
  ]).action((options: ClusterOptions) => runView(options, explain, "diagnose"));
  addDashboard(release);
  addReport(release);
  inCluster(release, "plan", "What a release would do, step by step; nothing is changed.", [
    "plan -e aws-demo --image REPOSITORY@sha256:… --canary-pods 1",
    "plan -e aws-demo --offline --output json",
  ])
    .addOption(option.imageOption())
    .addOption(option.canaryPodsOption())
    .addOption(option.stablePodsOption("pods of stable beside the canary (default: as many less as the canary has)"))
    .addOption(option.canaryWeightOption())
    .option("--offline", "for a cluster that runs as the environment says, without asking it")
    .action((options: ChangeOptions & { offline?: boolean }) => runPlan(options));
  inCluster(release, "unlock", "Takes the lock away from a release that is dead. See status first.", [
    "unlock -e aws-demo",
    "unlock -e aws-demo --force",
  ])
    .option("--force", "also when its holder has given a sign of life within the last 30 seconds")
    .action((options: ClusterOptions & UnlockOptions) => runView(options, (each) => unlock(each, options), "unlock"));
  return release;
}
