/** Why a release cannot go on although the input is right, and what to type next. Ends the program with 1. */
export class ReleaseFailure extends Error {
  override readonly name = "ReleaseFailure";

  /** @param next commands to go on with, in order. @default - there is nothing that a command would help with */
  constructor(
    message: string,
    readonly next: readonly string[] = [],
  ) {
    super(message);
  }
}
