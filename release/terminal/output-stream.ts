/** What is needed of `process.stdout`. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** @default - nobody knows; 80 are assumed */
  readonly columns?: number | undefined;
  /** @default - nobody knows; 24 are assumed */
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Writes to a stream as long as somebody reads it. A reader that has gone (`release … | head -1`) or a full disk ends
 * the writing, and nothing else.
 */
export class OutputStream {
  private isOpen = true;

  constructor(readonly stream: TextStream) {
    stream.on("error", () => {
      this.isOpen = false;
    });
  }

  write(text: string): void {
    if (!this.isOpen) return;
    try {
      this.stream.write(text);
    } catch {
      // a stream may refuse at once instead of later
      this.isOpen = false;
    }
  }

  get columns(): number {
    return sizeOr(80, this.stream.columns);
  }

  get rows(): number {
    return sizeOr(24, this.stream.rows);
  }
}

/** Some terminals say that they have no columns at all. */
const sizeOr = (otherwise: number, size: number | undefined): number =>
  size === undefined || size < 1 ? otherwise : size;
