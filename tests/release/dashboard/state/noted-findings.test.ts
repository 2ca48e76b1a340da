import {
  checksOf,
  findingsOf,
  notedFindings,
  notedVerdict,
  verificationNotes,
} from "../../../../release/noted/noted-findings";
import { checksIn, type Finding, totalOf, verdictOf } from "../../../../release/verify/verdict";

const at = "2026-03-01T12:00:00.000Z";

const functional = (number: number, verdict: Finding["verdict"] = "pass"): Finding => ({
  kind: "functional",
  name: `test ${number % 20} answers as it should`,
  verdict,
  evidence: `GET /all?number=${number} was answered with 200, as expected`,
  pod: `addressbook-canary-5d4f9c8b7-${number}`,
  millis: number,
});

const compared = (kind: Finding["kind"], verdict: Finding["verdict"] = "pass"): Finding => ({
  kind,
  name: kind,
  verdict,
  evidence: "canary 3 of 2114 requests failed (0.1 %), stable 11 of 8490 (0.1 %)",
  confidence: 0.98,
});

/** As a verification has them: nine pods with 20 tests each, and what was compared at the end. */
const many: readonly Finding[] = [
  ...Array.from({ length: 180 }, (_, number) => functional(number)),
  compared("command"),
  compared("error-rate"),
  compared("latency"),
];

test("of many pods what was compared is kept before what each of them has answered", () => {
  const noted = notedFindings(many);
  const kept = findingsOf(noted);
  expect(Buffer.byteLength(noted)).toBeLessThanOrEqual(8000);
  expect(kept.length).toBeLessThan(many.length);
  expect(kept.slice(-3)).toEqual(many.slice(-3));
});

test("what speaks against the version is kept before all that speaks for it", () => {
  const failed = [functional(180, "fail"), functional(181, "inconclusive")];
  const kept = findingsOf(notedFindings([...many, ...failed]));
  expect(kept.slice(-5)).toEqual([...many.slice(-3), ...failed]);
});

test("so many small findings that fit are kept as can be read again", () => {
  const small = Array.from({ length: 120 }, (): Finding => ({
    kind: "functional",
    name: "",
    verdict: "pass",
    evidence: "",
  }));
  expect(findingsOf(notedFindings([...small, compared("latency")])).at(-1)).toEqual(compared("latency"));
});

test("how many there were is known when not all are kept", () => {
  const { findings, checks, ...rest } = notedVerdict(verdictOf([...many, functional(180, "fail")]), at);
  expect(rest).toEqual({ verdict: "fail", "verified-at": at });
  const kept = findingsOf(findings);
  expect(checksOf(checks, kept)).toEqual({ pass: 183, fail: 1, inconclusive: 0 });
  expect(totalOf(checksIn(kept))).toBeLessThan(184);

  const few = notedVerdict(verdictOf(many.slice(0, 3)), at);
  expect(checksOf(few.checks, findingsOf(few.findings))).toBeUndefined();
});

test.each(["", "{", "[]", '{"pass":-1,"fail":0,"inconclusive":0}', '{"pass":"many","fail":0,"inconclusive":0}'])(
  "%j is no number of checks",
  (noted) => {
    expect(checksOf(noted, [])).toBeUndefined();
  },
);

test("a promotion takes all of it along, and nothing that somebody has made too large", () => {
  const noted = notedVerdict(verdictOf(many), at);
  expect(verificationNotes({ ...noted, image: "app:1", "proven-pods": "5d4f9" })).toEqual(noted);
  const edited = JSON.stringify(Array.from({ length: 90 }, () => ({ ...functional(1), evidence: "x".repeat(9000) })));
  const carried = verificationNotes({ verdict: "fail", findings: edited, checks: "x".repeat(9000) });
  expect(carried).toMatchObject({ verdict: "fail", "verified-at": "", checks: "" });
  expect(Buffer.byteLength(carried.findings ?? "")).toBeLessThanOrEqual(8000);
  // nothing of the version before stays
  expect(verificationNotes({})).toEqual({ verdict: "", "verified-at": "", findings: "", checks: "" });
});
