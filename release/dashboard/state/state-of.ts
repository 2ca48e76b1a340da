import { addressOf } from "../../commands/status";
import { hidden } from "../../diagnosis/foreign-text";
import { findingsOf } from "../../noted/noted-findings";
import { reportsOf } from "../../noted/noted-reports";
import { type Proof, proofOf } from "../../proof";
import type { Release } from "../../release";
import type { Snapshot } from "../../snapshot";
import { type StandingTrack, standingTracks } from "../../standing";
import { stepNames } from "../../terminal/release-event";
import { treeOf } from "../../terminal/tree-of";
import type { DashboardEvent, DashboardState, TimelineStep } from "../dashboard-state";
import { hasReportsOf } from "./add-note";
import { type CommandProgress, commandState } from "./command-progress";
import { dashboardEvents } from "./dashboard-events";
import { decisions, lockShown } from "./decisions";
import type { Facts } from "./facts";
import { revisionStates } from "./revision-states";
import type { Steps } from "./steps";
import { stepsOf } from "./timeline";

/** What the cluster does not know. */
export interface Extras {
  readonly isReadOnly: boolean;
  /** What was started from here last. @default - nothing was */
  readonly command?: CommandProgress | undefined;
  /** Why what is known is old. @default - it is not */
  readonly trouble?: string | undefined;
  /** What happened in the commands that were started from here. */
  readonly commandEvents: readonly DashboardEvent[];
}

/** All that is shown, put together from what is watched and what was asked for. */
export function stateOf(
  { environment, cluster: { namespace } }: Pick<Release, "environment" | "cluster">,
  snapshot: Snapshot,
  facts: Facts,
  extras: Extras,
): DashboardState {
  const { service } = environment;
  const { lock, weights, underWay, histories } = facts;
  const tracks = standingTracks(service, snapshot);
  const [candidate, live] = [facts.candidate, facts.live].map((track) => tracks.find((each) => each.track === track));
  const verdict = candidate === undefined ? undefined : verdictOf(candidate);
  const isPromoting =
    candidate !== undefined && (candidate === live || (live !== undefined && underWay.includes(live.track)));
  const command = extras.command === undefined ? undefined : commandState(extras.command);
  const { isReadOnly, trouble } = extras;
  const canRollBack = underWay.some((track) => tracks.some((each) => each.track === track));
  const situation = { isReadOnly, trouble, command, lock, candidate, verdict, canRollBack };
  const reported = candidate === undefined || hasReportsOf(live, candidate) ? live : candidate;
  return {
    at: snapshot.at,
    environment: environment.name,
    service: service.name,
    namespace,
    strategy: service.strategy,
    address: addressOf(snapshot.services?.find(({ metadata }) => metadata?.name === `${service.name}-lb`)),
    isReadOnly,
    trouble,
    timeline: timelineOf(
      stepsOf({ service, snapshot, tracks, lock, candidate, verdict, isPromoting }),
      command?.state === "running" ? extras.command : undefined,
    ),
    candidate: candidate && {
      track: candidate.track,
      image: candidate.image,
      verdict,
      findings: verdict === undefined ? [] : findingsOf(candidate.notes.findings),
    },
    deployments: treeOf(snapshot, { service, ...(weights === undefined ? {} : { weights }) }).deployments,
    diagnoses: hidden(facts.diagnoses),
    events: dashboardEvents(service.name, snapshot.events ?? [], extras.commandEvents),
    revisions: revisionStates(histories, tracks, snapshot),
    notes: reportsOf(reported?.notes.reports),
    lock: lock && lockShown(lock),
    decisions: decisions(situation),
    command,
  };
}

const verdicts: readonly string[] = ["pass", "fail", "inconclusive"] satisfies Proof["verdict"][];

/** Somebody may have edited the note. */
function verdictOf(candidate: StandingTrack): Proof["verdict"] | undefined {
  const verdict = proofOf(candidate)?.verdict;
  return verdict !== undefined && verdicts.includes(verdict) ? verdict : undefined;
}

/** What a command of this program tells of its steps is more exact than what can be seen of them. */
function timelineOf(steps: Steps, command: CommandProgress | undefined): TimelineStep[] {
  return stepNames.flatMap((step): TimelineStep[] => {
    const { state, beganAt, endedAt, note } = command?.progress.steps[step] ?? { state: "pending" };
    if (state !== "pending") return [{ step, state, since: endedAt ?? beganAt, note }];
    const seen = steps[step];
    return seen === undefined ? [] : [{ step, ...seen }];
  });
}
