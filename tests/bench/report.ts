import pc from "picocolors";

import { aligned, number, range, type Spread } from "../../tools/benchmark/figures";
import { type Target, targetLines } from "../../tools/benchmark/targets";

/** What one benchmark has found. */
export interface Outcome {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  readonly notes: readonly string[];
}

export interface Table {
  readonly title: string;
  /** What the ratios are relative to. @default - there are none */
  readonly baseline?: string;
  /** What is counted in the columns per item. @default - there are none */
  readonly item?: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly what: string;
  readonly runs: number;
  readonly seconds: Spread | undefined;
  readonly megabytes: Spread | undefined;
  /** How many times the baseline, run by run. */
  readonly timeRatio?: Spread | undefined;
  readonly memoryRatio?: Spread | undefined;
  /** What each item costs beyond the first one. */
  readonly perItem?: PerItem | undefined;
  readonly note?: string | undefined;
}

export interface PerItem {
  readonly milliseconds: number | undefined;
  readonly kilobytes: number | undefined;
}

export const missed = (outcomes: readonly Outcome[]): Target[] =>
  outcomes.flatMap(({ targets }) => targets.filter(({ met }) => met === false));

/** Everything as text, for people. */
export function describe(outcomes: readonly Outcome[], machine: Readonly<Record<string, string>>): string {
  const facts = Object.entries(machine).map(([name, fact]) => pc.dim(`${name}: ${fact}`));
  const parts = outcomes.map(({ name, tables, targets, notes }) =>
    [
      pc.bold(name),
      ...tables.flatMap((table) => ["", ...tableLines(table)]),
      ...(targets.length === 0 ? [] : ["", ...targetLines(targets)]),
      ...(notes.length === 0 ? [] : ["", ...notes.map((note) => pc.dim(`* ${note}`))]),
    ].join("\n"),
  );
  const targets = outcomes.flatMap((outcome) => outcome.targets);
  const count = (met: boolean | undefined) => targets.filter((target) => target.met === met).length;
  const [passed, failed, open] = [count(true), count(false), count(undefined)];
  const summary = `targets: ${passed} met, ${failed} missed${open === 0 ? "" : `, ${open} not measured`}`;
  return [facts.join("\n"), ...parts, failed === 0 ? pc.green(summary) : pc.red(summary), ""].join("\n\n");
}

function tableLines({ title, baseline = "baseline", item = "item", rows }: Table): string[] {
  const columns: [string, (row: Row) => string][] = [
    [title, ({ what }) => what],
    ["runs", ({ runs }) => String(runs)],
    ["seconds", ({ seconds }) => range(seconds)],
    ["peak MB", ({ megabytes }) => range(megabytes)],
    [`time ÷ ${baseline}`, ({ timeRatio }) => range(timeRatio)],
    [`memory ÷ ${baseline}`, ({ memoryRatio }) => range(memoryRatio)],
    [`ms per further ${item}`, ({ perItem }) => number(perItem?.milliseconds)],
    [`KB per further ${item}`, ({ perItem }) => number(perItem?.kilobytes)],
    ["", ({ note = "" }) => note],
  ];
  const used = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ""));
  const [header = "", ...lines] = aligned(
    [used.map(([name]) => name), ...rows.map((row) => used.map(([, cell]) => cell(row)))],
    used.flatMap(([name], column) => (column === 0 || name === "" ? column : [])),
  );
  return [pc.underline(header), ...lines];
}
