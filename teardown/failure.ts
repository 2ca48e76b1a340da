/** Why it cannot go on although the input is right, and what to type next. Ends the program with 1. */
export class TeardownFailure extends Error {
  /** @param next commands to go on with, in order */
  constructor(
    message: string,
    readonly next: readonly string[] = [],
  ) {
    super(message);
  }
}

/** A cluster or a cloud gave no answer that helps; the next time it may. */
export class Unreachable extends TeardownFailure {}
