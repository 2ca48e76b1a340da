import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

import type { Answer, Call, Tool } from "./tool";

/** A machine of a system of continuous integration: programs that are played by this process, and a home folder. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  readonly home = join(this.folder, "home");
  /** How programs were called, in this order. */
  readonly calls: Call[] = [];
  private readonly bin = join(this.folder, "bin");
  private readonly server: Server;

  private constructor(private readonly tools: Readonly<Record<string, Tool>>) {
    for (const folder of [this.home, this.bin]) mkdirSync(folder);
    const socket = join(this.folder, "socket");
    for (const name of Object.keys(tools)) this.install(name, socket);
    this.server = createServer((connection) => {
      this.serve(connection);
    }).listen(socket);
  }

  static async start(tools: Readonly<Record<string, Tool>>): Promise<Machine> {
    const machine = new Machine(tools);
    await new Promise((listening) => machine.server.once("listening", listening));
    return machine;
  }

  /** What every process of a job finds. */
  get variables(): Readonly<Record<string, string>> {
    const folders = [this.bin, dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"];
    return { HOME: this.home, PATH: folders.join(delimiter), LANG: "C.UTF-8", CI: "true" };
  }

  /** Commands as they were called: `docker login --username AWS …`. @param program @default - all */
  commands(...programs: readonly string[]): string[] {
    return this.calls
      .filter(({ program }) => programs.length === 0 || programs.includes(program))
      .map(({ program, args }) => [program, ...args].join(" "));
  }

  stop(): void {
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private install(name: string, socket: string): void {
    const client = resolve(__dirname, "client.cjs");
    const script = `#!/bin/sh\nexec ${process.execPath} ${client} ${socket} ${name} "$@"\n`;
    writeFileSync(join(this.bin, name), script, { mode: 0o755 });
  }

  private serve(connection: Socket): void {
    let text = "";
    connection.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (!text.endsWith("\n")) return;
      const call = JSON.parse(text) as Call;
      this.calls.push(call);
      connection.end(JSON.stringify(this.answer(call)));
    });
    // its program was ended
    connection.on("error", () => undefined);
  }

  private answer(call: Call): Answer {
    try {
      return this.tools[call.program]?.(call) ?? { status: 127 };
    } catch (error) {
      // a fault of the test must not look like one of the pipeline
      return { status: 125, stderr: `the test has failed: ${String(error)}\n` };
    }
  }
}
