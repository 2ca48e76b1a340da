import { closest, distance } from "fastest-levenshtein";

/** One thing that is wrong with, or noteworthy about, an environment file. */
export interface Problem {
  /** Where, as the user wrote it: `cluster.nodeCount`, `network.cidr`. Empty for the file as a whole. */
  readonly path: string;
  /** The rule, worded to follow the path: "must be …", "is not …". Lower case, no final period. */
  readonly rule: string;
  /**
   * The offending value, shown as JSON.
   *
   * @default - no value is shown (it is missing, or must not be printed)
   */
  readonly got?: unknown;
  /**
   * What to do about it: an imperative without a final period.
   *
   * @default - the rule says it all
   */
  readonly fix?: string;
  /**
   * Other settings that the rule compares with. A problem is dropped when one of them is itself
   * wrong, because the comparison would then speak of a value that the user never wrote.
   *
   * @default - none
   */
  readonly related?: readonly string[];
}

/** The problems of one environment file. */
export interface FileProblems {
  /** Path of the file as shown to the user: `environments/aws-demo.ts`. */
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** The user's input is wrong. Carries every problem of every file; nothing has been written. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";

  constructor(readonly files: readonly FileProblems[]) {
    super(files.map(describeFile).join("\n"));
  }
}

/** `` `path` rule, got: value; fix `` */
export function describeProblem({ path, rule, got, fix }: Problem): string {
  const subject = path === "" ? "" : `\`${visible(path)}\` `;
  const value = got === undefined ? "" : `, got: ${display(got)}`;
  return `${subject}${rule}${value}${fix === undefined ? "" : `; ${fix}`}`;
}

function describeFile({ file, problems }: FileProblems): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${file} has ${count}:`, ...problems.map((problem) => `  - ${describeProblem(problem)}`)].join("\n");
}

/** JSON, with what JSON cannot say (NaN, functions) and invisible characters made visible, cut at 120 characters. */
export function display(value: unknown): string {
  const text = visible(typeof value === "number" || typeof value === "bigint" ? String(value) : json(value));
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function json(value: unknown): string {
  if (["function", "symbol", "undefined"].includes(typeof value)) return typeof value;
  try {
    return JSON.stringify(value);
  } catch {
    // it contains itself, or a bigint
    return typeof value;
  }
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** "did you mean "x"?" when one of the candidates is close to what was written. */
export function didYouMean(written: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = candidates.map((candidate) => candidate.toLowerCase());
  const near = closest(written.toLowerCase(), lower);
  if (distance(written.toLowerCase(), near) > Math.max(2, Math.floor(near.length / 3))) return undefined;
  return `did you mean ${JSON.stringify(candidates[lower.indexOf(near)])}?`;
}
