import type { RecordedRequest } from "./request-log";

/** Which requests a fault is about; what is left out fits all. */
export interface FaultMatch {
  readonly method?: string;
  readonly verb?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly user?: string;
  /** @default - reads as well as writes */
  readonly isWrite?: boolean;
  /** The first of those that fit which is hit. @default 1 */
  readonly nth?: number;
  /** How many are hit, one after the other. @default 1 */
  readonly times?: number;
}

/** What happens to a request. */
export type FaultAction =
  /** An answer instead of the API's; without a body it is a Status, as the API sends it. */
  | {
      readonly type: "answer";
      readonly status: number;
      readonly reason?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is cut, before anything is done or when all is done but said. */
  | { readonly type: "reset"; readonly when: "before" | "after" }
  /** Nothing comes any more, at once or in the middle of the answer; the connection stays. */
  | { readonly type: "stall"; readonly when: "before" | "body" }
  /** The answer ends in the middle, as if it were all (`clean`) or with the connection (`cut`). */
  | { readonly type: "truncate"; readonly ends: "clean" | "cut" }
  /** The answer takes its time, by the cluster's clock. */
  | { readonly type: "slow"; readonly millis: number };

/** A fault, and how often it has happened. */
export interface Fault {
  readonly match: FaultMatch;
  readonly action: FaultAction;
  readonly hits: number;
}

interface Entry extends Fault {
  hits: number;
  seen: number;
}

/** What the API server itself can do to everybody. */
export interface Disturbances {
  /** All connections are cut and new ones refused for some seconds, by the cluster's clock. */
  restart(seconds: number): void;
  /** All watches are cut. */
  dropWatches(): void;
  /** All versions until now are forgotten: who goes on from one gets 410. */
  compact(): void;
}

/** What goes wrong, ordered by tests. */
export class Faults implements Disturbances {
  private readonly entries: Entry[] = [];

  constructor(private readonly disturbances: Disturbances) {}

  add(match: FaultMatch, action: FaultAction): Fault {
    const entry = { match, action, hits: 0, seen: 0 };
    this.entries.push(entry);
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }

  /** What is to happen to a request: the first fault that is due. */
  next(request: RecordedRequest): FaultAction | undefined {
    let due: FaultAction | undefined;
    for (const entry of this.entries) {
      if (!fits(entry.match, request)) continue;
      entry.seen++;
      const { nth = 1, times = 1 } = entry.match;
      if (due !== undefined || entry.seen < nth || entry.hits >= times) continue;
      entry.hits++;
      due = entry.action;
    }
    return due;
  }

  restart(seconds: number): void {
    this.disturbances.restart(seconds);
  }

  dropWatches(): void {
    this.disturbances.dropWatches();
  }

  compact(): void {
    this.disturbances.compact();
  }
}

const matched = ["method", "verb", "kind", "namespace", "name", "subresource", "user", "isWrite"] as const;

const fits = (match: FaultMatch, request: RecordedRequest): boolean =>
  matched.every((key) => match[key] === undefined || match[key] === request[key]);

/** A server or a proxy on the way has too much to do. */
export const tooManyRequests = (retryAfterSeconds: number): FaultAction => ({
  type: "answer",
  status: 429,
  reason: "TooManyRequests",
  message: "Too many requests, please try again later.",
  headers: { "retry-after": String(retryAfterSeconds) },
});

/** A proxy on the way does not reach the API server. */
export const badGateway: FaultAction = {
  type: "answer",
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
};
