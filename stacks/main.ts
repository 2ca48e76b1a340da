import { isCloudEnvironment } from "../environments/schema/environment";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { exitOnProblems } from "../environments/schema/exit";
import { synthesizeStacks } from "./app";

/** The program that `cdktf` runs: all environments in one process; ENVIRONMENT chooses one. */
async function main(): Promise<void> {
  const environments = await loadEnvironments(environmentSources(), process.env["ENVIRONMENT"]);
  synthesizeStacks(environments.filter(isCloudEnvironment));
}

main().catch(exitOnProblems);
