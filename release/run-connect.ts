import { readFileSync } from "node:fs";

import { systemClock } from "./clock";
import { connect } from "./connect/connect";
import { readInputs } from "./connect/inputs";
import { localPrograms } from "./connect/programs";
import { type OpenCluster, openCluster } from "./open-cluster";
import type { ClusterOptions } from "./options";
import { checkReports } from "./report/write-report";
import { environmentNamed, requestOf } from "./request";
import { interruptions, troubleTo } from "./run-command";
import { run } from "./session";
import { holderOf } from "./holder";
import { openOutput } from "./terminal/open-output";
import { command } from "./commands/outcome";

export interface ConnectCommandOptions extends ClusterOptions {
  readonly outputs?: string;
  readonly databaseSecret?: string;
  readonly dryRun?: boolean;
  readonly skipBootstrap?: boolean;
  readonly resetPassword?: boolean;
  readonly image?: string;
}

/** Makes a cluster ready for releases. */
export async function runConnect(options: ConnectCommandOptions): Promise<void> {
  const named = await environmentNamed(options.environment);
  const { environment, request } = requestOf(named, options, "afterwards", process.env);
  checkReports(options.report ?? []);
  const interrupted = interruptions();
  const programs = localPrograms(process.env, interrupted);
  const inputs = await readInputs(
    { environment, outputs: options.outputs },
    {
      programs,
      variables: process.env,
      standardInput: () => Promise.resolve(readFileSync(0, "utf8")),
      folder: process.cwd(),
    },
  );
  const { outputs } = inputs;
  const output = openOutput({ format: options.output, reports: options.report, clock: systemClock, process });
  let open: OpenCluster | undefined;
  const holder = holderOf(process.env);
  const { dryRun = false, skipBootstrap = false, resetPassword = false, timeout: timeoutSeconds } = options;
  try {
    open = await openCluster(environment, options, {
      clock: systemClock,
      signal: interrupted,
      onTrouble: troubleTo(output),
      ...(outputs === undefined ? {} : { outputs }),
    });
    const { cluster, access } = open;
    process.exitCode = await run(
      {
        name: "connect",
        environment,
        given: options,
        timeoutSeconds,
        // two at once would do the same
        locks: false,
        work: async () => {
          const result = await connect(
            { environment, settings: request.settings, inputs, dryRun, skipBootstrap, resetPassword, timeoutSeconds },
            {
              // the administrator's login is taken out of the cluster after an interruption, too
              cluster: cluster.within({
                deadline: systemClock.now() + (timeoutSeconds + 60) * 1000,
                signal: new AbortController().signal,
              }),
              programs,
              clock: systemClock,
              signal: interrupted,
              event: (event) => {
                output.event(event);
              },
            },
          );
          const { made, changed, unchanged } = result.objects;
          const objects = `${made} objects made, ${changed} changed, ${unchanged} as they were`;
          return {
            code: 0,
            summary: dryRun ? `nothing was changed: ${objects}` : `${environment.name} is ready: ${objects}`,
            next: [command(dryRun ? "connect" : "canary --image REFERENCE", environment)],
          };
        },
      },
      { clock: systemClock, interrupted, output, cluster, holder, access },
    );
  } finally {
    // what it waits with for the next line would keep the program alive
    output.close();
    open?.close();
  }
}
