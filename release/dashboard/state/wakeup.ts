import type { Clock } from "../../clock";

/** Wakes whoever waits; a wake that comes while nobody does is kept for the next one. */
export class Wakeup {
  private isDue = false;
  private waiting: AbortController | undefined;

  wake(): void {
    this.isDue = true;
    this.waiting?.abort();
  }

  /** Waits for a wake, but not longer than some milliseconds. @throws the signal's reason */
  async wait(clock: Clock, millis: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    this.waiting = waiting;
    if (!this.isDue)
      await clock.sleep(millis, AbortSignal.any([signal, waiting.signal])).catch((error: unknown) => {
        if (signal.aborted || !waiting.signal.aborted) throw error;
      });
    this.waiting = undefined;
    this.isDue = false;
  }
}
