import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";

/**
 * The shell of a job of Semaphore: one for all of its commands, each of which is sourced from a file. It has neither
 * `set -e` nor `pipefail`, and a command that ends it ends the job.
 *
 * @see https://github.com/semaphoreci/agent/blob/master/pkg/shell/shell.go
 */
export class SemaphoreSession {
  /** All that it and its programs have written. */
  output = "";
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private readonly listeners = new Set<() => void>();
  private statuses = "";
  private commands = 0;

  constructor(
    private readonly home: string,
    variables: Readonly<Record<string, string>>,
  ) {
    this.child = spawn("bash", ["--noprofile", "--norc"], {
      cwd: home,
      env: variables,
      // a group of its own, which can be stopped as a whole
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.closed = once(this.child, "close");
    const listen = (stream: Readable, hear: (text: string) => void): void => {
      stream.setEncoding("utf8").on("data", (text: string) => {
        hear(text);
        for (const listener of this.listeners) listener();
      });
    };
    const [input, , , status] = this.child.stdio;
    // it may be gone before it has read all
    input?.on("error", () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream !== null) listen(stream, (text) => (this.output += text));
    listen(status as Readable, (text) => (this.statuses += text));
    void this.closed.then(() => {
      for (const listener of this.listeners) listener();
    });
  }

  /** @returns the status of the command; undefined when the shell has not survived it */
  async run(command: string): Promise<number | undefined> {
    const file = join(this.home, `.command-${++this.commands}`);
    writeFileSync(file, `${command}\n`);
    const known = this.statuses.length;
    this.child.stdin?.write(`source ${file} < /dev/null 3>&-; echo "$?" >&3\n`);
    await this.until(() => this.statuses.length > known && this.statuses.endsWith("\n"));
    const text = this.statuses.slice(known).trim();
    return text === "" ? undefined : Number(text);
  }

  /** Resolves when it has written something, or is over. */
  async says(words: RegExp): Promise<void> {
    await this.until(() => words.test(this.output));
  }

  /** Stops it with all that it has started, as Semaphore does. */
  async stop(): Promise<void> {
    if (this.child.pid !== undefined && this.isAlive) process.kill(-this.child.pid, "SIGTERM");
    await this.closed;
  }

  /** Ends it when it has done all. */
  async end(): Promise<void> {
    this.child.stdin?.end();
    await this.closed;
  }

  private get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async until(holds: () => boolean): Promise<void> {
    await new Promise<void>((found) => {
      const look = (): void => {
        if (!holds() && this.isAlive) return;
        this.listeners.delete(look);
        found();
      };
      this.listeners.add(look);
      look();
    });
  }
}
