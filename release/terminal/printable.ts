import { stripVTControlCharacters } from "node:util";

/**
 * Text from the cluster as it may be shown: without what moves a cursor, sets a title, or turns the direction of
 * reading. Line breaks stay.
 */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, "");

/** The same in one line, cut at a number of characters. */
export function oneLine(text: string, most = Infinity): string {
  const line = printable(text).replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
