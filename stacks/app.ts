import { App } from "cdktf";

import type { CloudEnvironment } from "../environments/schema/environment";
import { AwsStack } from "./aws-stack";
import { DigitaloceanStack } from "./digitalocean-stack";
import { GoogleStack } from "./google-stack";
import type { PlatformStack } from "./platform-stack";
import { withoutStackTraces } from "./without-stack-traces";

/**
 * Writes Terraform's configuration of all environments.
 *
 * @param outdir @default - the variable CDKTF_OUTDIR, or `cdktf.out`
 */
export function synthesizeStacks(environments: readonly CloudEnvironment[], outdir?: string): PlatformStack[] {
  return withoutStackTraces(() => {
    const { app, stacks } = createApp(environments, outdir);
    app.synth();
    return stacks;
  });
}

/** The CDKTF app with one stack per environment, each called like its environment. */
export function createApp(
  environments: readonly CloudEnvironment[],
  outdir?: string,
): { app: App; stacks: PlatformStack[] } {
  const app = new App({ outdir, stackTraces: false });
  return { app, stacks: environments.map((environment) => createStack(app, environment)) };
}

function createStack(app: App, environment: CloudEnvironment): PlatformStack {
  switch (environment.cloud) {
    case "aws":
      return new AwsStack(app, environment);
    case "google":
      return new GoogleStack(app, environment);
    case "digitalocean":
      return new DigitaloceanStack(app, environment);
  }
}
