import type { TrackCounts } from "../analysis/counts";

/** Counts the requests of clients to both tracks from a moment on. */
export interface RequestCounter {
  /** @returns why nothing can be counted, if so */
  begin(): Promise<string | undefined>;
  /** The requests since then. @returns a sentence when they could not be counted */
  count(): Promise<TrackCounts | string>;
}
