import { describe } from "../diagnosis/describe";
import { endings, findingText } from "../terminal/event-lines";
import { type StepName, stepNames } from "../terminal/release-event";
import { type ReleaseProgress, stepMillis } from "../terminal/release-progress";
import type { Finding } from "../verify/verdict";
import { type XmlElement, xmlDocument } from "./xml-text";

/** One test case: what became of it, and what is to be read when it is not well. */
interface Case {
  readonly name: string;
  readonly suite: string;
  readonly millis: number;
  readonly result: "passed" | "failure" | "error" | "skipped";
  readonly message?: string;
  readonly details?: string;
}

/**
 * The report of a release in the format of JUnit: each step, each functional test and each comparison is a test case.
 * What was not reached or not decided is skipped.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function junitReport(progress: ReleaseProgress): string {
  const { started, finished, verdicts } = progress;
  const name = started === undefined ? "release" : `release ${started.command} ${started.environment}`;
  const findings = verdicts.flatMap(({ findings: found, accepted = false }) =>
    found.map((finding) => findingCase(finding, accepted)),
  );
  const cases = [...stepCases(progress), ...findings];
  const suites = [...new Set(cases.map(({ suite }) => suite))].map((suite) => ({
    suite,
    members: cases.filter((candidate) => candidate.suite === suite),
  }));
  return xmlDocument({
    name: "testsuites",
    attributes: {
      name,
      tests: cases.length,
      failures: count(cases, "failure"),
      errors: count(cases, "error"),
      time: seconds(started === undefined || finished === undefined ? 0 : finished.at - started.at),
    },
    content: suites.map(({ suite, members }) => suiteElement(name, suite, members, started?.at)),
  });
}

const count = (cases: readonly Case[], result: Case["result"]): number =>
  cases.filter((candidate) => candidate.result === result).length;

const seconds = (millis: number): string => (Math.max(0, millis) / 1000).toFixed(3);

function suiteElement(
  release: string,
  suite: string,
  cases: readonly Case[],
  startedAt: number | undefined,
): XmlElement {
  return {
    name: "testsuite",
    attributes: {
      name: suite,
      tests: cases.length,
      failures: count(cases, "failure"),
      errors: count(cases, "error"),
      skipped: count(cases, "skipped"),
      time: seconds(cases.reduce((sum, { millis }) => sum + millis, 0)),
      timestamp: startedAt === undefined ? undefined : new Date(startedAt).toISOString().slice(0, 19),
    },
    content: cases.map((one) => caseElement(release, one)),
  };
}

const caseElement = (release: string, { name, suite, millis, result, message, details }: Case): XmlElement => ({
  name: "testcase",
  attributes: { name, classname: `${release.replaceAll(" ", ".")}.${suite}`, time: seconds(millis) },
  content:
    result === "passed"
      ? []
      : [
          {
            name: result,
            attributes: { message, type: result === "skipped" ? undefined : suite },
            content: details ?? "",
          },
        ],
});

function stepCases(progress: ReleaseProgress): Case[] {
  const { finished, diagnoses } = progress;
  const details = diagnoses.flatMap((diagnosis) => describe(diagnosis)).join("\n");
  const cases = stepNames.map((step) => stepCase(progress, step, details));
  if (finished?.code === 0 || cases.some(({ result }) => result === "failure" || result === "error")) return cases;
  // whoever reads only the number of failures must not take it for a success
  const message = finished === undefined ? "broken off" : `${endings[finished.code]}: ${finished.summary}`;
  return [...cases, { name: "end", suite: "steps", millis: 0, result: "error", message, details }];
}

function stepCase({ steps, finished, started }: ReleaseProgress, step: StepName, details: string): Case {
  const progress = steps[step];
  const millis = stepMillis(progress, finished?.at ?? started?.at ?? 0) ?? 0;
  const common = { name: step, suite: "steps", millis };
  const { note } = progress;
  switch (progress.state) {
    case "done":
      return { ...common, result: "passed" };
    case "failed":
      return { ...common, result: "failure", message: note ?? finished?.summary ?? `${step} failed`, details };
    case "running":
      return { ...common, result: "error", message: finished?.summary ?? "broken off", details };
    case "skipped":
      return { ...common, millis: 0, result: "skipped", message: note ?? "skipped" };
    case "pending":
      return { ...common, result: "skipped", message: "not reached" };
  }
}

/** @param isAccepted somebody promotes it nevertheless: a promotion that is done must not look like a failure */
function findingCase(finding: Finding, isAccepted: boolean): Case {
  const { kind, name, pod, verdict, evidence, millis = 0 } = finding;
  const common = {
    name: pod === undefined ? name : `${name} (${pod})`,
    suite: kind === "functional" || kind === "command" ? "functional tests" : "analysis",
    millis,
  };
  if (verdict === "pass") return { ...common, result: "passed" };
  if (verdict === "inconclusive") return { ...common, result: "skipped", message: `inconclusive: ${evidence}` };
  if (isAccepted) return { ...common, result: "skipped", message: `fail, accepted: ${evidence}` };
  return { ...common, result: "failure", message: evidence, details: findingText(finding) };
}
