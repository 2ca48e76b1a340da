import { EventEmitter } from "node:events";

import type { OutputProcess } from "../../../release/terminal/open-output";

/** A stream that keeps what is written, and may break. */
export class FakeStream extends EventEmitter {
  text = "";
  /** Writing throws from now on. */
  isBroken = false;

  constructor(
    readonly isTTY: boolean,
    public columns?: number,
    public rows?: number,
  ) {
    super();
  }

  write(text: string): boolean {
    if (this.isBroken) throw new Error("write EPIPE");
    this.text += text;
    return true;
  }

  get lines(): string[] {
    return this.text.split("\n").slice(0, -1);
  }
}

/** What an output knows of `process`, with signals that kill nobody. */
export class FakeProcess extends EventEmitter implements OutputProcess {
  readonly pid = 4711;
  readonly killed: string[] = [];

  constructor(
    readonly stdout: FakeStream,
    readonly env: Record<string, string> = {},
    readonly stderr = new FakeStream(false),
    readonly platform = "linux",
  ) {
    super();
  }

  kill(pid: number, signal: NodeJS.Signals): void {
    this.killed.push(`${pid} ${signal}`);
  }
}
