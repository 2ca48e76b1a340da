import { type Command, InvalidArgumentError, Option } from "commander";

import * as option from "../options";
import { inCluster } from "../subcommand";
import { type DashboardOptions, runDashboard } from "./run-dashboard";

/** Adds the command that shows a release in a browser. */
export function addDashboard(release: Command): void {
  inCluster(
    release,
    "dashboard",
    "Shows the release on a page of this machine, where it can be promoted or rolled back, until Ctrl-C.",
    ["dashboard -e aws-demo", "dashboard -e aws-demo --read-only --no-open --port 8080"],
    option.timeoutOption("how long a promotion or a rollback may take"),
  )
    .addOption(new Option("--port <number>", "of the page; 0: any that is free").argParser(port).default(0))
    .option("--read-only", "the page only shows, and changes nothing")
    .option("--no-open", "do not open a browser, as without a terminal or in CI")
    .addOption(option.stablePodsOption("pods of stable after a command (default: `service.stablePods`)"))
    .addOption(option.databaseSecretOption())
    .action((options: DashboardOptions) => runDashboard(options));
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}
