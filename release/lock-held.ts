import type { LockState } from "./lock-state";

/** Another release is under way. Ends the program with 75. */
export class LockHeld extends Error {
  override readonly name = "LockHeld";

  constructor(readonly by: LockState) {
    super(`${describeHolder(by)} is at work: ${by.command}, since ${clockTime(by.since)}`);
  }
}

/** The lock was lost in the middle of a release, which must not go on. */
export class LockLost extends Error {
  override readonly name = "LockLost";

  /** @param by who has it now. @default - nobody: somebody took the lock away */
  constructor(readonly by?: LockState) {
    super(
      by === undefined
        ? "the lock of this release was removed by somebody"
        : `the lock of this release was taken by ${describeHolder(by)} for ${by.command}`,
    );
  }
}

/** With the page of its job, if it has one. */
export const describeHolder = ({ name, url }: LockState): string => (url === undefined ? name : `${name}, ${url},`);

/** `12:03:20 UTC` */
export const clockTime = (time: number): string => `${new Date(time).toISOString().slice(11, 19)} UTC`;
