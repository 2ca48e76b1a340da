import { decide } from "../../../release/verify/decision";
import { type Finding, verdictOf } from "../../../release/verify/verdict";

const settings = { onPass: "promote", onFail: "rollback", onInconclusive: "wait" } as const;
const finding = (verdict: Finding["verdict"]): Finding => ({ kind: "functional", name: "", verdict, evidence: "" });

test.each([
  [[], "pass", "promote"],
  [["pass", "pass"], "pass", "promote"],
  [["pass", "inconclusive"], "inconclusive", "wait"],
  [["inconclusive", "fail", "pass"], "fail", "rollback"],
] as const)("findings %j are a %s, upon which the release does what is set: %s", (verdicts, verdict, decision) => {
  const found = verdictOf(verdicts.map(finding));
  expect(found.verdict).toBe(verdict);
  expect(decide(found, settings)).toBe(decision);
});
