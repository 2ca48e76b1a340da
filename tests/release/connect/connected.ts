import type { Environment } from "../../../environments/schema/environment";
import type { Clock } from "../../../release/clock";
import { connect, type ConnectOptions, type ConnectResult } from "../../../release/connect/connect";
import { type ConnectInputs, readInputs } from "../../../release/connect/inputs";
import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { releaseSettings } from "../../../charts/release-settings";
import { Machine } from "./machine";
import { MemoryCluster } from "./memory-cluster";
import { asTerraform, type PlayedCloud } from "./played-clouds";

/** Time that passes at once when somebody waits. */
export class PassingClock implements Clock {
  private time = Date.parse("2026-03-01T12:00:00Z");

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.time += milliseconds;
    return Promise.resolve();
  }
}

/** An environment, a cluster and a machine, and what was told of them. */
export class Played {
  readonly cluster = new MemoryCluster();
  readonly clock = new PassingClock();
  readonly told: string[] = [];
  readonly interruption = new AbortController();

  constructor(
    readonly environment: Environment,
    readonly machine: Machine,
  ) {}

  /** An environment in a cloud, whose outputs are in a file. */
  static of({ environment, program, script, outputs }: PlayedCloud): Played {
    const machine = new Machine({ [program]: script });
    machine.write("outputs.json", asTerraform(outputs));
    return new Played(environment, machine);
  }

  inputs(variables: Readonly<Record<string, string>> = {}): Promise<ConnectInputs> {
    const outputs = this.environment.cloud === "local" || "DB_HOST" in variables ? undefined : "outputs.json";
    return readInputs({ environment: this.environment, outputs }, this.machine.sources(variables));
  }

  async connect(
    options: Partial<ConnectOptions> = {},
    variables: Readonly<Record<string, string>> = {},
  ): Promise<ConnectResult> {
    const inputs = options.inputs ?? (await this.inputs(variables));
    const { environment, cluster, clock, machine } = this;
    const [release] = releaseSettings([environment], {});
    return connect(
      { environment, settings: release!.settings, inputs, ...options },
      {
        cluster,
        clock,
        programs: machine.programs(variables),
        signal: this.interruption.signal,
        event: (event: ReleaseEvent) => {
          if (event.type === "note") this.told.push(`${event.level === "warning" ? "! " : ""}${event.text}`);
        },
      },
    );
  }

  /** Why it failed, and what it says to type next. */
  async failure(...given: Parameters<Played["connect"]>): Promise<Error & { next?: readonly string[] }> {
    const error: unknown = await this.connect(...given).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Error)) throw new Error("it did not fail");
    return error;
  }

  dispose(): void {
    this.machine.dispose();
  }
}
