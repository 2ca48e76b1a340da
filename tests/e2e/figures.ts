import { aligned, number } from "../../tools/benchmark/figures";
import type { ToolRun } from "../baseline/release-tool";
import type { LoadResult } from "./load/load";

/** What one release cost its clients, and the one who did it. */
export interface Figure {
  readonly what: string;
  readonly runs: readonly ToolRun[];
  readonly load?: LoadResult;
  readonly leastReady?: number;
  /** Seconds of the tool in which no pod was starting. */
  readonly ownSeconds?: number;
  /** Seconds until the cause was told. */
  readonly noticed?: number;
  /** Seconds from the end of the tool until the last pod of the old version was gone; negative: before. */
  readonly oldGone?: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

export const cpuOf = (runs: readonly ToolRun[]): number => sum(runs.map(({ cpuSeconds }) => cpuSeconds));

/** All of them in a table. */
export function table(figures: readonly Figure[]): string {
  const columns: readonly [string, (figure: Figure) => number | undefined][] = [
    ["requests", ({ load }) => load?.requests],
    ["lost", ({ load }) => load?.lost.length],
    ["slowest, ms", ({ load }) => load && Math.round(load.slowest)],
    ["least ready", ({ leastReady }) => leastReady],
    ["tool, s", ({ runs }) => sum(runs.map(({ seconds }) => seconds))],
    ["its own, s", ({ ownSeconds }) => ownSeconds],
    ["cause told, s", ({ noticed }) => noticed],
    ["old gone, s", ({ oldGone }) => oldGone],
    ["API requests", ({ runs }) => sum(runs.map(({ requests }) => requests.length))],
    ["CPU, s", ({ runs }) => cpuOf(runs)],
  ];
  const rows = figures.map((figure) => [figure.what, ...columns.map(([, value]) => number(value(figure)))]);
  return aligned([["", ...columns.map(([name]) => name)], ...rows], [0]).join("\n");
}
