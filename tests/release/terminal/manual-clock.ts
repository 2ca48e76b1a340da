import type { Clock } from "../../../release/clock";

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  private sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const sleeper = { until: this.time + milliseconds, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", onAbort);
    });
  }

  /** Whoever sleeps that long is woken, one after the other, with the time at which it was to be. */
  async advanceTo(time: number): Promise<void> {
    for (;;) {
      const next = this.sleepers.filter(({ until }) => until <= time).sort((a, b) => a.until - b.until)[0];
      if (next === undefined) break;
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
      this.time = Math.max(this.time, next.until);
      next.wake();
      // the sleeper goes on, and sleeps again
      await new Promise(setImmediate);
    }
    this.time = time;
  }

  get sleeping(): number {
    return this.sleepers.length;
  }
}
