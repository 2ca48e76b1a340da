import { join } from "node:path";

import { App, Chart } from "cdk8s";

import { OneTimeJob } from "../constructs/kubernetes/one-time-job";
import type { Environment } from "../environments/schema/environment";
import type { ReleaseSettings } from "./release-settings";
import { administratorPod } from "./service-pod";

/**
 * What is applied once, before the first release: the Job that makes the service's role in the database. It is in a
 * folder of its own, because without the administrator's Secret, which is deleted afterwards, it waits until it fails.
 *
 * @returns undefined when the service brings no such program, or the database is made with its role already
 */
export function createFirstReleaseApp(
  environment: Environment,
  settings: ReleaseSettings,
  outdir: string,
): App | undefined {
  const { service } = environment;
  if (environment.cloud === "local" || service.bootstrapCommand.length === 0) return undefined;
  const app = new App({ outdir: join(outdir, environment.name, "first-release") });
  new OneTimeJob(new Chart(app, `${service.name}-bootstrap`), "bootstrap", {
    service,
    purpose: "bootstrap",
    command: service.bootstrapCommand,
    pod: administratorPod(environment, settings),
  });
  return app;
}
