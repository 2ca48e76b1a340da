import { App, Chart } from "cdk8s";

import { Configuration } from "../constructs/kubernetes/configuration";
import { OneTimeJob } from "../constructs/kubernetes/one-time-job";
import type { Environment } from "../environments/schema/environment";
import type { ReleaseSettings } from "./release-settings";
import { servicePod, serviceVariables } from "./service-pod";
import { type WrittenObject, writtenObjects } from "./written-objects";

/**
 * The Job with which a service verifies its new version from within the cluster. It belongs to a release and not to the
 * manifests, where it would be applied with them.
 *
 * @returns undefined when `service.verification.job` is empty
 */
export function verificationJob(environment: Environment, settings: ReleaseSettings): WrittenObject | undefined {
  const { service } = environment;
  const { job } = service.verification;
  if (job.length === 0) return undefined;
  const chart = new Chart(new App(), `${service.name}-verify`);
  const { configMapName } = new Configuration(chart, "configuration", service, serviceVariables(service));
  new OneTimeJob(chart, "verification", {
    service,
    purpose: "verify",
    command: job,
    pod: { ...servicePod(environment, settings), configMapName },
  });
  return writtenObjects(chart, ["Job"])[0];
}
