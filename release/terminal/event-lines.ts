import { describe } from "../diagnosis/describe";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { type Finding, totalOf, type Verdict, verdictWords } from "../verify/verdict";
import { duration } from "./duration";
import { type Line, span, type Style } from "./line";
import type { Marks } from "./marks";
import { oneLine, printable } from "./printable";
import type { EventOf } from "./release-event";
import { shortImage } from "./short-image";

/** `canary of addressbook to aws-demo: addressbook:1.4.0@0123456789ab, in namespace addressbook, within 10 min 00 s` */
export function startedLine(event: EventOf<"started">): Line {
  const { command, service, environment, namespace, image, timeoutSeconds } = event;
  return [
    span(`${command} of ${service} to ${environment}`, "bold"),
    span(image === undefined ? "" : `: ${shortImage(image)}`),
    span(namespace === undefined ? "" : `, in namespace ${namespace}`, "dim"),
    span(`, within ${duration(1000 * timeoutSeconds)}`, "dim"),
  ];
}

export const noteLine = ({ text, level }: EventOf<"note">): Line => [
  span(level === "warning" ? `warning: ${oneLine(text)}` : oneLine(text), level === "warning" ? "yellow" : undefined),
];

const verdictStyles: Readonly<Record<Verdict["verdict"], Style>> = {
  pass: "green",
  fail: "red",
  inconclusive: "yellow",
};

/** The verdict, and what it was made of. */
export const verdictLines = ({ verdict, accepted, findings, checks }: Verdict, marks: Marks): Line[] => [
  [span("verdict: "), span(verdictWords({ verdict, accepted }), verdictStyles[verdict])],
  ...(checks === undefined ? [] : [[span(`  ${findings.length} of ${totalOf(checks)} checks are kept`, "dim")]]),
  ...findings.map((finding) => findingLine(finding, marks)),
];

function findingLine(finding: Finding, marks: Marks): Line {
  const mark = { pass: marks.done, fail: marks.failed, inconclusive: marks.waiting }[finding.verdict];
  return [span("  "), span(mark, verdictStyles[finding.verdict]), span(` ${findingText(finding)}`)];
}

/** `PUT /person (addressbook-canary-5d4f9-x7k2p, 12 ms): 200 as expected` */
export function findingText({ name, pod, millis, confidence, evidence }: Finding): string {
  const details = [
    ...(pod === undefined ? [] : [pod]),
    ...(millis === undefined ? [] : [`${Math.round(millis)} ms`]),
    ...(confidence === undefined ? [] : [`${Math.round(100 * confidence)} % sure`]),
  ];
  return oneLine(`${name}${details.length === 0 ? "" : ` (${details.join(", ")})`}: ${evidence}`);
}

/** The first line in the colour of trouble. */
export const diagnosisLines = (diagnosis: Diagnosis): Line[] =>
  describe(diagnosis)
    .flatMap((text) => printable(text).split("\n"))
    .map((text, index) => [span(text, index === 0 ? (diagnosis.doomed ? "red" : "yellow") : undefined)]);

/** How a release ended, and what to do next. Commands are copied as a whole, so they are never cut. */
export function finishedLines({ code, summary, next }: EventOf<"finished">): Line[] {
  const how = endings[code];
  return [
    [span(`${how}: `, code === 0 ? "green" : "red"), span(oneLine(summary), "bold")],
    ...next.map((command, index): Line => [span(index === 0 ? "next: " : "      "), span(oneLine(command), "cyan")]),
  ];
}

/** What the exit codes mean. */
export const endings: Readonly<Record<EventOf<"finished">["code"], string>> = {
  0: "done",
  1: "failed",
  2: "wrong input",
  70: "out of time",
  75: "locked",
};
