import type { Environment } from "../environments/schema/environment";
import type { Clock } from "./clock";
import type { Cluster } from "./cluster/cluster";
import { ReleaseFailure } from "./failure";
import type { Observer } from "./observer";
import type { ReleaseEvent, StepName } from "./terminal/release-event";

type WithoutTime<Event> = Event extends unknown ? Omit<Event, "at"> : never;

/** Where a kubeconfig is, and which context of it. @default of both - as kubectl finds them */
export interface ClusterAccess {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** What every step of a release works with. */
export interface Release {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly observer: Observer;
  readonly clock: Clock;
  /** When it is given up, in milliseconds since 1970. */
  readonly deadline: number;
  /** Ends it in an orderly way: somebody pressed Ctrl-C, or the lock is lost. */
  readonly signal: AbortSignal;
  /** Who releases, as the lock calls them. */
  readonly by: string;
  /** How a program that this one starts reaches the cluster. */
  readonly access: ClusterAccess;
  /** A command that is printed, with what was said of the cluster behind this one. */
  readonly asTyped: (command: string) => string;
  /** The same, with time enough to bring back what was there before. */
  readonly withSpareTime: () => Release;
  /**
   * Makes sure that this is still the release that may change something: called before what cannot be undone by itself.
   * Whoever only looks has no lock, and needs none.
   *
   * @throws {LockLost} when somebody has taken the lock, or taken it away
   */
  readonly confirmLock: () => Promise<void>;
  /** Tells what happens. */
  readonly say: (event: WithoutTime<ReleaseEvent>) => void;
}

export const note = ({ say }: Release, text: string): void => {
  say({ type: "note", level: "info", text });
};

export const warn = ({ say }: Release, text: string): void => {
  say({ type: "note", level: "warning", text });
};

/** Does a step, and tells when it begins and how it ends. @param work returns what to say of it, if anything */
export async function inStep<T>(
  { say }: Pick<Release, "say">,
  step: StepName,
  work: () => Promise<T>,
  describe?: (result: T) => string | undefined,
): Promise<T> {
  say({ type: "step", step, state: "running" });
  try {
    const result = await work();
    say({ type: "step", step, state: "done", note: describe?.(result) });
    return result;
  } catch (error) {
    say({ type: "step", step, state: "failed", note: error instanceof ReleaseFailure ? error.message : undefined });
    throw error;
  }
}
