import type { Bucket, Counts } from "../analysis/counts";
import type { RequestTotals } from "./request-totals";

/** The requests between two looks at the same pod. A process that has started anew since then counts from zero. */
export function increase(before: RequestTotals, now: RequestTotals): Counts {
  const base = hasRestarted(before, now) ? undefined : before;
  return {
    requests: now.requests - (base?.requests ?? 0),
    failures: now.failures - (base?.failures ?? 0),
    ...(now.durations === undefined ? {} : { durations: combine(now.durations, base?.durations ?? [], -1) }),
  };
}

function hasRestarted(before: RequestTotals, now: RequestTotals): boolean {
  if (before.startedAt !== now.startedAt) return true;
  return (
    now.requests < before.requests ||
    now.failures < before.failures ||
    (before.durations ?? []).some(({ seconds, requests }) => (requestsWithin(now.durations, seconds) ?? 0) < requests)
  );
}

/** The requests of several pods. Durations that only some of them measure are those of these. */
export function add(one: Counts, other: Counts): Counts {
  const durations =
    one.durations === undefined || other.durations === undefined
      ? (one.durations ?? other.durations)
      : combine(one.durations, other.durations, 1);
  return {
    requests: one.requests + other.requests,
    failures: one.failures + other.failures,
    ...(durations === undefined ? {} : { durations }),
  };
}

export const noRequests: Counts = { requests: 0, failures: 0 };

/** Of the bounds that both have; no bucket at all is as good as none with a request in it. */
function combine(one: readonly Bucket[], other: readonly Bucket[], sign: 1 | -1): Bucket[] {
  if (other.length === 0) return [...one];
  if (one.length === 0) return sign === 1 ? [...other] : [];
  return one.flatMap(({ seconds, requests }) => {
    const counterpart = requestsWithin(other, seconds);
    return counterpart === undefined ? [] : [{ seconds, requests: requests + sign * counterpart }];
  });
}

const requestsWithin = (buckets: readonly Bucket[] | undefined, seconds: number): number | undefined =>
  buckets?.find((bucket) => bucket.seconds === seconds)?.requests;
