import type { DashboardState, Sample, TrackSample } from "../dashboard-state";

/** One line of a chart. */
export interface Line {
  readonly track: string;
  readonly quantity: keyof TrackSample;
  /** In pixels: of several lines of a track the thicker one is the higher quantile. */
  readonly width: number;
}

export interface ChartKind {
  readonly title: string;
  readonly unit: string;
  readonly quantities: readonly (readonly [quantity: keyof TrackSample, width: number])[];
  /** The axis reaches at least this far, so that noise does not look like a mountain. */
  readonly atLeast: number;
}

export const chartKinds: readonly ChartKind[] = [
  { title: "Requests", unit: "per second", quantities: [["requestsPerSecond", 2]], atLeast: 1 },
  { title: "Errors", unit: "% of requests", quantities: [["errorPercent", 2]], atLeast: 1 },
  {
    title: "Latency",
    unit: "ms",
    quantities: [
      ["p50", 1],
      ["p95", 1.75],
      ["p99", 2.75],
    ],
    atLeast: 10,
  },
];

export const spans = [
  { label: "5 min", millis: 300_000 },
  { label: "15 min", millis: 900_000 },
  { label: "1 h", millis: 3_600_000 },
] as const;

/** The new track first. */
export function tracksOf({ candidate, deployments, strategy }: DashboardState, samples: readonly Sample[]): string[] {
  const known = strategy === "canary" ? ["canary", "stable"] : ["blue", "green"];
  const seen = new Set([
    ...deployments.map(({ track }) => track),
    ...samples.flatMap(({ tracks }) => Object.keys(tracks)),
  ]);
  const tracks = known.filter((track) => seen.has(track));
  return candidate === undefined ? tracks : tracks.sort((a, b) => rank(a) - rank(b));

  function rank(track: string): number {
    return track === candidate?.track ? 0 : 1;
  }
}

export const linesOf = ({ quantities }: ChartKind, tracks: readonly string[]): Line[] =>
  tracks.flatMap((track) => quantities.map(([quantity, width]) => ({ track, quantity, width })));

/** Longer than a few samples are apart: nobody has measured, so that nothing is to be drawn there. */
const gapMillis = 60_000;

/** What a chart draws: times, and for each line its values. */
export function columns(samples: readonly Sample[], lines: readonly Line[]): [number[], ...(number | null)[][]] {
  const rows = samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    return before !== undefined && sample.at - before.at > gapMillis
      ? [{ at: before.at + 1, tracks: {} }, sample]
      : [sample];
  });
  return [
    rows.map(({ at }) => at),
    ...lines.map(({ track, quantity }) => rows.map(({ tracks }: Sample) => tracks[track]?.[quantity] ?? null)),
  ];
}

/** Less of an axis says nothing of how it goes on. */
const leastMillis = 60_000;
/** The first sample is not half behind the edge. */
const edgeMillis = 5_000;

/** How long the axis is that all samples need; undefined when the shortest of the usual ones is not too long for them. */
export function ownSpan([first]: readonly Sample[], end: number): number | undefined {
  const needed = first === undefined ? Infinity : Math.max(leastMillis, end - first.at + edgeMillis);
  return needed < spans[0].millis ? needed : undefined;
}

/** The samples of the last while. */
export const lastOf = (samples: readonly Sample[], millis: number, end: number): readonly Sample[] =>
  samples.filter(({ at }) => at >= end - millis);
