import type { Verification } from "../../../environments/schema/verification";
import type { Clock } from "../../clock";
import type { Bucket, Counts, TrackCounts } from "../analysis/counts";
import type { PodSource, Tracks } from "../pod-address";
import { failurePattern, type RequestMetrics } from "./request-totals";
import type { RequestCounter } from "./request-counter";

export interface PrometheusProps {
  readonly prometheus: NonNullable<Verification["analysis"]["prometheus"]>;
  readonly namespace: string;
  readonly tracks: Tracks;
  readonly settings: RequestMetrics;
  readonly clock: Clock;
  /** Sent as a bearer token. @default - none */
  readonly token?: string | undefined;
}

/** One row of an answer to an instant query. */
interface Row {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** How long an answer may take. */
const timeoutMillis = 10_000;

/**
 * Counts requests by what a Prometheus has scraped from the pods. It extrapolates to the ends of the window, so that its
 * numbers are rounded; what happened since the last scrape is not in them.
 */
export class PrometheusRequestCounter implements RequestCounter {
  private begun = 0;
  private readonly seen = { canary: new Set<string>(), stable: new Set<string>() };

  constructor(private readonly props: PrometheusProps) {}

  async begin(): Promise<string | undefined> {
    this.begun = this.props.clock.now();
    this.notePods();
    const answer = await this.query("vector(1)");
    return typeof answer === "string" ? answer : undefined;
  }

  async count(): Promise<TrackCounts | string> {
    this.notePods();
    const { canary, stable } = this.seen;
    const counts = await Promise.all([this.countsOf(canary), this.countsOf(stable)]);
    const problem = counts.find((count) => typeof count === "string");
    if (problem !== undefined) return problem;
    const [ofCanary, ofStable] = counts as [Counts | undefined, Counts | undefined];
    return ofCanary === undefined
      ? `Prometheus knows no ${this.props.settings.metrics.requests} of the canary pods: set \`analysis.metrics\``
      : { canary: ofCanary, stable: ofStable };
  }

  private notePods(): void {
    const { tracks } = this.props;
    const note = (pods: PodSource, names: Set<string>): void => {
      for (const { name } of pods()) names.add(name);
    };
    note(tracks.canary, this.seen.canary);
    note(tracks.stable, this.seen.stable);
  }

  private async countsOf(pods: ReadonlySet<string>): Promise<Counts | string | undefined> {
    if (pods.size === 0) return undefined;
    const { metrics, failureStatus } = this.props.settings;
    const [requests, buckets] = await Promise.all([
      this.query(this.increase(metrics.requests, metrics.statusLabel, pods)),
      this.query(this.increase(`${metrics.duration}_bucket`, "le", pods)),
    ]);
    if (typeof requests === "string") return requests;
    if (typeof buckets === "string") return buckets;
    if (requests.length === 0) return undefined;
    const isFailure = failurePattern(failureStatus);
    const failures = requests.filter(({ metric }) => isFailure.test(metric[metrics.statusLabel] ?? ""));
    const counts = { requests: sum(requests), failures: sum(failures) };
    return buckets.length === 0 ? counts : { ...counts, durations: readBuckets(buckets) };
  }

  private increase(metric: string, by: string, pods: ReadonlySet<string>): string {
    const { prometheus, namespace, settings, clock } = this.props;
    const seconds = Math.max(1, Math.round((clock.now() - this.begun) / 1000));
    const selector = [
      `${prometheus.namespaceLabel}=${quoted(namespace)}`,
      `${prometheus.podLabel}=~${quoted([...pods].join("|"))}`,
      `${settings.metrics.routeLabel}!~${quoted([...settings.ignoredRoutes].map(escaped).join("|"))}`,
    ];
    return `sum by (${by}) (increase(${metric}{${selector.join(",")}}[${seconds}s]))`;
  }

  /** @returns rows, or a sentence when there are none to be had */
  private async query(query: string): Promise<readonly Row[] | string> {
    const { prometheus, token } = this.props;
    const url = `${prometheus.url.replace(/\/+$/, "")}/api/v1/query`;
    try {
      const response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ query }),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMillis),
      });
      const answer = await readAnswer(response);
      return answer.status === "success" && answer.data?.resultType === "vector"
        ? answer.data.result
        : `${url} answered ${response.status}: ${answer.error ?? "that is no answer of Prometheus"}`;
    } catch (error) {
      return `${url} does not answer: ${reasonOf(error as FetchError)}`;
    }
  }
}

interface FetchError {
  readonly message: string;
  readonly cause?: { readonly message: string; readonly code?: string };
}

/** When several addresses were tried, there is a code and no message. */
const reasonOf = ({ message, cause }: FetchError): string =>
  [cause?.message, cause?.code, message].find((reason) => reason !== undefined && reason !== "") ?? "";

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: readonly Row[] };
}

async function readAnswer(response: Response): Promise<Answer> {
  try {
    return ((await response.json()) as Answer | null) ?? {};
  } catch {
    // a page of something on the way
    return {};
  }
}

const sum = (rows: readonly Row[]): number => rows.reduce((total, { value: [, count] }) => total + rounded(count), 0);

const rounded = (count: string): number => (Number.isFinite(Number(count)) ? Math.round(Number(count)) : 0);

const readBuckets = (rows: readonly Row[]): Bucket[] =>
  rows
    .map(({ metric, value: [, count] }) => ({
      seconds: metric["le"] === "+Inf" ? Infinity : Number(metric["le"]),
      requests: rounded(count),
    }))
    .filter(({ seconds }) => !Number.isNaN(seconds))
    .sort((a, b) => a.seconds - b.seconds);

/** A string of PromQL. */
const quoted = (text: string): string => JSON.stringify(text);

/** A text as a regular expression that matches only it (RE2). */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
