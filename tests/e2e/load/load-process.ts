import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

import { type LoadPlan, type LoadResult, usualLoad } from "./load";

/** Load on the service while something else happens, from a process that nothing else keeps busy. */
export class LoadProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(origin: string, plan: Partial<LoadPlan> = {}): LoadProcess {
    const child = fork("tools/run-typescript.mjs", ["tests/e2e/load/load-program.ts"]);
    child.send({ ...usualLoad, origin, ...plan } satisfies LoadPlan);
    return new LoadProcess(child);
  }

  /** @returns what became of all requests, once the last one is answered or lost */
  async stop(): Promise<LoadResult> {
    const answer = once(this.child, "message");
    this.child.send("stop");
    const [result] = (await answer) as [LoadResult];
    return result;
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }
}
