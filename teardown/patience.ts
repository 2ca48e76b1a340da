import { setTimeout as sleep } from "node:timers/promises";

import { Unreachable } from "./failure";
import { interruption } from "./programs";

/** Looks again every so often, up to a limit that all steps share, and says now and then what is waited for. */
export class Patience {
  private readonly start = Date.now();
  private saidAt = 0;
  private said = "";

  constructor(
    readonly seconds: number,
    private readonly say: (line: string) => void,
    private readonly interrupted: AbortSignal,
  ) {}

  /**
   * Looks until nothing is left. A look at something that cannot be reached for a moment is repeated.
   *
   * @param look does what can be done, and returns what is left
   * @returns what is left when the time is up; nothing when nothing is left
   */
  async until(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
    let left: readonly string[] = ["a first look"];
    for (;;) {
      try {
        left = await look();
        if (left.length === 0 || !(await this.wait(left))) return left;
      } catch (error) {
        if (!(error instanceof Unreachable) || !(await this.wait([...left, `(${error.message})`]))) throw error;
      }
    }
  }

  /** @returns whether there is time to look again */
  private async wait(what: readonly string[]): Promise<boolean> {
    const passed = Date.now() - this.start;
    const interval = Math.min(5000, this.seconds * 50);
    if (passed + interval > this.seconds * 1000) return false;
    const text = [...what.slice(0, 3), ...(what.length > 3 ? [`${what.length - 3} more`] : [])].join(", ");
    if (text !== this.said || Date.now() - this.saidAt > 30_000) {
      this.say(`waiting   ${text}  (${Math.round(passed / 1000)} s of ${this.seconds} s)`);
      this.said = text;
      this.saidAt = Date.now();
    }
    await sleep(interval, undefined, { signal: this.interrupted }).catch(() => {
      throw interruption();
    });
    return true;
  }
}
