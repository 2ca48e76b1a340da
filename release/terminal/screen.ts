import { stripVTControlCharacters } from "node:util";

import { widthOf } from "./display-width";
import type { OutputStream } from "./output-stream";

const escape = "\u001b[";
const hideCursor = `${escape}?25l`;
const showCursor = `${escape}?25h`;
const eraseRestOfLine = `${escape}K`;
const eraseBelow = `${escape}J`;

/** A terminal that knows these shows everything between them at once; others ignore them. */
const beginUpdate = `${escape}?2026h`;
const endUpdate = `${escape}?2026l`;

/**
 * Lines at the end of a terminal that are drawn again and again, below lines that stay. New lines are written over old
 * ones, in one piece and without erasing them first, so that nothing flickers.
 *
 * It is no library because those of Node.js 20 (log-update 7) leave a copy of what they have drawn behind each time
 * that the window is made narrower.
 */
export class Screen {
  private drawn: readonly string[] = [];
  private columns: number;
  private isHidden = false;

  constructor(private readonly out: OutputStream) {
    this.columns = out.columns;
  }

  /** @param frame lines that fit into the width, and are fewer than the terminal's rows */
  draw(frame: readonly string[], permanent: readonly string[] = []): void {
    const { columns } = this.out;
    if (permanent.length === 0 && columns === this.columns && isEqual(frame, this.drawn)) return;
    const rows = this.drawnRows();
    const text = [...permanent, ...frame].map((line) => `${line}${eraseRestOfLine}\n`).join("");
    const up = rows === 0 ? "" : `\r${escape}${rows}A`;
    this.out.write(`${beginUpdate}${this.isHidden ? "" : hideCursor}${up}${text}${eraseBelow}${endUpdate}`);
    this.isHidden = true;
    this.drawn = frame;
    this.columns = columns;
  }

  /** Leaves what is drawn where it is, and gives the terminal back. It can be drawn on again, below that. */
  leave(): void {
    if (this.isHidden) this.out.write(showCursor);
    this.isHidden = false;
    this.drawn = [];
  }

  /** A terminal that has become narrower has broken the lines that do not fit any more. */
  private drawnRows(): number {
    const { columns } = this.out;
    if (columns >= this.columns) return this.drawn.length;
    return this.drawn.reduce(
      (rows, line) => rows + Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / columns)),
      0,
    );
  }
}

const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);
