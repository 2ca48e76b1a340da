import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { LocalInput } from "../../environments/schema/local";
import type { Diagnosis } from "../../release/diagnosis/diagnosis";
import type { ReleaseEvent } from "../../release/terminal/release-event";
import { releaseParts } from "../release/command/checkout";
import { begin, type Metered, type Running } from "./metered-command";

/** A request to the API server. */
export interface ApiRequest {
  readonly method: string;
  /** With its query, from the first slash on. */
  readonly url: string;
}

/** A cluster that counts what is asked of its API. */
export interface CountingCluster {
  /** Name of the context in its kubeconfig. */
  readonly context: string;
  /** Text of a kubeconfig file. */
  readonly kubeconfig: string;
  /** All requests so far. */
  readonly requests: readonly ApiRequest[];
}

type WithTimeAsText<Event> = Event extends unknown ? Omit<Event, "at"> & { readonly at: string } : never;

/** An event as it is written in a line: its time is ISO 8601. */
export type WrittenEvent = WithTimeAsText<ReleaseEvent>;

/** How a command of the tool ended. */
export interface ToolRun extends Metered {
  readonly events: readonly WrittenEvent[];
  /** What it asked of the API server. */
  readonly requests: readonly ApiRequest[];
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
}

/** A command of the tool that runs. */
export interface RunningTool {
  readonly end: Promise<ToolRun>;
  readonly signal: Running["signal"];
}

/** The tool as a user has it: a checkout with environments of its own, and a kubeconfig. */
export class ReleaseTool {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private readonly running = new Set<Running>();
  private readonly kubeconfig = join(this.folder, "kubeconfig");

  constructor(private readonly cluster: CountingCluster) {
    mkdirSync(join(this.folder, "addressbook"));
    for (const part of releaseParts) cpSync(resolve(part), join(this.folder, part), { recursive: true });
    symlinkSync(resolve("node_modules"), join(this.folder, "node_modules"), "junction");
    writeFileSync(this.kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  }

  /** Writes the file of an environment. */
  environment(name: string, input: LocalInput): void {
    const text = `import { defineEnvironment } from "./schema/define-environment";\n\nexport default defineEnvironment(${JSON.stringify(input)});\n`;
    writeFileSync(join(this.folder, "environments", `${name}.ts`), text);
  }

  begin(args: readonly string[], variables: Readonly<Record<string, string>> = {}): RunningTool {
    const before = this.cluster.requests.length;
    const began = Date.now();
    const { PATH, HOME } = process.env;
    const login = ["--kubeconfig", this.kubeconfig, "--context", this.cluster.context, "--output", "json"];
    const running = begin({
      program: process.execPath,
      args: ["tools/release.mjs", ...args, ...login],
      cwd: this.folder,
      env: { PATH, HOME, ...variables },
    });
    this.running.add(running);
    void running.end.finally(() => this.running.delete(running));
    const end = running.end.then((metered) => ({
      ...metered,
      events: eventsOf(metered.stdout),
      requests: this.cluster.requests.slice(before),
      began,
      ended: Date.now(),
    }));
    return { end, signal: running.signal };
  }

  run(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<ToolRun> {
    return this.begin(args, variables).end;
  }

  /** @throws with all that it said, when it ended with another code */
  async succeed(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<ToolRun> {
    const run = await this.run(args, variables);
    if (run.status === 0) return run;
    throw new Error(`release ${args.join(" ")} ended with ${String(run.status)}\n${run.stderr}${run.stdout}`);
  }

  /** Ends what still runs, and takes the checkout away. */
  dispose(): void {
    for (const { signal } of this.running) signal("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const eventsOf = (stdout: string): WrittenEvent[] =>
  stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as WrittenEvent] : []));

/** The explanations that were given, and when, in milliseconds since 1970. */
export const diagnosesOf = ({ events }: ToolRun): { readonly at: number; readonly diagnosis: Diagnosis }[] =>
  events.flatMap((event) =>
    event.type === "diagnosis" ? [{ at: Date.parse(event.at), diagnosis: event.diagnosis }] : [],
  );
