/** The server's clock, as far as the page knows it. */
export class Clock {
  private ahead = 0;
  private readonly watchers = new Set<() => void>();

  /** @param stoppedAt where it stands still, in milliseconds since 1970. @default - it goes */
  constructor(private readonly stoppedAt?: number) {
    if (stoppedAt === undefined)
      setInterval(() => {
        for (const watcher of this.watchers) watcher();
      }, 1000);
  }

  get isStopped(): boolean {
    return this.stoppedAt !== undefined;
  }

  now(): number {
    return this.stoppedAt ?? Date.now() + this.ahead;
  }

  /** The server has just said what time it is. */
  heard(at: number): void {
    this.ahead = at - Date.now();
  }

  /** Calls back every second. @returns what ends it */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}
