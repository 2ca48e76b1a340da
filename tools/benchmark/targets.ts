import pc from "picocolors";

import { aligned, number } from "./figures";

/** What a figure has to be. */
export interface Target {
  readonly what: string;
  readonly limit: string;
  /** @default - not measured, for the reason in `note` */
  readonly measured: number | boolean | undefined;
  /** Undefined when it was not measured. */
  readonly met: boolean | undefined;
  readonly note?: string | undefined;
}

interface Limit {
  readonly unit: string;
  /** Why there may be no figure, or what is special about it. */
  readonly note?: string | undefined;
}

export const atMost = (what: string, measured: number | undefined, limit: number, { unit, note }: Limit): Target => ({
  what,
  limit: `at most ${limit}${unit}`,
  measured,
  met: measured === undefined ? undefined : measured <= limit,
  note,
});

export const atLeast = (what: string, measured: number | undefined, limit: number, { unit, note }: Limit): Target => ({
  what,
  limit: `at least ${limit}${unit}`,
  measured,
  met: measured === undefined ? undefined : measured >= limit,
  note,
});

export const holds = (what: string, measured: boolean | undefined, note?: string): Target => ({
  what,
  limit: "yes",
  measured,
  met: measured,
  note,
});

/** A line for each, with its verdict. */
export function targetLines(targets: readonly Target[]): string[] {
  const cells = targets.map(({ what, limit, measured, note }) => [
    what,
    limit,
    typeof measured === "number" ? number(measured) : measured === undefined ? "–" : measured ? "yes" : "no",
    note ?? "",
  ]);
  return aligned(cells, [0, 1, 3]).map((line, index) => {
    const met = targets[index]?.met;
    const verdict = met === undefined ? pc.yellow("open") : met ? pc.green("pass") : pc.red("MISS");
    return `${verdict}  ${line}`;
  });
}
