/** What a generator of load sends, and where to. */
export interface LoadPlan {
  /** `http://host:port` */
  readonly origin: string;
  /** In a second, by all clients together. */
  readonly requestsPerSecond: number;
  /** Clients with a new connection for each request. */
  readonly newConnections: number;
  /** Clients that keep their connection, as browsers and services do. */
  readonly keptConnections: number;
}

/** A request without an answer of 2xx. */
export interface LostRequest {
  /** Milliseconds since 1970, when it was sent. */
  readonly at: number;
  readonly connection: "new" | "kept";
  /** The status, or why there was none. */
  readonly what: string;
}

/** What came of it. */
export interface LoadResult {
  readonly requests: number;
  readonly lost: readonly LostRequest[];
  /** Milliseconds of the slowest one that was answered. */
  readonly slowest: number;
}

/** The load of the figures in docs: eight clients, every fifth request writes. */
export const usualLoad: Omit<LoadPlan, "origin"> = { requestsPerSecond: 80, newConnections: 4, keptConnections: 4 };
