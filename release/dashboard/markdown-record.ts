import { diagnosisSection, podTable, verificationSection } from "../report/markdown-report";
import { codeSpan, plainMarkdown, table } from "../report/markdown-text";
import type { DashboardState, RevisionState, TimelineStep, UserNote, VerifiedTrack } from "./dashboard-state";

/** What the dashboard shows, as the page of a run or a pull request takes it. Charts are not in it. */
export function markdownRecord(state: DashboardState): string {
  const { service, environment, namespace, at, candidate, released } = state;
  const parts = [
    [
      `## ${plainMarkdown(service)} in ${plainMarkdown(environment)}`,
      "",
      `namespace ${codeSpan(namespace)}, as it was at ${new Date(at).toISOString()}`,
    ],
    table(["Step", "", "Note"], state.timeline.map(stepRow)),
    podTable(state),
    verificationOf(candidate ?? released),
    ...state.diagnoses.map(diagnosisSection),
    section("Notes", state.notes.map(noteLine)),
    section("History", state.revisions.length === 0 ? [] : table(heads, state.revisions.map(revisionRow))),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function verificationOf(verified: VerifiedTrack | undefined): string[] {
  const { verdict } = verified ?? {};
  return verified === undefined || verdict === undefined ? [] : verificationSection([{ ...verified, verdict }]);
}

const icons = { done: "✅", failed: "❌", skipped: "➖", running: "⏳", waiting: "➖" } as const;

const stepRow = ({ step, state, note = "" }: TimelineStep): string[] => [
  step,
  `${icons[state]} ${state}`,
  plainMarkdown(note),
];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`### ${title}`, "", ...lines];

const noteLine = ({ at, by, text, image }: UserNote): string =>
  `- ${plainMarkdown(text)} (${[by, at].map(plainMarkdown).join(", ")}${image === undefined ? "" : `, of ${codeSpan(image)}`})`;

const heads = ["Revision", "Image", "Changed", "Released"];

const revisionRow = ({ track, revision, image, changed, releasedAt = "", isCurrent }: RevisionState): string[] => [
  `${isCurrent ? "**" : ""}${plainMarkdown(track)} ${revision}${isCurrent ? "**" : ""}`,
  codeSpan(image),
  changed.join(", "),
  plainMarkdown(releasedAt),
];
