import type { Diagnosis } from "../diagnosis/diagnosis";
import type { Verdict } from "../verify/verdict";
import { type EventOf, type ReleaseEvent, type ReleaseTree, type StepName, stepNames } from "./release-event";

/** How far a step is. Times in milliseconds since 1970. */
export interface StepProgress {
  readonly state: "pending" | EventOf<"step">["state"];
  /** @default - it has not begun */
  readonly beganAt?: number;
  /** @default - it has not ended */
  readonly endedAt?: number;
  readonly note?: string | undefined;
}

/** Everything that is known of a release so far: its events, put together. */
export interface ReleaseProgress {
  /** @default - it has not begun */
  readonly started?: EventOf<"started">;
  readonly steps: Readonly<Record<StepName, StepProgress>>;
  readonly tree: ReleaseTree;
  readonly notes: readonly EventOf<"note">[];
  readonly verdicts: readonly Verdict[];
  /** The latest of each cause and subject. */
  readonly diagnoses: readonly Diagnosis[];
  /** @default - it has not ended */
  readonly finished?: EventOf<"finished">;
}

export const nothingYet: ReleaseProgress = {
  steps: Object.fromEntries(stepNames.map((step) => [step, { state: "pending" }])) as ReleaseProgress["steps"],
  tree: { deployments: [] },
  notes: [],
  verdicts: [],
  diagnoses: [],
};

/** What is known after one more event. */
export function advance(progress: ReleaseProgress, event: ReleaseEvent): ReleaseProgress {
  switch (event.type) {
    case "started":
      return { ...progress, started: event };
    case "step":
      return {
        ...progress,
        steps: { ...progress.steps, [event.step]: advanceStep(progress.steps[event.step], event) },
      };
    case "note":
      return { ...progress, notes: [...progress.notes, event] };
    case "pods":
      return { ...progress, tree: event.tree };
    case "verdict":
      return { ...progress, verdicts: [...progress.verdicts, event.verdict] };
    case "diagnosis": {
      const others = progress.diagnoses.filter((diagnosis) => !isSame(diagnosis, event.diagnosis));
      return { ...progress, diagnoses: [...others, event.diagnosis] };
    }
    case "finished":
      return { ...progress, finished: event };
  }
}

/** The step that is being done. */
export const runningStep = ({ steps }: ReleaseProgress): StepName | undefined =>
  stepNames.findLast((step) => steps[step].state === "running");

/** How long a step has taken until now, in milliseconds; undefined when it was not begun. */
export const stepMillis = ({ beganAt, endedAt }: StepProgress, now: number): number | undefined =>
  beganAt === undefined ? undefined : Math.max(0, (endedAt ?? now) - beganAt);

/**
 * Deployments and pods as a command leaves them. Pods of a track that is taken away may still be there when it ends: they
 * get no more requests, and are left out. Those of a stable that is being taken over serve on without a Deployment.
 */
export function treeLeft({ tree, finished }: ReleaseProgress): ReleaseTree {
  if (finished === undefined) return tree;
  const left = tree.deployments.filter(({ track, desiredPods }) => desiredPods > 0 || track === "stable");
  const all = left.reduce((sum, { trafficPercent }) => sum + trafficPercent, 0);
  if (left.length === tree.deployments.length || all === 0) return { deployments: left };
  return {
    deployments: left.map((deployment) => ({
      ...deployment,
      trafficPercent: Math.round((1000 * deployment.trafficPercent) / all) / 10,
    })),
  };
}

/** Whether two diagnoses are of the same cause and subject. */
export const isSame = (a: Diagnosis, b: Diagnosis): boolean => a.id === b.id && a.subject === b.subject;

function advanceStep(before: StepProgress, { at, state, note }: EventOf<"step">): StepProgress {
  if (state === "running") return { state, beganAt: at, note };
  const { beganAt } = before;
  return { state, ...(beganAt === undefined ? {} : { beganAt, endedAt: at }), note: note ?? before.note };
}
