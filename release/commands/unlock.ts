import { ReleaseLease } from "../lease";
import { describeHolder } from "../lock-held";
import type { Release } from "../release";
import type { View } from "./view";

/** Takes the lock away from whoever has it. A release that is still at work ends as soon as it notices. */
export async function unlock({ environment, cluster, clock }: Release): Promise<View> {
  const state = await new ReleaseLease(environment.service.name, cluster, clock).breakLock();
  const text = state === undefined ? "nobody has the lock" : `taken from ${describeHolder(state)} (${state.command})`;
  return { text: `${text}\n`, json: { taken: state ?? null } };
}
