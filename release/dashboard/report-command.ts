import { type Command, Option } from "commander";

import { notEmpty } from "../../environments/schema/options";
import { seconds } from "../options";
import { inCluster } from "../subcommand";
import { type ReportOptions, runReport } from "./run-report";

/** Adds the command that keeps what the dashboard shows. */
export function addReport(release: Command): void {
  inCluster(release, "report", "Keeps what the dashboard shows now, in a file that needs nothing else to be read.", [
    "report -e aws-demo",
    "report -e aws-demo --format markdown --file -",
  ])
    .addOption(new Option("--format <format>", "of the file").choices(["html", "markdown"]).default("html"))
    .addOption(
      new Option(
        "--file <file>",
        "to write; -: the standard output (default: release-ENVIRONMENT.html, or .md)",
      ).argParser(notEmpty("a file")),
    )
    .addOption(
      new Option(
        "--samples <seconds>",
        "how long to measure requests before, every 5 s (default: not at all)",
      ).argParser(seconds),
    )
    .action((options: ReportOptions) => runReport(options));
}
