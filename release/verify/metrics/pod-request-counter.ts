import type { Counts, TrackCounts } from "../analysis/counts";
import { ask, type PodAccess, type PodAddress, type PodSource, type Tracks } from "../pod-address";
import { add, increase, noRequests } from "./increase";
import type { RequestCounter } from "./request-counter";
import { type RequestMetrics, requestTotals, type RequestTotals } from "./request-totals";

/** One pod, from the first time that it was seen. */
interface SeenPod {
  readonly counts: Counts;
  readonly last: RequestTotals;
}

/**
 * Counts requests by the pods' own figures: one request to the Kubernetes API for each pod and look. Pods come and go
 * meanwhile; each counts from when it was seen first to when it was seen last.
 */
export class PodRequestCounter implements RequestCounter {
  private readonly canary = new Map<string, SeenPod>();
  private readonly stable = new Map<string, SeenPod>();
  /** Why the canary gave no figures the last time. */
  private obstacle: string | undefined;

  constructor(
    private readonly cluster: PodAccess,
    private readonly tracks: Tracks,
    private readonly settings: RequestMetrics,
  ) {}

  async begin(): Promise<string | undefined> {
    await this.look();
    return this.canary.size > 0 ? undefined : (this.obstacle ?? "there is no canary pod that is ready");
  }

  async count(): Promise<TrackCounts | string> {
    await this.look();
    if (this.canary.size === 0) return this.obstacle ?? "there is no canary pod that is ready";
    return { canary: sum(this.canary), stable: this.stable.size === 0 ? undefined : sum(this.stable) };
  }

  private async look(): Promise<void> {
    const [[obstacle]] = await Promise.all([
      this.lookAt(this.tracks.canary, this.canary),
      this.lookAt(this.tracks.stable, this.stable),
    ]);
    this.obstacle = obstacle;
  }

  private async lookAt(pods: PodSource, seen: Map<string, SeenPod>): Promise<string[]> {
    const obstacles = await Promise.all(pods().map((pod) => this.lookAtPod(pod, seen)));
    return obstacles.filter((obstacle) => obstacle !== undefined);
  }

  private async lookAtPod(pod: PodAddress, seen: Map<string, SeenPod>): Promise<string | undefined> {
    const { path } = this.settings.metrics;
    const asked = await ask(this.cluster, pod, { method: "GET", path });
    if ("lost" in asked) return asked.why;
    const { status, body } = asked.answer;
    if (status !== 200) return `${pod.name} answered ${status} to ${path}: set \`analysis.metrics.path\``;
    const now = requestTotals(body, this.settings);
    const { requests } = this.settings.metrics;
    if (now === undefined) return `${pod.name} shows no ${requests} at ${path}: set \`analysis.metrics.requests\``;
    const before = seen.get(pod.name);
    const counts = before === undefined ? noRequests : add(before.counts, increase(before.last, now));
    seen.set(pod.name, { counts, last: now });
    return undefined;
  }
}

const sum = (pods: ReadonlyMap<string, SeenPod>): Counts =>
  [...pods.values()].map(({ counts }) => counts).reduce(add, noRequests);
