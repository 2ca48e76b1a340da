import { type StepName, stepNames } from "../terminal/release-event";
import { type ReleaseProgress, treeLeft } from "../terminal/release-progress";
import type { Verdict } from "../verify/verdict";
import type { DashboardEvent, DashboardState, TimelineStep, VerifiedTrack } from "./dashboard-state";
import { verdictStep } from "./state/verified";

/**
 * What the dashboard shows of a command, by what that has told. What the command has taken away again is in it, too;
 * the history, and what people have written, is not.
 */
export function progressState(progress: ReleaseProgress): DashboardState {
  const { started, steps, tree, diagnoses, finished } = progress;
  const isBlueGreen = tree.deployments.some(({ track }) => track === "blue" || track === "green");
  const isReleased = steps.promote.state === "done";
  const verified = verifiedIn(progress, isReleased);
  return {
    at: finished?.at ?? started?.at ?? 0,
    environment: started?.environment ?? "",
    service: started?.service ?? "",
    namespace: started?.namespace ?? "",
    strategy: isBlueGreen ? "blue-green" : "canary",
    isReadOnly: false,
    timeline: timelineOf(progress),
    candidate: isReleased ? undefined : verified,
    released: isReleased ? verified : undefined,
    deployments: treeLeft(progress).deployments,
    diagnoses,
    events: eventsOf(progress),
    revisions: [],
    notes: [],
    decisions: [],
  };
}

/** What each command does; what belongs to another one has its own record. */
const ownSteps: Readonly<Record<string, readonly StepName[]>> = {
  canary: stepNames,
  promote: ["promote"],
  rollback: ["rollback"],
  test: ["verify"],
};

function timelineOf({ started, steps, verdicts }: ReleaseProgress): TimelineStep[] {
  const own = ownSteps[started?.command ?? ""] ?? stepNames;
  const verdict = verdicts.at(-1);
  return stepNames.flatMap((step): TimelineStep[] => {
    const { state, beganAt, endedAt, note } = steps[step];
    // a promotion tells what the verification before it has said
    const isVerified = step === "verify" && (state === "done" || !own.includes(step));
    if (isVerified && verdict !== undefined)
      return [{ step, ...verdictStep(verdict.verdict, endedAt, isPromoted(steps, verdict)) }];
    if (state === "pending") return own.includes(step) ? [{ step, state: "waiting" }] : [];
    return [{ step, state, since: endedAt ?? beganAt, note }];
  });
}

const isPromoted = ({ promote }: ReleaseProgress["steps"], { accepted = false }: Verdict): boolean =>
  accepted || promote.state === "done";

function verifiedIn({ started, verdicts }: ReleaseProgress, isReleased: boolean): VerifiedTrack | undefined {
  const last: Partial<Verdict> = verdicts.at(-1) ?? {};
  const { verdict, findings = [], checks, accepted = false } = last;
  const image = started?.image ?? last.image;
  if (image === undefined) return undefined;
  const isAccepted = accepted || (isReleased && verdict !== undefined && verdict !== "pass");
  return { track: "canary", image, verdict, accepted: isAccepted || undefined, findings, checks };
}

/** How it ended, and what it has noted before. */
function eventsOf({ started, notes, finished }: ReleaseProgress): DashboardEvent[] {
  const end = finished === undefined ? [] : [{ ...finished, level: levelOf(finished.code), text: finished.summary }];
  return [...notes, ...end]
    .reverse()
    .map(({ at, level, text }) => ({ at, level, subject: started?.command ?? "", text, count: 1 }));
}

const levelOf = (code: number): DashboardEvent["level"] => (code === 0 ? "info" : "error");
