import type { Verification } from "../../../environments/schema/verification";
import type { Bucket, Counts } from "../analysis/counts";
import { readExposition, type Sample } from "./exposition";

/** The requests of clients that one process has answered since it started. */
export interface RequestTotals extends Counts {
  /** When the process started, in seconds since 1970, if it says so. */
  readonly startedAt?: number | undefined;
}

export interface RequestMetrics {
  readonly metrics: Verification["analysis"]["metrics"];
  readonly failureStatus: string;
  /** Values of the label for the route that are no clients' requests: probes, and the metrics themselves. */
  readonly ignoredRoutes: ReadonlySet<string>;
}

/** Reads them from what a pod shows to Prometheus. @returns undefined when it does not count requests by that name */
export function requestTotals(text: string, settings: RequestMetrics): RequestTotals | undefined {
  const { metrics, failureStatus, ignoredRoutes } = settings;
  const { samples, names } = readExposition(text);
  // OpenMetrics declares a counter without the ending of its samples
  if (!names.has(metrics.requests) && !names.has(metrics.requests.replace(/_total$/, ""))) return undefined;
  const ofClients = samples.filter(
    ({ labels, value }) => !Number.isNaN(value) && !ignoredRoutes.has(labels[metrics.routeLabel] ?? ""),
  );
  const isFailure = failurePattern(failureStatus);
  const requests = ofClients.filter(({ name }) => name === metrics.requests);
  const buckets = `${metrics.duration}_bucket`;
  const durations = [metrics.duration, buckets].some((name) => names.has(name))
    ? readBuckets(ofClients, buckets)
    : undefined;
  return {
    requests: sum(requests),
    failures: sum(requests.filter(({ labels }) => isFailure.test(labels[metrics.statusLabel] ?? ""))),
    ...(durations === undefined ? {} : { durations }),
    startedAt: samples.find(({ name }) => name === "process_start_time_seconds")?.value,
  };
}

/** Of a whole status, as Prometheus matches it. */
export const failurePattern = (failureStatus: string): RegExp => new RegExp(`^(?:${failureStatus})$`, "u");

function readBuckets(samples: readonly Sample[], name: string): Bucket[] {
  const requests = new Map<number, number>();
  for (const { name: found, labels, value } of samples) {
    if (found !== name) continue;
    const seconds = /^\+?inf$/i.test(labels["le"] ?? "") ? Infinity : Number(labels["le"]);
    if (!Number.isNaN(seconds)) requests.set(seconds, (requests.get(seconds) ?? 0) + value);
  }
  return [...requests].map(([seconds, count]) => ({ seconds, requests: count })).sort((a, b) => a.seconds - b.seconds);
}

const sum = (samples: readonly Sample[]): number => samples.reduce((total, { value }) => total + value, 0);
