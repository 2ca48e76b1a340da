import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Command, Option } from "commander";

import { releaseVariables } from "../charts/release-variables";
import { exitOnProblems } from "../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { exitOnUsage, outputOption } from "../environments/schema/options";
import { describe } from "./describe";
import { synthesize } from "./synthesize";
import { renderText } from "./text";

interface Options {
  readonly environment?: string;
  readonly output: "text" | "json";
  readonly dryRun?: boolean;
}

const program = new Command("synth")
  .description(
    "Checks the environments, writes what Terraform and Kubernetes need, and says what would be created, " +
      "what it costs and how to go on. Needs no account and changes nothing in any cloud.",
  )
  .addOption(
    new Option("-e, --environment <name>", "only this environment: a file in environments/").env("ENVIRONMENT"),
  )
  .addOption(outputOption())
  .option("--dry-run", "check and report, but leave cdktf.out and dist as they are")
  .addHelpText(
    "after",
    `
Variables of a release (see charts/release-variables.ts):
  IMAGE                    reference of the image, best with a digest
  CANARY_PODS, STABLE_PODS pods of each track
  TRACK                    canary or stable (blue or green): write only this track
  LIVE                     blue or green: who gets the traffic
  CANARY_WEIGHT            percent of the requests that a Gateway gives to the canary
  DATABASE_SECRET          name of the Secret with the database's login

Exit codes:
  0  written    1  a defect or a full disk    2  wrong input, nothing written

Examples:
  npm start
  npm run synth -- --environment aws-demo
  npm run --silent synth -- --output json
  IMAGE=registry.example.com/app@sha256:… npm run synth -- --environment google-production`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ environment, output, dryRun = false }: Options): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), environment);
  const today = new Date().toISOString().slice(0, 10);

  const root = dryRun ? mkdtempSync(join(tmpdir(), "addressbook-platform-")) : ".";
  try {
    const descriptions = synthesize(environments, releaseVariables(process.env), root).map((written) =>
      describe(written, today),
    );
    const text =
      output === "json"
        ? JSON.stringify({ environments: descriptions }, undefined, 2)
        : renderText(descriptions, process.stdout.columns || 120);
    process.stdout.write(`${text}\n`);
  } finally {
    if (dryRun) rmSync(root, { recursive: true });
  }
}

program.parseAsync().catch(exitOnProblems);
