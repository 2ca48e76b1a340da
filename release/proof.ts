import type { StandingTrack } from "./standing";
import { templateHashOf } from "./standing";

/** What was found out about the pods of a track. */
export interface Proof {
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** The image that was proven, by digest where it is in a registry. */
  readonly image: string;
}

/**
 * What the verification of a track said, as far as it is about the pods that it has now: whoever has changed the
 * Deployment since has other pods, of which nothing is known.
 */
export function proofOf({ notes, pods }: StandingTrack): Proof | undefined {
  const { verdict, "proven-image": image, "proven-pods": hash } = notes;
  if (verdict === undefined || image === undefined || hash === undefined) return undefined;
  const living = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  return living.length > 0 && living.every((pod) => templateHashOf(pod) === hash) ? { verdict, image } : undefined;
}
