import type { Clock } from "../../clock";
import { ask, type PodAccess, type PodAddress, type PodSource } from "../../verify/pod-address";
import { increase } from "../../verify/metrics/increase";
import { type RequestMetrics, type RequestTotals, requestTotals } from "../../verify/metrics/request-totals";
import type { Sample } from "../dashboard-state";
import { Rotation } from "./rotation";
import type { SampleSource } from "./sample-source";
import { type PodCounts, trackSample } from "./track-sample";

export interface PodSamplerProps {
  readonly cluster: PodAccess;
  readonly clock: Clock;
  /** The ready pods by name of their track. */
  readonly tracks: Readonly<Record<string, PodSource>>;
  readonly metrics: RequestMetrics;
  /** Milliseconds from one sample to the next. @default 5000 */
  readonly everyMillis?: number;
}

/** Between two requests to the API. */
const pauseMillis = 100;

/** A pod that is later than that is not in the sample; the last one that is asked has this long, too. */
const patienceMillis = 1000;

/** What is known of a pod. */
interface SeenPod {
  readonly totals: RequestTotals;
  readonly at: number;
}

/**
 * Measures by the pods' own figures, through the API server: at most ten requests a second, one for each pod and sample.
 * Of more than 40 pods a part is asked each time, in turns, and the others are taken to do the same meanwhile. What is
 * kept of a pod takes about 2 kB. Pods are asked also where the analysis asks a Prometheus, whose figures are as old as
 * its last scrape.
 */
export class PodSampler implements SampleSource {
  private readonly seen = new Map<string, SeenPod>();
  private readonly busy = new Set<string>();
  private readonly ended = new AbortController();
  private readonly everyMillis: number;
  private readonly rotation: Rotation;

  constructor(private readonly props: PodSamplerProps) {
    this.everyMillis = props.everyMillis ?? 5000;
    this.rotation = new Rotation(Math.max(1, Math.floor((this.everyMillis - patienceMillis) / pauseMillis)));
  }

  start(onSample: (sample: Sample) => void): void {
    void this.run(onSample);
  }

  stop(): void {
    this.ended.abort();
  }

  private async run(onSample: (sample: Sample) => void): Promise<void> {
    const { clock } = this.props;
    const { signal } = this.ended;
    try {
      for (;;) {
        const next = clock.now() + this.everyMillis;
        const sample = await this.sample();
        if (Object.keys(sample.tracks).length > 0) onSample(sample);
        await clock.sleep(Math.max(0, next - clock.now()), signal);
      }
    } catch {
      // it was stopped; or there is a defect in what is shown, which must not end a command half-way
    }
  }

  private async sample(): Promise<Sample> {
    const { tracks, clock } = this.props;
    const pods = new Map(Object.entries(tracks).map(([track, source]) => [track, source()]));
    const counts = await this.round([...pods.values()].flat(), namesOf(pods));
    const samples = [...pods].flatMap(([track, ofTrack]) => {
      const known = ofTrack.flatMap(({ name }) => counts.get(name) ?? []);
      return known.length === 0 ? [] : [[track, trackSample(known, ofTrack.length)] as const];
    });
    return { at: clock.now(), tracks: Object.fromEntries(samples) };
  }

  /** Asks those whose turn it is. @returns what has come in time, by name of the pod */
  private async round(
    pods: readonly PodAddress[],
    names: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, PodCounts>> {
    const { clock } = this.props;
    const counts = new Map<string, PodCounts>();
    const asked: Promise<void>[] = [];
    const addresses = new Map(pods.map((pod) => [pod.name, pod]));
    for (const name of this.seen.keys()) if (!addresses.has(name)) this.seen.delete(name);
    for (const name of this.rotation.next(names)) {
      const pod = addresses.get(name);
      if (pod === undefined || this.busy.has(name)) continue;
      asked.push(this.ask(pod, counts));
      await clock.sleep(pauseMillis, this.ended.signal);
    }
    await this.inTime(Promise.all(asked));
    return counts;
  }

  private async ask(pod: PodAddress, counts: Map<string, PodCounts>): Promise<void> {
    const { cluster, metrics, clock } = this.props;
    this.busy.add(pod.name);
    try {
      const answer = await ask(cluster, pod, { method: "GET", path: metrics.metrics.path });
      const totals =
        "answer" in answer && answer.answer.status === 200 ? requestTotals(answer.answer.body, metrics) : undefined;
      if (totals === undefined) return;
      const [before, at] = [this.seen.get(pod.name), clock.now()];
      this.seen.set(pod.name, { totals, at });
      if (before !== undefined && at > before.at)
        counts.set(pod.name, { counts: increase(before.totals, totals), seconds: (at - before.at) / 1000 });
    } catch {
      // what cannot be asked is not known; whoever shows the state tells why
    } finally {
      this.busy.delete(pod.name);
    }
  }

  private async inTime(all: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.ended.signal, over.signal]);
    const patience = this.props.clock.sleep(patienceMillis, signal).catch(() => undefined);
    await Promise.race([all, patience]);
    over.abort();
  }
}

const namesOf = (pods: ReadonlyMap<string, readonly PodAddress[]>): ReadonlyMap<string, readonly string[]> =>
  new Map([...pods].map(([track, ofTrack]) => [track, ofTrack.map(({ name }) => name)]));
