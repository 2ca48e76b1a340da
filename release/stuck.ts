import type { Diagnosis } from "./diagnosis/diagnosis";
import { ReleaseFailure } from "./failure";

/** Something that is waited for will never be, and why. */
export class Doomed extends ReleaseFailure {
  constructor(
    what: string,
    readonly diagnoses: readonly Diagnosis[],
  ) {
    super(`${what} cannot get on`);
  }
}

/** The time of the release is over, and what is known of why. */
export class TimedOut extends ReleaseFailure {
  constructor(
    what: string,
    seconds: number,
    readonly diagnoses: readonly Diagnosis[],
  ) {
    super(`${what} took longer than ${seconds} s`);
  }
}
