import { ReleaseLease, renewalMillis } from "../lease";
import { describeHolder, LockAlive } from "../lock-held";
import type { LockState } from "../lock-state";
import type { Release } from "../release";
import { serverTime } from "../server-time";
import type { View } from "./view";

export interface UnlockOptions {
  /** Take it also from somebody who seems to be alive. @default false */
  readonly force?: boolean;
}

/**
 * Takes the lock away from whoever has it. A release that is still at work ends as soon as it notices.
 *
 * @throws {LockAlive} when its holder has given a sign of life so recently that it would not be taken over
 */
export async function unlock(release: Release, { force = false }: UnlockOptions = {}): Promise<View> {
  const { environment, cluster, clock } = release;
  const check = (state: LockState): void => {
    const silence = serverTime(release) - state.renewed;
    if (!force && silence < state.durationMillis) throw new LockAlive(state, silence);
  };
  const state = await new ReleaseLease(environment.service.name, cluster, clock).breakLock(check);
  const text =
    state === undefined
      ? "nobody has the lock"
      : `taken from ${describeHolder(state)} (${state.command}); if that is still at work, it may go on for up to ` +
        `${renewalMillis / 1000} s until it notices`;
  return { text: `${text}\n`, json: { taken: state ?? null } };
}
