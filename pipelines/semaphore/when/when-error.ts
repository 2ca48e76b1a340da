/** A condition that Semaphore could not read, or whose value cannot be known. Says in which column, from 1. */
export class WhenError extends Error {
  override readonly name = "WhenError";

  constructor(
    readonly rule: string,
    readonly column: number,
  ) {
    super(`${rule} (column ${column})`);
  }
}
