import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { BenchmarkProblem } from "./problem";

/** A service that is to be measured. */
export interface Service {
  /** Also that of its database. */
  readonly name: string;
  /** Path of the bundled program. */
  readonly program: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What a process has used since its start. */
export interface Usage {
  readonly cpuMilliseconds: number;
  /** In memory now. */
  readonly megabytes: number;
  readonly peakMegabytes: number;
}

/** How every service is started: as in a pod, with the image's options of V8, apart from the log, which goes nowhere. */
const environment = {
  NODE_ENV: "production",
  NODE_OPTIONS: "--max-semi-space-size=4",
  HOST: "127.0.0.1",
  PORT: "0",
  DB_POOL_SIZE: "5",
};

/** A service that runs in a process of its own. */
export class ServiceProcess {
  private constructor(
    private readonly service: Service,
    private readonly child: ChildProcess,
    private readonly started: number,
    readonly origin: string,
    /** Milliseconds from the start of the process until it listened. */
    readonly listening: number,
  ) {}

  get name(): string {
    return this.service.name;
  }

  static async start(service: Service): Promise<ServiceProcess> {
    const started = performance.now();
    const child = spawn(process.execPath, ["--require", "./addressbook/bench/probe.cjs", service.program], {
      env: { PATH: process.env["PATH"], ...environment, ...service.variables },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const { port } = await answer<{ port: number }>(service, child);
    return new ServiceProcess(service, child, started, `http://127.0.0.1:${port}`, performance.now() - started);
  }

  /** @returns milliseconds from the start of the process until it was ready */
  async ready(): Promise<number> {
    while (performance.now() - this.started < 10_000) {
      if ((await fetch(`${this.origin}/ready`)).ok) return performance.now() - this.started;
      await sleep(5);
    }
    throw new BenchmarkProblem(`${this.name} must be ready within 10 s, got: it is not`);
  }

  usage(): Promise<Usage> {
    const usage = answer<Usage>(this.service, this.child);
    this.child.send("usage");
    return usage;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }
}

/** The next message of a process. */
async function answer<T>({ name }: Service, child: ChildProcess): Promise<T> {
  for await (const [message] of on(child, "message", { close: ["exit"] })) return message as T;
  throw new BenchmarkProblem(
    `${name} must run to the end, got: ${child.signalCode ?? `exit code ${String(child.exitCode)}`}`,
  );
}
