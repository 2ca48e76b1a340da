/** What became of a verification: of its functional tests, or of the comparison of canary and stable. */
export interface Verdict {
  readonly verdict: "pass" | "fail" | "inconclusive";
  readonly findings: readonly Finding[];
  /** How many there were, when more than these. @default - these are all */
  readonly checks?: Checks | undefined;
  /** The image that was verified. @default - nobody knows */
  readonly image?: string | undefined;
  /** It is promoted although it is not `pass`. @default false */
  readonly accepted?: boolean | undefined;
}

/** Numbers of findings by their verdict. */
export type Checks = Readonly<Record<Finding["verdict"], number>>;

/** One thing that was looked at. */
export interface Finding {
  readonly kind: "functional" | "command" | "error-rate" | "latency";
  /** Name of the test, or of what was compared. */
  readonly name: string;
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** What was seen, with its figures, in one sentence: `canary 12 of 340 requests failed (3.5 %), stable 2 of 912 (0.2 %)`. */
  readonly evidence: string;
  /** Name of the pod, when it is about one. */
  readonly pod?: string;
  /** How sure it is, from 0 to 1. @default - it is not a matter of chance */
  readonly confidence?: number;
  readonly millis?: number;
}

/** The worst of all findings; without any, nothing is against it. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const verdicts = findings.map(({ verdict }) => verdict);
  const worst = verdicts.includes("fail") ? "fail" : verdicts.includes("inconclusive") ? "inconclusive" : "pass";
  return { verdict: worst, findings };
}

export function checksIn(findings: readonly Finding[]): Checks {
  const count = (wanted: Finding["verdict"]): number => findings.filter(({ verdict }) => verdict === wanted).length;
  return { pass: count("pass"), fail: count("fail"), inconclusive: count("inconclusive") };
}

export const totalOf = ({ pass, fail, inconclusive }: Checks): number => pass + fail + inconclusive;

/** `fail`; `fail, accepted` of what was promoted nevertheless */
export const verdictWords = ({ verdict, accepted = false }: Pick<Verdict, "verdict" | "accepted">): string =>
  accepted ? `${verdict}, accepted` : verdict;

/** Nothing that is a matter of chance is ever certain. */
export const sureText = (confidence: number): string =>
  confidence > 0.99 ? "> 99 % sure" : `${Math.round(100 * confidence)} % sure`;
