import { z } from "zod";

import { foreignText } from "../diagnosis/foreign-text";
import type { Finding } from "../verify/verdict";
import { notedList } from "./noted-list";

/** All annotations of an object have 256 KiB, and Kubernetes copies them to each revision. */
const mostBytes = 8000;

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

const weights: Readonly<Record<Finding["verdict"], number>> = { fail: 0, inconclusive: 1, pass: 2 };

/**
 * What a verification has seen, as it is noted beside its verdict: without what looks like a secret. Of more than fits,
 * those stay that speak against the version.
 */
export function notedFindings(findings: readonly Finding[]): string {
  const clean = findings.map((each) => finding.parse(each));
  let bytes = 0;
  const kept = new Set(
    [...clean]
      .sort((a, b) => weights[a.verdict] - weights[b.verdict])
      .filter((each) => {
        bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
        return bytes < mostBytes;
      }),
  );
  return JSON.stringify(clean.filter((each) => kept.has(each)));
}

/** The findings that were noted. */
export const findingsOf = (noted: string | undefined): Finding[] => notedList(noted, finding, 100);
