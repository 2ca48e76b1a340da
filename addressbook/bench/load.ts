import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

import { BenchmarkProblem } from "./problem";

/** A request that is sent again and again. */
export interface RepeatedRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  /** `:id` stands for a number from 1 on, another one in each request. */
  readonly path: string;
  /** The largest id, after which they begin again. */
  readonly ids: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly origin: string;
  readonly request: RepeatedRequest;
  readonly seconds: number;
  /**
   * How requests follow each other: on some connections, each when the one before is answered; or so many in a second,
   * whether others are answered or not.
   */
  readonly flow: { readonly connections: number } | { readonly perSecond: number };
}

/** What came of it. */
export interface Answers {
  readonly count: number;
  /** How many there were of each status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly seconds: number;
  /** Milliseconds within which half of the requests, and 99 of 100, were answered. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends requests from a process of its own, which stays warm. */
export class LoadProcess {
  private readonly child: ChildProcess = fork("tools/run-typescript.mjs", ["addressbook/bench/load-program.ts"]);

  /** @throws BenchmarkProblem when a request is answered with another status than the expected one, or not at all */
  async put(load: Load, status: number): Promise<Answers> {
    this.child.send(load);
    const [answers] = (await once(this.child, "message")) as [Answers];
    const { path, method } = load.request;
    if (Object.keys(answers.statuses).join() !== String(status)) {
      const all = Object.entries(answers.statuses).map(([other, count]) => `${count} × ${other}`);
      const got = all.join(", ") || `no answer within ${load.seconds} s`;
      throw new BenchmarkProblem(`${method} ${path} must be answered with ${status}, got: ${got}`);
    }
    return answers;
  }

  stop(): void {
    this.child.disconnect();
  }
}
