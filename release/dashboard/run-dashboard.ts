import { systemClock } from "../clock";
import { holderOf } from "../holder";
import { openCluster, type OpenCluster } from "../open-cluster";
import type { ClusterOptions, ImageOptions } from "../options";
import { environmentNamed, requestOf } from "../request";
import { interruptions } from "../run-command";
import { openOutput } from "../terminal/open-output";
import { OutputStream } from "../terminal/output-stream";
import { oneLine } from "../terminal/printable";
import { openBrowser } from "./open-browser";
import { serveDashboard } from "./server/serve-dashboard";

export interface DashboardOptions extends ClusterOptions, Pick<ImageOptions, "stablePods" | "databaseSecret"> {
  readonly port: number;
  readonly readOnly?: boolean;
  /** `--no-open` makes it false. */
  readonly open: boolean;
}

/** Serves the dashboard of an environment until Ctrl-C. */
export async function runDashboard(options: DashboardOptions): Promise<void> {
  const named = await environmentNamed(options.environment);
  const { environment, request } = requestOf(named, options, "afterwards", process.env);
  const { output: format, timeout: timeoutSeconds, readOnly: isReadOnly = false, port } = options;
  const [interrupted, clock] = [interruptions(), systemClock];
  const [stdout, stderr] = [new OutputStream(process.stdout), new OutputStream(process.stderr)];
  let open: OpenCluster | undefined;
  try {
    open = await openCluster(environment, options, {
      clock,
      signal: interrupted,
      onTrouble: (reason) => {
        stderr.write(`the cluster is asked again: ${oneLine(reason)}\n`);
      },
    });
    const { cluster, access } = open;
    const { code, summary } = await serveDashboard(
      {
        environment,
        request,
        timeoutSeconds,
        isReadOnly,
        port,
        // as if it had been begun here
        outputOf: () => openOutput({ format, clock, process }),
        onAddress: (address) => {
          stdout.write(format === "json" ? `${JSON.stringify({ address })}\n` : told(environment.name, address));
          if (options.open) openBrowser(address, process);
        },
        onDefect: (error) => {
          stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        },
      },
      { clock, interrupted, cluster, holder: holderOf(process.env), access },
    );
    if (code !== 0) stderr.write(`${summary}\n`);
    process.exitCode = code;
  } finally {
    open?.close();
  }
}

const told = (environment: string, address: string): string =>
  `the dashboard of ${environment} is at ${address} until Ctrl-C\n`;
