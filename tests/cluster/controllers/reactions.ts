import type { SimulatedClock } from "../clock";

/**
 * The work of controllers and nodes, done in turns. What follows from a change of their own is done in the same turn,
 * in the order in which it came up, so that no time passes on the way; what somebody else has changed is noticed a
 * moment later, as in a real cluster, where the answer to a write comes before anybody has acted on it.
 */
export class Reactions {
  private readonly queue = new Map<string, () => void>();
  private readonly laterQueue = new Map<string, () => void>();
  private inTurn = false;
  private scheduled = false;

  /** @param delayMillis until a change from outside is noticed */
  constructor(
    private readonly clock: SimulatedClock,
    private readonly delayMillis: number,
  ) {}

  /** Has something done soon, once however often it is asked for until then. */
  enqueue(key: string, work: () => void): void {
    this.add(this.queue, key, work);
  }

  /** The same, when everything else is done: for those who act on what others have counted. */
  enqueueLast(key: string, work: () => void): void {
    this.add(this.laterQueue, key, work);
  }

  private add(queue: Map<string, () => void>, key: string, work: () => void): void {
    if (!queue.has(key)) queue.set(key, work);
    if (this.inTurn || this.scheduled) return;
    this.scheduled = true;
    this.clock.after(this.delayMillis, () => {
      this.turn(() => undefined);
    });
  }

  /** Does something, and everything that follows from it. */
  turn(work: () => void): void {
    if (this.inTurn) {
      work();
      return;
    }
    this.inTurn = true;
    this.scheduled = false;
    try {
      work();
      for (let next = this.take(); next !== undefined; next = this.take()) next();
    } finally {
      this.inTurn = false;
    }
  }

  /** Has something done later. @returns what calls it off */
  after(milliseconds: number, work: () => void): () => void {
    return this.clock.after(milliseconds, () => {
      this.turn(work);
    });
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  private take(): (() => void) | undefined {
    for (const queue of [this.queue, this.laterQueue])
      for (const [key, work] of queue) {
        queue.delete(key);
        return work;
      }
    return undefined;
  }
}
