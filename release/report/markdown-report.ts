import { describe } from "../diagnosis/describe";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { duration, shortDuration } from "../terminal/duration";
import { endings } from "../terminal/event-lines";
import { type DeploymentState, type PodState, type ReleaseTree, stepNames } from "../terminal/release-event";
import { type ReleaseProgress, stepMillis, treeLeft } from "../terminal/release-progress";
import { type Checks, type Finding, sureText, totalOf, type Verdict, verdictWords } from "../verify/verdict";
import { codeBlock, codeSpan, plainMarkdown, table } from "./markdown-text";

/** The report of a release for a pull request, or for the page of a run of GitHub Actions. */
export function markdownReport(progress: ReleaseProgress): string {
  const parts = [
    outcome(progress),
    steps(progress),
    podTable(treeLeft(progress)),
    verificationSection(progress.verdicts),
    ...progress.diagnoses.map(diagnosisSection),
    warnings(progress),
    next(progress),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const icons = { done: "✅", failed: "❌", skipped: "➖", running: "⏸️", pending: "➖" } as const;
const verdictIcons = { pass: "✅", fail: "❌", inconclusive: "❔" } as const;
const podIcons = { ready: "✅", waiting: "⏳", failing: "❌", stopping: "⏬" } as const;

function outcome({ started, finished }: ReleaseProgress): string[] {
  const command =
    started === undefined ? "release" : `${started.command} of ${started.service} to ${started.environment}`;
  const how = finished === undefined ? "broken off" : endings[finished.code];
  const icon = finished?.code === 0 ? icons.done : icons.failed;
  const facts = [
    ...(started?.image === undefined ? [] : [`Image ${codeSpan(started.image)}`]),
    ...(started?.namespace === undefined ? [] : [`namespace ${codeSpan(started.namespace)}`]),
    ...(started === undefined || finished === undefined ? [] : [duration(finished.at - started.at)]),
  ];
  return [
    `## ${icon} ${plainMarkdown(command)}: ${how}`,
    ...(finished === undefined ? [] : ["", plainMarkdown(finished.summary)]),
    ...(facts.length === 0 ? [] : ["", facts.join(", ")]),
  ];
}

function steps({ steps: all, finished, started }: ReleaseProgress): string[] {
  const begun = stepNames.filter((name) => all[name].state !== "pending");
  if (begun.length === 0) return [];
  return table(
    ["Step", "", "Time", "Note"],
    begun.map((name) => {
      const { state, note = "" } = all[name];
      const millis = stepMillis(all[name], finished?.at ?? started?.at ?? 0);
      const time = millis === undefined || state === "skipped" ? "" : shortDuration(millis);
      return [name, `${icons[state]} ${state}`, time, plainMarkdown(note)];
    }),
  );
}

export function podTable({ deployments }: ReleaseTree): string[] {
  if (deployments.length === 0) return [];
  return table(["Deployment, pod", "Ready", "Traffic", "Image, state"], deployments.flatMap(deploymentRows));
}

const deploymentRows = (deployment: DeploymentState): string[][] => [
  [
    `**${plainMarkdown(deployment.name)}**`,
    `${deployment.readyPods}/${deployment.desiredPods}`,
    `${deployment.trafficPercent} %`,
    `${codeSpan(deployment.image)}${deployment.why === undefined ? "" : ` ${icons.failed} ${plainMarkdown(deployment.why)}`}`,
  ],
  ...deployment.pods.map((pod) => [plainMarkdown(pod.name), podIcons[pod.state], "", podText(pod)]),
];

const podText = ({ isOld, restarts, why }: PodState): string =>
  [
    isOld ? "old" : "new",
    ...(restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? "restart" : "restarts"}`]),
    ...(why === "" ? [] : [plainMarkdown(why)]),
  ].join(", ");

export function verificationSection(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ verdict, accepted, findings, checks }, index) => [
    ...(index === 0 ? [] : [""]),
    `### ${verdictIcons[verdict]} Verification: ${verdictWords({ verdict, accepted })}`,
    ...(checks === undefined
      ? []
      : ["", `${findings.length} of ${totalOf(checks)} checks are kept: ${countsText(checks)}`]),
    ...(findings.length === 0 ? [] : ["", ...table(["Test", "", "Evidence"], findings.map(findingRow))]),
  ]);
}

const countsText = (checks: Checks): string =>
  (["fail", "inconclusive", "pass"] as const)
    .filter((verdict) => checks[verdict] > 0)
    .map((verdict) => `${checks[verdict]} ${verdict}`)
    .join(", ");

const findingRow = ({ name, pod, verdict, evidence, confidence }: Finding): string[] => [
  pod === undefined ? plainMarkdown(name) : `${plainMarkdown(name)} (${plainMarkdown(pod)})`,
  `${verdictIcons[verdict]} ${verdict}`,
  plainMarkdown(confidence === undefined ? evidence : `${evidence}, ${sureText(confidence)}`),
];

export const diagnosisSection = (diagnosis: Diagnosis): string[] => [
  `### ${plainMarkdown(diagnosis.cause)}`,
  "",
  ...codeBlock(describe(diagnosis)),
];

function warnings({ notes }: ReleaseProgress): string[] {
  const texts = notes.filter(({ level }) => level === "warning").map(({ text }) => `- ${plainMarkdown(text)}`);
  return texts.length === 0 ? [] : ["### Warnings", "", ...texts];
}

function next({ finished }: ReleaseProgress): string[] {
  if (finished === undefined || finished.next.length === 0) return [];
  return ["### Next", "", ...codeBlock(finished.next, "console")];
}
