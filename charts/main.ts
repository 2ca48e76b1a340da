import { exitOnProblems } from "../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { releaseSettings, releaseVariables } from "./release-settings";
import { createServiceApp } from "./service-app";

/**
 * The program that `cdk8s synth` runs: the manifests of all environments, each in a folder of its own; ENVIRONMENT
 * chooses one. IMAGE, CANARY_PODS, STABLE_PODS and TRACK describe the release.
 */
async function main(): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), process.env["ENVIRONMENT"]);
  const outdir = process.env["CDK8S_OUTDIR"] ?? "dist";
  for (const { environment, settings } of releaseSettings(environments, releaseVariables(process.env))) {
    createServiceApp(environment, settings, outdir).synth();
  }
}

main().catch(exitOnProblems);
