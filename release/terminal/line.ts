import type { Colors } from "picocolors/types";

import { take, widthOf } from "./display-width";

export type Style = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";

/** A piece of a line, and how it looks. */
export interface Span {
  readonly text: string;
  /** @default - as the terminal has it */
  readonly style?: Style | undefined;
}

export type Line = readonly Span[];

export const span = (text: string, style?: Style): Span => ({ text, style });

/** A line with its colours. @param width columns that there are, after which it is cut */
export function paint(line: Line, colors: Colors, width = Infinity, ellipsis = "…"): string {
  const fits = line.reduce((sum, { text }) => sum + widthOf(text), 0) <= width;
  let room = fits ? width : width - widthOf(ellipsis);
  let painted = "";
  for (const { text, style } of line) {
    const shown = take(text, Math.max(0, room));
    painted += style === undefined || shown === "" ? shown : colors[style](shown);
    room -= widthOf(shown);
    if (shown !== text) break;
  }
  return fits ? painted : painted + ellipsis;
}
