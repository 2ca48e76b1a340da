import { useEffect, useRef } from "preact/hooks";
import UPlot from "uplot";

import type { Sample } from "../dashboard-state";
import { type ChartKind, columns, type Line } from "./series";
import { plotOptions } from "./plot-options";

interface ChartProps {
  readonly kind: ChartKind;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
  /** Milliseconds. */
  readonly span: number;
  /** Milliseconds since 1970. */
  readonly end: number;
  /** The time that the pointer is at; undefined when it has gone. */
  readonly onPoint: (at: number | undefined) => void;
}

const height = 150;

/** Lines over time. Who does not see them has the table of values. */
export function Chart({ kind, samples, lines, span, end, onPoint }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  const range = useRef<[number, number]>([0, 0]);
  range.current = [end - span, end];
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new UPlot(
      plotOptions(kind, lines, { width: element.clientWidth, height, rangeOf: () => range.current, onPoint }),
      columns(samples, lines),
      element,
    );
    plot.current = made;
    return whileItIsThere(made, element);
  }, [kind, lines]);
  useEffect(() => {
    plot.current?.setData(columns(samples, lines));
  }, [samples, lines, span, end]);
  return <div ref={place} class="chart" role="img" aria-label={`${kind.title} ${kind.unit}, as lines over time`} />;
}

/** It follows its place's width, and the colours of the theme. @returns what ends it */
function whileItIsThere(plot: UPlot, element: HTMLElement): () => void {
  const size = new ResizeObserver(() => {
    plot.setSize({ width: element.clientWidth, height });
  });
  const theme = matchMedia("(prefers-color-scheme: dark)");
  const redraw = (): void => {
    plot.redraw();
  };
  size.observe(element);
  theme.addEventListener("change", redraw);
  return () => {
    size.disconnect();
    theme.removeEventListener("change", redraw);
    plot.destroy();
  };
}
