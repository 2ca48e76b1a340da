import type { Clock } from "../../release/clock";

/** How many times the event loop goes round with nothing to do before time jumps. */
const listenedTurns = 4;

/** Timers of Node do not last longer. */
const longestTimer = 2 ** 31 - 1;

/**
 * Time that passes when nobody has anything to do: controllers, pods and the release sleep by it, and when all of them
 * do, and no request is under way, it jumps to the moment at which the first one wakes. A `scale` makes it run with the
 * real time instead, so many times as fast: for programs in processes of their own.
 */
export class SimulatedClock implements Clock {
  private time: number;
  private readonly sleepers = new Map<number, { readonly until: number; readonly wake: () => void }>();
  private nextId = 0;
  private busy = 0;
  private timer: NodeJS.Timeout | undefined;
  private realTime = Date.now();
  private stopped = false;
  private changes = 0;

  constructor(
    private readonly options: { readonly start?: number; readonly scale?: number; readonly quietMillis?: number } = {},
  ) {
    this.time = options.start ?? Date.parse("2026-03-01T12:00:00Z");
  }

  now(): number {
    if (this.options.scale !== undefined) return this.time + (Date.now() - this.realTime) * this.options.scale;
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const cancel = this.at(this.now() + Math.max(0, milliseconds), () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      const onAbort = (): void => {
        cancel();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Calls something at a time. @returns what calls it off */
  at(time: number, wake: () => void): () => void {
    const id = this.nextId++;
    this.sleepers.set(id, { until: time, wake });
    this.schedule();
    return () => this.sleepers.delete(id);
  }

  after(milliseconds: number, wake: () => void): () => void {
    return this.at(this.now() + milliseconds, wake);
  }

  /** Time stands still while something is under way that takes none: a request, a controller's turn. @returns what ends it */
  hold(): () => void {
    this.busy++;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.busy--;
      this.schedule();
    };
  }

  /** Anything that happened may make somebody do something: the quiet begins anew. */
  touch(): void {
    this.schedule();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.sleepers.clear();
  }

  private schedule(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.changes++;
    const next = this.first();
    if (next === undefined || this.busy > 0) return;
    const { scale, quietMillis = 1 } = this.options;
    const wait = scale === undefined ? quietMillis : Math.min(longestTimer, Math.max(0, (next - this.now()) / scale));
    this.timer = setTimeout(() => {
      this.listen(this.changes, scale === undefined ? listenedTurns : 0);
    }, wait);
    this.timer.unref();
  }

  /** What is on its way from socket to socket has its turn first, however late this machine is. */
  private listen(changes: number, turns: number): void {
    if (changes !== this.changes || this.stopped) return;
    if (turns === 0) {
      this.turn();
      return;
    }
    setImmediate(() => {
      this.listen(changes, turns - 1);
    });
  }

  private first(): number | undefined {
    let first: number | undefined;
    for (const { until } of this.sleepers.values()) if (first === undefined || until < first) first = until;
    return first;
  }

  private turn(): void {
    const next = this.first();
    if (next === undefined || this.busy > 0) return;
    if (this.options.scale === undefined) this.time = Math.max(this.time, next);
    for (const [id, { until, wake }] of [...this.sleepers].sort(([a, x], [b, y]) => x.until - y.until || a - b)) {
      if (until > this.now()) break;
      if (this.sleepers.delete(id)) wake();
    }
    this.schedule();
  }
}
