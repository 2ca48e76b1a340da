import { command as commandOf } from "../../commands/outcome";
import { addressOf } from "../../commands/status";
import { hidden } from "../../diagnosis/foreign-text";
import { reportsOf } from "../../noted/noted-reports";
import { proofOf } from "../../proof";
import type { Release } from "../../release";
import type { Snapshot } from "../../snapshot";
import { standingTracks } from "../../standing";
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
import { lastReleased, stepsOf } from "./timeline";
import { verdictIn, verifiedTrack } from "./verified";

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
  const verdict = candidate === undefined ? undefined : verdictIn(proofOf(candidate)?.verdict);
  const isPromoting =
    candidate !== undefined && (candidate === live || (live !== undefined && underWay.includes(live.track)));
  const command = extras.command === undefined ? undefined : commandState(extras.command);
  const { isReadOnly, trouble } = extras;
  const canRollBack = underWay.some((track) => tracks.some((each) => each.track === track));
  const revisions = revisionStates(histories, tracks, facts.live, snapshot);
  // a colour that was released before needs no other way back
  const canGoBack = service.strategy === "canary" && revisions.some(({ isCurrent }) => !isCurrent);
  const wayBack = canGoBack ? commandOf("rollback --to N", environment) : undefined;
  const situation = { isReadOnly, trouble, command, lock, candidate, verdict, canRollBack, wayBack };
  const standing = { service, snapshot, tracks, lock, candidate, verdict, isPromoting };
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
    timeline: timelineOf(stepsOf(standing), command?.state === "running" ? extras.command : undefined),
    candidate: candidate && verifiedTrack(candidate, verdict, isPromoting),
    released: lastReleased(standing),
    deployments: treeOf(snapshot, { service, ...(weights === undefined ? {} : { weights }) }).deployments,
    diagnoses: hidden(facts.diagnoses),
    events: dashboardEvents(service.name, snapshot.events ?? [], extras.commandEvents),
    revisions,
    notes: reportsOf(reported?.notes.reports),
    lock: lock && lockShown(lock),
    decisions: decisions(situation),
    command,
  };
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
