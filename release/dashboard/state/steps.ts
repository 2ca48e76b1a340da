import type { Service } from "../../../environments/schema/service";
import type { LockState } from "../../lock-state";
import type { Proof } from "../../proof";
import type { Snapshot } from "../../snapshot";
import type { StandingTrack } from "../../standing";
import type { TimelineStep } from "../dashboard-state";

/** What the cluster says of the release that is under way, whoever runs it. */
export interface Standing {
  readonly service: Service;
  readonly snapshot: Snapshot;
  /** All tracks that have a Deployment. */
  readonly tracks: readonly StandingTrack[];
  /** @default - nobody releases */
  readonly lock?: LockState | undefined;
  /** @default - nothing is under way */
  readonly candidate?: StandingTrack | undefined;
  /** @default - the verification has not ended */
  readonly verdict?: Proof["verdict"] | undefined;
  /** Whether what was live has begun to become what the candidate is. */
  readonly isPromoting: boolean;
}

export type StepState = Omit<TimelineStep, "step">;

/** The steps of a release, each as far as it is. A rollback is one when there is, or was, one. */
export type Steps = Readonly<Record<Exclude<TimelineStep["step"], "rollback">, StepState>> & {
  readonly rollback?: StepState;
};

export const waiting: StepState = { state: "waiting" };
export const done: StepState = { state: "done" };
