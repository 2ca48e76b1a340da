import { isCloudEnvironment } from "../environments/schema/environment";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { exitOnProblems } from "../environments/schema/exit";
import { createApp } from "./app";

/** The program that `cdktf` runs: all environments in one process; ENVIRONMENT chooses one. */
async function main(): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), process.env["ENVIRONMENT"]);
  createApp(environments.filter(isCloudEnvironment)).app.synth();
}

main().catch(exitOnProblems);
