import type { Clock } from "../../clock";
import { ask, type PodAccess, type PodAddress, type PodSource } from "../../verify/pod-address";
import { add, increase } from "../../verify/metrics/increase";
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

/** The last one that is asked has at least this long to be in the sample. */
const leastPatienceMillis = 1000;

/** A pod that takes longer is asked anew. It is asked by nobody else meanwhile, and may be the one that is in trouble. */
const timeoutMillis = 10_000;

/** What is known of a pod. */
interface SeenPod {
  readonly totals: RequestTotals;
  readonly at: number;
}

/**
 * Measures by the pods' own figures, through the API server: at most ten requests a second, one for each pod and sample.
 * Of more than 40 pods a part is asked each time, in turns, and the others are taken to do the same meanwhile. What is
 * kept of a pod takes about 2 kB. Pods are asked also where the analysis asks a Prometheus, whose figures are as old as
 * its last scrape. A sample waits for all pods until the next round is due; whoever answers later is in the next one.
 */
export class PodSampler implements SampleSource {
  private readonly seen = new Map<string, SeenPod>();
  /** Those that have not answered yet. */
  private readonly busy = new Map<string, Promise<void>>();
  /** What has come since the last sample. */
  private news: News = nothingNew();
  private readonly ended = new AbortController();
  private readonly everyMillis: number;
  private readonly rotation: Rotation;

  constructor(private readonly props: PodSamplerProps) {
    this.everyMillis = props.everyMillis ?? 5000;
    this.rotation = new Rotation(Math.max(1, Math.floor((this.everyMillis - leastPatienceMillis) / pauseMillis)));
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
        const sample = await this.sample(next - pauseMillis);
        if (Object.keys(sample.tracks).length > 0 || sample.silent !== undefined) onSample(sample);
        await clock.sleep(Math.max(0, next - clock.now()), signal);
      }
    } catch {
      // it was stopped; or there is a defect in what is shown, which must not end a command half-way
    }
  }

  /** @param due when it is told at the latest */
  private async sample(due: number): Promise<Sample> {
    const { tracks, clock } = this.props;
    const pods = new Map(Object.entries(tracks).map(([track, source]) => [track, source()]));
    const awaited = await this.round([...pods.values()].flat(), namesOf(pods), due);
    const { counts, answered } = this.news;
    this.news = nothingNew();
    const samples = [...pods].flatMap(([track, ofTrack]) => {
      const known = ofTrack.flatMap(({ name }) => counts.get(name) ?? []);
      return known.length === 0 ? [] : [[track, trackSample(known, ofTrack.length)] as const];
    });
    const silent = [...pods]
      .map(([track, ofTrack]) => ({ track, asked: ofTrack.filter(({ name }) => awaited.has(name)), ofTrack }))
      .filter(({ asked, ofTrack }) => asked.length > 0 && !ofTrack.some(({ name }) => answered.has(name)))
      .map(({ track }) => track);
    return { at: clock.now(), tracks: Object.fromEntries(samples), ...(silent.length > 0 && { silent }) };
  }

  /** Asks those whose turn it is, unless they have not answered yet. @returns names of all of them */
  private async round(
    pods: readonly PodAddress[],
    names: ReadonlyMap<string, readonly string[]>,
    due: number,
  ): Promise<ReadonlySet<string>> {
    const { clock } = this.props;
    const turns = new Set(this.rotation.next(names));
    const addresses = new Map(pods.map((pod) => [pod.name, pod]));
    for (const name of this.seen.keys()) if (!addresses.has(name)) this.seen.delete(name);
    for (const name of turns) {
      const pod = addresses.get(name);
      if (pod === undefined || this.busy.has(name)) continue;
      this.busy.set(name, this.ask(pod));
      await clock.sleep(pauseMillis, this.ended.signal);
    }
    await this.until(due, Promise.all(this.busy.values()));
    return turns;
  }

  private async ask(pod: PodAddress): Promise<void> {
    const { cluster, metrics, clock } = this.props;
    try {
      const answer = await ask(cluster, pod, { method: "GET", path: metrics.metrics.path, timeoutMillis });
      if (!("answer" in answer)) return;
      this.news.answered.add(pod.name);
      const totals = answer.answer.status === 200 ? requestTotals(answer.answer.body, metrics) : undefined;
      if (totals === undefined) return;
      const [before, at] = [this.seen.get(pod.name), clock.now()];
      this.seen.set(pod.name, { totals, at });
      if (before === undefined || at <= before.at) return;
      const news = { counts: increase(before.totals, totals), seconds: (at - before.at) / 1000 };
      this.news.counts.set(pod.name, together(this.news.counts.get(pod.name), news));
    } catch {
      // what cannot be asked is not known; whoever shows the state tells why
    } finally {
      this.busy.delete(pod.name);
    }
  }

  private async until(due: number, all: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.ended.signal, over.signal]);
    const { clock } = this.props;
    const patience = clock.sleep(Math.max(0, due - clock.now()), signal).catch(() => undefined);
    await Promise.race([all, patience]);
    over.abort();
  }
}

/** What pods have answered, by their names. */
interface News {
  readonly counts: Map<string, PodCounts>;
  readonly answered: Set<string>;
}

const nothingNew = (): News => ({ counts: new Map(), answered: new Set() });

/** One that was late may be in the same sample as the next one. */
const together = (late: PodCounts | undefined, { counts, seconds }: PodCounts): PodCounts =>
  late === undefined ? { counts, seconds } : { counts: add(late.counts, counts), seconds: late.seconds + seconds };

const namesOf = (pods: ReadonlyMap<string, readonly PodAddress[]>): ReadonlyMap<string, readonly string[]> =>
  new Map([...pods].map(([track, ofTrack]) => [track, ofTrack.map(({ name }) => name)]));
