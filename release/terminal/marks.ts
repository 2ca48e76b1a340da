/** Signs by which states are told apart at a glance. */
export interface Marks {
  readonly done: string;
  readonly running: string;
  readonly failed: string;
  readonly skipped: string;
  readonly pending: string;
  readonly ready: string;
  readonly waiting: string;
  readonly failing: string;
  readonly stopping: string;
  readonly ellipsis: string;
}

export const unicodeMarks: Marks = {
  done: "✓",
  running: "●",
  failed: "✗",
  skipped: "–",
  pending: "·",
  ready: "✓",
  waiting: "○",
  failing: "✗",
  stopping: "↓",
  ellipsis: "…",
};

export const asciiMarks: Marks = {
  done: "+",
  running: "*",
  failed: "x",
  skipped: "-",
  pending: ".",
  ready: "+",
  waiting: "o",
  failing: "x",
  stopping: "v",
  ellipsis: "...",
};

/** The marks that a terminal can show, by the locale in its variables. */
export function marksFor(variables: Readonly<Record<string, string | undefined>>, platform: string): Marks {
  const locale = [variables["LC_ALL"], variables["LC_CTYPE"], variables["LANG"]].find(
    (value) => value !== undefined && value !== "",
  );
  // macOS sets none for programs that were not started from a terminal; of Windows only the newer terminal can
  if (locale === undefined)
    return platform === "darwin" || variables["WT_SESSION"] !== undefined ? unicodeMarks : asciiMarks;
  return /utf-?8/i.test(locale) ? unicodeMarks : asciiMarks;
}
