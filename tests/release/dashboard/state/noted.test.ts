import { findingsOf, notedFindings } from "../../../../release/noted/noted-findings";
import { joinedReports, notedReports, reportsOf } from "../../../../release/noted/noted-reports";
import { mostKept, mostReports } from "../../../../release/noted/report-limits";
import type { Finding } from "../../../../release/verify/verdict";

const finding = (name: string, verdict: Finding["verdict"], evidence = "it answered 200"): Finding => ({
  kind: "functional",
  name,
  verdict,
  evidence,
});

const at = (second: number): string => new Date(1000 * second).toISOString();
const report = (second: number, text = "slow") => ({ at: at(second), by: "ana", text, image: "app:1" });

test("findings are read as they were noted, without secrets and without what a terminal obeys", () => {
  const found: Finding = { ...finding("ready", "fail"), pod: "canary-1", confidence: 0.99, millis: 12 };
  expect(findingsOf(notedFindings([found, finding("login", "pass", "\u001b[31mpassword=hunter2 was taken")]))).toEqual([
    found,
    finding("login", "pass", "password=… was taken"),
  ]);
});

test("of more findings than an annotation should hold those stay that speak against the version", () => {
  const many = Array.from({ length: 200 }, (_, number) => finding(`test ${number}`, "pass", "ä".repeat(200)));
  const noted = notedFindings([...many, finding("the last", "fail"), finding("the very last", "inconclusive")]);
  expect(Buffer.byteLength(noted)).toBeLessThanOrEqual(8000);
  const names = findingsOf(noted).map(({ name }) => name);
  expect([names[0], ...names.slice(-2)]).toEqual(["test 0", "the last", "the very last"]);
});

test.each([
  ["nothing", undefined],
  ["no JSON", "{"],
  ["no list", '{"0": 1}'],
  ["other things", '[1, null, {"name": "ready"}, {"kind": "magic", "name": "", "verdict": "pass", "evidence": ""}]'],
])("%s in an annotation is passed over", (_title, noted) => {
  expect([findingsOf(noted), reportsOf(noted)]).toEqual([[], []]);
});

test("what somebody else has written is cut, and what does not fit is passed over", () => {
  const noted = [report(1, "x".repeat(9000)), { ...report(2), at: "yesterday" }, { ...report(3), by: "\u202eeve" }];
  expect(reportsOf(JSON.stringify(noted))).toEqual([report(1, "x".repeat(500)), { ...report(3), by: "eve" }]);
});

test("reports of two versions are kept, each once, and of more than have room the newest", () => {
  const many = Array.from({ length: mostReports }, (_, second) => report(second));
  const others = Array.from({ length: mostReports }, (_, second) => report(second + 10));
  const joined = reportsOf(joinedReports(notedReports(many), notedReports(others)));
  expect(joined.map((each) => each.at)).toEqual(Array.from({ length: 30 }, (_, index) => at(29 - index)));
  const further = Array.from({ length: mostKept }, (_, second) => report(second + 20));
  expect(reportsOf(joinedReports(notedReports(further), notedReports(joined)))).toEqual(further.reverse());
  expect(joinedReports(undefined, "")).toBe("");
});
