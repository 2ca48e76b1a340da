import type { Counts } from "../../verify/analysis/counts";
import { quantile, totalOf } from "../../verify/analysis/slowness";
import { add, noRequests } from "../../verify/metrics/increase";
import type { TrackSample } from "../dashboard-state";

/** The requests that a pod has answered in a span of time. */
export interface PodCounts {
  readonly counts: Counts;
  readonly seconds: number;
}

/**
 * What a track does, by some of its pods.
 *
 * @param pods those that were asked, and answered
 * @param ofPods how many the track has; the others are taken to do what these do
 */
export function trackSample(pods: readonly PodCounts[], ofPods: number): TrackSample {
  const { requests, failures, durations = [] } = pods.map(({ counts }) => counts).reduce(add, noRequests);
  const perSecond = pods.reduce((sum, { counts, seconds }) => sum + counts.requests / seconds, 0);
  const requestsPerSecond = rounded((perSecond * ofPods) / pods.length, 100);
  if (requests === 0) return { requestsPerSecond };
  const sample = { requestsPerSecond, errorPercent: rounded((100 * failures) / requests, 100) };
  const greatest = durations.findLast(({ seconds }) => Number.isFinite(seconds))?.seconds;
  if (totalOf(durations) === 0 || greatest === undefined) return sample;
  // as Prometheus does: beyond the last bound nothing is known
  const millis = (part: number): number => rounded(1000 * Math.min(greatest, quantile(durations, part)), 10);
  return { ...sample, p50: millis(0.5), p95: millis(0.95), p99: millis(0.99) };
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
