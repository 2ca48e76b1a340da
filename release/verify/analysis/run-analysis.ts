import type { Service } from "../../../environments/schema/service";
import type { Clock } from "../../clock";
import { PodRequestCounter } from "../metrics/pod-request-counter";
import { PrometheusRequestCounter } from "../metrics/prometheus-request-counter";
import type { RequestCounter } from "../metrics/request-counter";
import type { RequestMetrics } from "../metrics/request-totals";
import type { PodAccess, Tracks } from "../pod-address";
import type { Look } from "../statistics/error-spending";
import { type Verdict, verdictOf } from "../verdict";
import { analyse } from "./analyse";
import type { TrackCounts } from "./counts";
import { noRequests } from "../metrics/increase";
import { SyntheticLoad } from "./synthetic-load";

/** What has been seen at a look, for whoever watches. */
export interface AnalysisProgress extends TrackCounts {
  readonly look: Look;
  readonly verdict: Verdict;
}

/** What of a service the analysis needs to know. */
export type AnalysedService = Pick<Service, "verification" | "probes">;

/** Requests are counted at the beginning, and every so often from then on. */
const secondsBetweenLooks = 60;

/** How often a window is looked at after its beginning. */
export const looksOf = (windowSeconds: number): number => Math.max(1, Math.floor(windowSeconds / secondsBetweenLooks));

/**
 * Compares canary and stable by the requests of a window of time. It ends before that when the canary is clearly bad, or
 * when nothing can be counted. Each pod costs one request to the Kubernetes API at the beginning and at each look; the
 * load, if there is any, one for each of its requests.
 *
 * @throws the signal's reason when that is aborted
 */
export async function runAnalysis(
  cluster: PodAccess,
  tracks: Tracks,
  service: AnalysedService,
  clock: Clock,
  signal: AbortSignal,
  onProgress: (progress: AnalysisProgress) => void = () => undefined,
): Promise<Verdict> {
  const { analysis, load } = service.verification;
  if (analysis.windowSeconds === 0) return verdictOf([]);
  const counter = counterOf(cluster, tracks, service, clock);
  const obstacle = await counter.begin();
  if (obstacle !== undefined) return notCounted(obstacle);

  const ended = new AbortController();
  const generator = new SyntheticLoad(cluster, tracks, { ...load, failureStatus: analysis.failureStatus }, clock);
  const running = load.requestsPerSecond > 0 ? generator.run(AbortSignal.any([signal, ended.signal])) : undefined;
  try {
    const of = looksOf(analysis.windowSeconds);
    for (let number = 1; ; number++) {
      await clock.sleep((analysis.windowSeconds * 1000) / of, signal);
      const counts = await counter.count();
      const isLast = number === of;
      if (typeof counts === "string") {
        if (isLast) return notCounted(counts);
        continue;
      }
      const seen = running === undefined ? counts : withLoad(counts, generator);
      const look = { number, of };
      const verdict = analyse(seen.canary, seen.stable, analysis, look);
      onProgress({ ...seen, look, verdict });
      if (isLast || verdict.verdict === "fail") return verdict;
    }
  } finally {
    ended.abort();
    await running;
  }
}

/** Which of a service's figures are requests of clients, and which of these are failures. */
export function metricsOf({ verification: { analysis }, probes }: AnalysedService): RequestMetrics {
  const { metrics, failureStatus } = analysis;
  const ignored = [...Object.values(probes), metrics.path, ...metrics.ignoredRoutes];
  return { metrics, failureStatus, ignoredRoutes: new Set(ignored) };
}

function counterOf(cluster: PodAccess, tracks: Tracks, service: AnalysedService, clock: Clock): RequestCounter {
  const { prometheus } = service.verification.analysis;
  const settings = metricsOf(service);
  if (prometheus === undefined) return new PodRequestCounter(cluster, tracks, settings);
  const token = process.env["PROMETHEUS_TOKEN"];
  const { namespace } = cluster;
  return new PrometheusRequestCounter({ prometheus, namespace, tracks, settings, clock, token });
}

/** What the release has seen of its own requests; the pods may have seen less of them. */
function withLoad({ canary, stable }: TrackCounts, generator: SyntheticLoad): TrackCounts {
  const load = generator.counts();
  return {
    canary: { ...canary, load: load.canary },
    stable: load.stable.total === 0 ? stable : { ...(stable ?? noRequests), load: load.stable },
  };
}

const notCounted = (why: string): Verdict =>
  verdictOf([
    {
      kind: "error-rate",
      name: "requests that fail",
      verdict: "inconclusive",
      evidence: `requests cannot be counted: ${why}`,
    },
  ]);
