import type { LockState } from "./lock-state";

/** Another release is under way. Ends the program with 75. */
export class LockHeld extends Error {
  override readonly name = "LockHeld";

  /** Commands to go on with. */
  readonly next: readonly string[] = ["status", "unlock"];

  constructor(
    readonly by: LockState,
    message = `${describeHolder(by)} is at work: ${by.command}, since ${clockTime(by.since)}`,
  ) {
    super(message);
  }
}

/** Whoever has the lock has given a sign of life a moment ago. */
export class LockAlive extends LockHeld {
  override readonly next = ["status", "unlock --force"];

  /** @param silence milliseconds since then */
  constructor(by: LockState, silence: number) {
    const seconds = Math.max(0, Math.round(silence / 1000));
    super(
      by,
      `${describeHolder(by)} has given a sign of life ${seconds} s ago, and may be at work: ${by.command}, since ` +
        `${clockTime(by.since)}; after ${by.durationMillis / 1000} s of silence the lock is taken over by itself`,
    );
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
