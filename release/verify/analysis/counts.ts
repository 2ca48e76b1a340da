import type { Share } from "../statistics/score";

/** The requests to a track in a window of time. */
export interface Counts {
  readonly requests: number;
  readonly failures: number;
  /** How long they took: buckets in the order of their bounds. @default - it was not measured */
  readonly durations?: readonly Bucket[];
  /** What became of the requests that the release itself sent, as it saw it. @default - it sent none */
  readonly load?: Share;
}

/** Requests that took no longer than so many seconds; the last bucket has no bound (Infinity) and holds all. */
export interface Bucket {
  readonly seconds: number;
  readonly requests: number;
}

/** The requests to both tracks in the same window. */
export interface TrackCounts {
  readonly canary: Counts;
  /** @default - there is no stable yet */
  readonly stable?: Counts | undefined;
}
