import { exitOnProblems } from "../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { createFirstReleaseApp } from "./first-release";
import { releaseSettings } from "./release-settings";
import { releaseVariables } from "./release-variables";
import { createServiceApp } from "./service-app";

/**
 * The program that `cdk8s synth` runs: the manifests of all environments, each in a folder of its own; ENVIRONMENT
 * chooses one. The variables of a release are in release-variables.ts.
 */
async function main(): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), process.env["ENVIRONMENT"]);
  const outdir = process.env["CDK8S_OUTDIR"] ?? "dist";
  for (const { environment, settings } of releaseSettings(environments, releaseVariables(process.env))) {
    createServiceApp(environment, settings, outdir).synth();
    createFirstReleaseApp(environment, settings, outdir)?.synth();
  }
}

main().catch(exitOnProblems);
