import { memoryOf, type Measurement, timeOf } from "./measure";
import type { Outcome, PerItem, Row } from "./report";

export interface Settings {
  /** Fewer runs and smaller sizes. */
  readonly quick: boolean;
  /** Says what is going on. */
  readonly progress: (text: string) => void;
}

/** One of the things that are measured. */
export interface Benchmark {
  readonly name: string;
  /** What it measures, in one line of the help. */
  readonly summary: string;
  readonly run: (settings: Settings) => Promise<Outcome>;
}

/** The figures of one command, as a row of a table. */
export function rowOf(what: string, runs: readonly Measurement[], rest: Partial<Row> = {}): Row {
  const incomplete = runs.some(({ complete }) => !complete);
  return {
    what,
    runs: runs.length,
    seconds: timeOf(runs),
    megabytes: memoryOf(runs),
    ...rest,
    note: incomplete ? "ended at the limit of time" : rest.note,
  };
}

/**
 * What each item costs beyond the first: the start of the process, which all sizes share, is taken out. Left in, it
 * would make any program look better the more it does.
 */
export function perFurtherItem(
  count: number,
  runs: readonly Measurement[],
  one: readonly Measurement[],
): PerItem | undefined {
  if (count <= 1) return undefined;
  const [time, timeOfOne] = [timeOf(runs)?.median, timeOf(one)?.median];
  const [memory, memoryOfOne] = [memoryOf(runs)?.median, memoryOf(one)?.median];
  return {
    milliseconds: time === undefined || timeOfOne === undefined ? undefined : ((time - timeOfOne) / (count - 1)) * 1e3,
    kilobytes:
      memory === undefined || memoryOfOne === undefined ? undefined : ((memory - memoryOfOne) / (count - 1)) * 1024,
  };
}
