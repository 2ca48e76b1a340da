import { stepNames } from "../terminal/release-event";
import type { ReleaseProgress } from "../terminal/release-progress";
import type { DashboardEvent, DashboardState, TimelineStep } from "./dashboard-state";

/**
 * What the dashboard shows of a command, by what that has told. What the command has taken away again is in it, too;
 * the history, and what people have written, is not.
 */
export function progressState(progress: ReleaseProgress): DashboardState {
  const { started, tree, diagnoses, finished } = progress;
  const isBlueGreen = tree.deployments.some(({ track }) => track === "blue" || track === "green");
  return {
    at: finished?.at ?? started?.at ?? 0,
    environment: started?.environment ?? "",
    service: started?.service ?? "",
    namespace: started?.namespace ?? "",
    strategy: isBlueGreen ? "blue-green" : "canary",
    isReadOnly: false,
    timeline: timelineOf(progress),
    candidate: candidateOf(progress),
    deployments: tree.deployments,
    diagnoses,
    events: eventsOf(progress),
    revisions: [],
    notes: [],
    decisions: [],
  };
}

const timelineOf = ({ steps }: ReleaseProgress): TimelineStep[] =>
  stepNames.map((step) => {
    const { state, beganAt, endedAt, note } = steps[step];
    return { step, state: state === "pending" ? "waiting" : state, since: endedAt ?? beganAt, note };
  });

function candidateOf({ started, verdicts }: ReleaseProgress): DashboardState["candidate"] {
  if (started?.image === undefined) return undefined;
  const { verdict, findings = [] } = verdicts.at(-1) ?? {};
  return { track: "canary", image: started.image, verdict, findings };
}

/** How it ended, and what it has noted before. */
function eventsOf({ started, notes, finished }: ReleaseProgress): DashboardEvent[] {
  const end = finished === undefined ? [] : [{ ...finished, level: levelOf(finished.code), text: finished.summary }];
  return [...notes, ...end]
    .reverse()
    .map(({ at, level, text }) => ({ at, level, subject: started?.command ?? "", text, count: 1 }));
}

const levelOf = (code: number): DashboardEvent["level"] => (code === 0 ? "info" : "error");
