import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Command, Option } from "commander";

import { exitOnProblems } from "../../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../../environments/schema/load";
import { exitOnUsage, notEmpty } from "../../environments/schema/options";
import { releaseSettings } from "../release-settings";
import { releaseVariables } from "../release-variables";
import { archive } from "./archive";
import { helmChart } from "./chart";

interface Options {
  readonly environment?: string;
  readonly output: string;
}

const program = new Command("package:helm")
  .description(
    "Writes a Helm chart for each environment, as a folder and as an archive, from the objects that `cdk8s synth` " +
      "writes. Needs neither Helm nor a cluster.",
  )
  .addOption(
    new Option("-e, --environment <name>", "only this environment: a file in environments/").env("ENVIRONMENT"),
  )
  .addOption(
    new Option("-o, --output <folder>", "where to write; what is there already is replaced")
      .default("dist/helm")
      .argParser(notEmpty("a folder")),
  )
  .addHelpText(
    "after",
    `
The variables of a release (IMAGE, CANARY_PODS, STABLE_PODS, …) become default values. TRACK does not: a chart has all tracks.

Exit codes:
  0  written    1  a defect or a full disk    2  wrong input, nothing written

Examples:
  npm run package:helm
  npm run package:helm -- --environment aws-demo
  helm upgrade --install --rollback-on-failure addressbook dist/helm/aws-demo/addressbook --namespace addressbook`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ environment: only, output }: Options): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), only);
  // a release that left out a track would take its Deployment away
  const variables = releaseVariables({ ...process.env, TRACK: undefined });
  for (const { environment, settings } of releaseSettings(environments, variables)) {
    const { name, version, files } = helmChart(environment, settings);
    const folder = join(output, environment.name);
    rmSync(folder, { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const packed = join(folder, `${name}-${version}.tgz`);
    writeFileSync(packed, await archive(name, files));
    process.stdout.write(`${packed}\n`);
  }
}

program.parseAsync().catch(exitOnProblems);
