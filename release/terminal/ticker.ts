import type { Clock } from "../clock";

/** Calls something again and again, by a clock, until it is stopped. */
export class Ticker {
  private readonly controller = new AbortController();

  /** @param next milliseconds until the next call */
  constructor(
    private readonly clock: Clock,
    private readonly next: () => number,
    private readonly call: () => void,
  ) {
    void this.run();
  }

  stop(): void {
    this.controller.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.controller;
    try {
      for (;;) {
        await this.clock.sleep(this.next(), signal);
        this.call();
      }
    } catch {
      // it was stopped; or there is a defect in what is shown, which must not end a release half-way
    }
  }
}
