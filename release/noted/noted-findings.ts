import { z } from "zod";

import type { Notes } from "../annotations";
import { foreignText } from "../diagnosis/foreign-text";
import { type Checks, checksIn, type Finding, totalOf, type Verdict } from "../verify/verdict";
import { notedList, parsed } from "./noted-list";

/** All annotations of an object have 256 KiB, and Kubernetes copies them to each revision. */
const mostBytes = 8000;

const mostFindings = 100;

const text = (longest: number) => z.string().transform((written) => foreignText(written, longest));

const finding = z.object({
  kind: z.enum(["functional", "command", "error-rate", "latency"]),
  name: text(200),
  verdict: z.enum(["pass", "fail", "inconclusive"]),
  evidence: text(300),
  pod: text(253).optional(),
  confidence: z.number().min(0).max(1).optional(),
  millis: z.number().nonnegative().optional(),
});

const weights: Readonly<Record<Finding["verdict"], number>> = { fail: 0, inconclusive: 2, pass: 4 };

/** There is a functional test for each pod, and only a few of all others, which are what is decided by. */
const weightOf = ({ verdict, kind }: Finding): number => weights[verdict] + (kind === "functional" ? 1 : 0);

/**
 * What a verification has seen, as it is noted beside its verdict: without what looks like a secret. Of more than fits,
 * those stay that speak against the version; of these, and of those that speak for it, what was compared comes first.
 */
export function notedFindings(findings: readonly Finding[]): string {
  const clean = findings.map((each) => finding.parse(each));
  let bytes = 0;
  const kept = new Set(
    [...clean]
      .sort((a, b) => weightOf(a) - weightOf(b))
      .slice(0, mostFindings)
      .filter((each) => {
        bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
        return bytes < mostBytes;
      }),
  );
  return JSON.stringify(clean.filter((each) => kept.has(each)));
}

/** The findings that were noted. */
export const findingsOf = (noted: string | undefined): Finding[] => notedList(noted, finding, mostFindings);

const count = z.number().int().nonnegative();
const checks = z.object({ pass: count, fail: count, inconclusive: count });

/** How many findings of each verdict there were; undefined when all of them were kept, and when nobody knows. */
export function checksOf(noted: string | undefined, kept: readonly Finding[]): Checks | undefined {
  const { data } = checks.safeParse(parsed(noted));
  return data !== undefined && totalOf(data) > kept.length ? data : undefined;
}

/** What is noted of a verification that has ended. @param at ISO 8601 */
export const notedVerdict = ({ verdict, findings }: Verdict, at: string): Notes => ({
  verdict,
  "verified-at": at,
  findings: notedFindings(findings),
  checks: JSON.stringify(checksIn(findings)),
});

/**
 * What was noted of a verification, for the track that is about to become what was verified. What is not known is empty,
 * so that nothing stays of the version before; whoever has edited the findings cannot make them larger.
 */
export function verificationNotes(notes: Notes): Notes {
  const kept = findingsOf(notes.findings);
  const counts = checksOf(notes.checks, kept);
  const carried: Readonly<Record<string, string>> = {
    verdict: notes.verdict ?? "",
    "verified-at": notes["verified-at"] ?? "",
    findings: kept.length === 0 ? "" : notedFindings(kept),
    checks: counts === undefined ? "" : JSON.stringify(counts),
  };
  return carried;
}
