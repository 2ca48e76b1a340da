import type { Release } from "./release";

type Clocks = Pick<Release, "cluster" | "clock">;

/**
 * Milliseconds since 1970 by the clock of the API server, as its objects and other releases have it: that of this machine
 * may be wrong, and is taken only as long as the server has not answered.
 */
export const serverTime = ({ cluster, clock }: Clocks): number => cluster.serverTime() ?? clock.now();

/** The same as it is noted, ISO 8601. */
export const timestamp = (release: Clocks): string => new Date(serverTime(release)).toISOString();
