import { oneLine, printable } from "../terminal/printable";

/** Between a sign and what it would refer to. */
const nothing = "\u200b";

/** Text that stays what it is: no emphasis, table, HTML, link, mention or reference to an issue comes of it. */
export const plainMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_{}[\]()<>|~!&]/g, "\\$&")
    .replace(/[@#](?=\S)/g, `$&${nothing}`)
    .replaceAll("://", ":\\/\\/")
    .replace(/\bwww\./gi, "www\\.")
    // what would be a heading, a list or a quotation at the begin of a line
    .replace(/^([-+=#]|\d+[.)])/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);

/** Text as it is in a span of code, which mentions nobody; in a table its pipes would end the cell. */
export function codeSpan(text: string): string {
  const code = oneLine(text).replaceAll("|", "\\|");
  if (code === "") return "";
  const fence = "`".repeat(longestRun(code) + 1);
  const space = /^`|`$/.test(code) ? " " : "";
  return `${fence}${space}${code}${space}${fence}`;
}

/** Lines in a block of code. */
export function codeBlock(lines: readonly string[], language = "text"): string[] {
  const code = lines.flatMap((line) => printable(line).split("\n"));
  const fence = "`".repeat(Math.max(3, ...code.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...code, fence];
}

/** A table whose cells are Markdown already. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(heads),
  row(heads.map(() => "---")),
  ...rows.map(row),
];

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
