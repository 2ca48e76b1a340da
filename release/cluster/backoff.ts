const firstMillis = 200;
const longestMillis = 5000;

/** Waits that become longer, and are not the same for everybody, so that a server that comes back is not run over. */
export class Backoff {
  private tries = 0;

  /** Milliseconds to wait before the next try. */
  next(): number {
    const longest = Math.min(longestMillis, firstMillis * 2 ** this.tries++);
    return longest * (0.5 + Math.random() / 2);
  }

  /** It went well: the next trouble is a new one. */
  reset(): void {
    this.tries = 0;
  }
}
