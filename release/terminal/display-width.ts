import stringWidth from "string-width";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a text takes in a terminal: two for most characters of Chinese, Japanese and Korean, and for emoji. */
export const widthOf = (text: string): number => (isAscii.test(text) ? text.length : stringWidth(text));

/** Most texts are, and they are measured five times a second. */
const isAscii = /^[ -~]*$/;

/** As much of a text as fits into some columns. */
export function take(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let room = width;
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept;
}

/** A text with spaces behind it, up to some columns. */
export const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

/** A text with spaces in front of it. */
export const padLeft = (text: string, width: number): string => " ".repeat(Math.max(0, width - widthOf(text))) + text;
