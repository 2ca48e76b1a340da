import type { Share } from "../statistics/score";
import type { Bucket } from "./counts";

/** What is slow, by what stable's requests took, and how many requests of each track were slow. */
export interface Slowness {
  readonly seconds: number;
  readonly canary: Share;
  readonly stable: Share;
}

export interface SlownessSettings {
  readonly maxSlowdownPercent: number;
  readonly slowMillis: number;
}

/**
 * Chooses the first bound of the buckets from which on an answer is slow: beyond stable's 95th percentile and what may be
 * added to it, and beyond what is quick anyway.
 *
 * @returns undefined when the tracks have no such bound in common
 */
export function slowness(
  canary: readonly Bucket[],
  stable: readonly Bucket[],
  { maxSlowdownPercent, slowMillis }: SlownessSettings,
): Slowness | undefined {
  const least = Math.max(slowMillis / 1000, quantile(stable, 0.95) * (1 + maxSlowdownPercent / 100));
  const ofCanary = new Map(canary.map(({ seconds, requests }) => [seconds, requests]));
  const bound = stable.find(({ seconds }) => seconds >= least && Number.isFinite(seconds) && ofCanary.has(seconds));
  if (bound === undefined) return undefined;
  return {
    seconds: bound.seconds,
    canary: slower(canary, ofCanary.get(bound.seconds) ?? 0),
    stable: slower(stable, bound.requests),
  };
}

/** The time that so many of the requests took at most; within a bucket they are taken to be spread evenly. */
export function quantile(buckets: readonly Bucket[], part: number): number {
  const rank = part * totalOf(buckets);
  let below: Bucket = { seconds: 0, requests: 0 };
  for (const bucket of buckets) {
    if (bucket.requests >= rank && bucket.requests > below.requests) {
      const within = (rank - below.requests) / (bucket.requests - below.requests);
      return Number.isFinite(bucket.seconds) ? below.seconds + within * (bucket.seconds - below.seconds) : Infinity;
    }
    below = bucket;
  }
  return 0;
}

export const totalOf = (buckets: readonly Bucket[]): number => buckets.at(-1)?.requests ?? 0;

const slower = (buckets: readonly Bucket[], quick: number): Share => ({
  events: totalOf(buckets) - quick,
  total: totalOf(buckets),
});
