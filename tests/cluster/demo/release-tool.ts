import type { LocalEnvironment } from "../../../environments/schema/environment";
import { exitOnProblems } from "../../../environments/schema/exit";
import type { Clock } from "../../../release/clock";
import { canary } from "../../../release/commands/canary";
import type { ExitCode } from "../../../release/commands/outcome";
import { promote } from "../../../release/commands/promote";
import { rollback } from "../../../release/commands/rollback";
import { serveDashboard } from "../../../release/dashboard/server/serve-dashboard";
import { holderOf } from "../../../release/holder";
import { type OpenCluster, openCluster } from "../../../release/open-cluster";
import type { Change } from "../../../release/run-command";
import { requestOf } from "../../../release/request";
import { run, type Surroundings } from "../../../release/session";
import { strategyOf } from "../../../release/strategies/strategy-of";
import { openOutput } from "../../../release/terminal/open-output";
import type { ReleaseOutput } from "../../../release/terminal/release-event";
import type { DemoCluster } from "./demo-cluster";

const timeoutSeconds = 600;

const shown = (clock: Clock): ReleaseOutput => openOutput({ format: "text", clock, process });

/** The commands of the release tool in this process, by the time of the demo's cluster. */
export class ReleaseTool {
  private constructor(
    private readonly environment: LocalEnvironment,
    private readonly open: OpenCluster,
    private readonly surroundings: Omit<Surroundings, "output">,
  ) {}

  static async start(
    environment: LocalEnvironment,
    { clock, kubeconfig }: DemoCluster,
    interrupted: AbortSignal,
  ): Promise<ReleaseTool> {
    const tools = { clock, signal: interrupted, onTrouble: () => undefined };
    const open = await openCluster(environment, { kubeconfig, timeout: 86_400 }, tools);
    const { cluster, access } = open;
    return new ReleaseTool(environment, open, { clock, interrupted, cluster, access, holder: holderOf(process.env) });
  }

  /** Has a first version released, which nobody needs to see. */
  async release(image: string): Promise<void> {
    const { service } = this.environment;
    const { verification } = service;
    const analysis = { ...verification.analysis, windowSeconds: 0 };
    const environment = { ...this.environment, service: { ...service, verification: { ...verification, analysis } } };
    await this.silently({ name: "canary", work: canary }, { image, environment });
    await this.silently({ name: "promote", work: promoting }, { environment });
  }

  canary = (image: string): Promise<ExitCode> => this.run({ name: "canary", work: canary }, { image });

  promote = (): Promise<ExitCode> => this.run({ name: "promote", work: promoting });

  rollback = (): Promise<ExitCode> =>
    this.run({ name: "rollback", work: (release, strategy, request) => rollback(release, strategy, request, {}) });

  /**
   * Serves the dashboard until it is interrupted.
   *
   * @param onAddress is told where it is as soon as it shows something
   */
  async serve(onAddress: (address: string) => void): Promise<void> {
    const { environment, surroundings } = this;
    const { request } = requestOf(environment, {}, "afterwards");
    const options = {
      environment,
      request,
      timeoutSeconds,
      isReadOnly: false,
      outputOf: () => shown(surroundings.clock),
      onAddress,
      onDefect: exitOnProblems,
    };
    const { code, summary } = await serveDashboard(options, surroundings);
    if (code !== 0) throw new Error(summary);
  }

  close(): void {
    this.open.close();
  }

  private async silently(change: Change, options: RunOptions): Promise<void> {
    const summaries: string[] = [];
    const output: ReleaseOutput = {
      event: (event) => {
        if (event.type === "finished") summaries.push(event.summary);
      },
      close: () => undefined,
    };
    const code = await this.run(change, { ...options, output });
    if (code !== 0 && !this.surroundings.interrupted.aborted) throw new Error(summaries.join());
  }

  private async run({ name, work }: Change, options: RunOptions = {}): Promise<ExitCode> {
    const { image, environment = this.environment } = options;
    const { clock } = this.surroundings;
    const output = options.output ?? shown(clock);
    const asked = image === undefined ? {} : { image };
    const { environment: resized, request } = requestOf(
      environment,
      asked,
      name === "canary" ? "beside the canary" : "afterwards",
    );
    try {
      return await run(
        {
          name,
          environment: resized,
          ...asked,
          timeoutSeconds,
          locks: true,
          work: (release) => work(release, strategyOf(resized.service), request),
        },
        { ...this.surroundings, output },
      );
    } finally {
      output.close();
    }
  }
}

interface RunOptions {
  /** @default - it is about none */
  readonly image?: string;
  /** @default - the demo's */
  readonly environment?: LocalEnvironment;
  /** @default - the terminal */
  readonly output?: ReleaseOutput;
}

const promoting: Change["work"] = (release, strategy, request) => promote(release, strategy, request, { accept: [] });
