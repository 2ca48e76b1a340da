import type { Axis, Options, Series } from "uplot";

import type { ChartKind, Line } from "./series";

export interface PlotPlace {
  readonly width: number;
  readonly height: number;
  /** What is shown, in milliseconds since 1970. */
  readonly rangeOf: () => [from: number, to: number];
  readonly onPoint: (at: number | undefined) => void;
}

/** The tracks that the old version may be: their lines are broken, so that nobody has to know colours. */
const dashes: Readonly<Record<string, number[]>> = { stable: [6, 4], blue: [6, 4] };

export function plotOptions(kind: ChartKind, lines: readonly Line[], place: PlotPlace): Options {
  const { width, height, rangeOf, onPoint } = place;
  return {
    width,
    height,
    ms: 1,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, sync: { key: "metrics" }, y: false, points: { size: 6 } },
    scales: {
      x: { range: rangeOf },
      y: { range: (_plot, _least, most) => [0, Math.max(kind.atLeast, 1.1 * most)] },
    },
    axes: [
      { ...axis, space: timeSpace, size: 24, values: timeTexts },
      { ...axis, space: 28, size: 40 },
    ],
    series: [{}, ...lines.map(lineOptions)],
    hooks: {
      setCursor: [
        ({ cursor: { idx }, data }) => {
          onPoint(typeof idx === "number" ? data[0][idx] : undefined);
        },
      ],
    },
  };
}

const lineOptions = ({ track, quantity, width }: Line): Series => ({
  label: `${track} ${quantity}`,
  stroke: () => colour(track),
  width,
  dash: dashes[track],
  // a line needs two of them
  points: { show: (_plot, _series, first, last) => last - first < 2, size: 5 },
});

const axis: Axis = {
  stroke: () => colour("quiet"),
  grid: { stroke: () => colour("border"), width: 1 },
  ticks: { show: false },
  font: "11px system-ui, sans-serif",
  gap: 4,
};

/** As the style sheet has it for the theme that there is now. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

const minuteMillis = 60_000;
const minuteFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const secondFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

const [minuteWidth, secondWidth] = [44, 60];

/** Marks that are less than a minute apart have seconds, too, which need room. */
const timeSpace: Axis.Space = (_plot, _axis, from, to, width) =>
  (minuteWidth / width) * (to - from) <= minuteMillis / 2 ? secondWidth : minuteWidth;

const timeTexts: Axis.DynamicValues = (_plot, times, _axis, _space, apart) =>
  times.map((at) => (apart < minuteMillis ? secondFormat : minuteFormat).format(at));
