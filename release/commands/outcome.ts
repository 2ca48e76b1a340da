import type { ReleaseSettings } from "../../charts/release-settings";
import type { Manifests } from "../manifests";

/** What is asked for, checked against the environment. */
export interface Request {
  readonly settings: ReleaseSettings;
  readonly manifests: Manifests;
  /** Pods of stable, or of each colour, when the release is over. */
  readonly standingPods: number;
}

/**
 * 0: done · 1: failed, and the cluster is in a state that can stay · 2: wrong input, nothing touched · 70: the time is
 * over · 75: another release holds the lock.
 */
export type ExitCode = 0 | 1 | 2 | 70 | 75;

/** How a command ended. */
export interface Outcome {
  readonly code: ExitCode;
  /** One sentence. */
  readonly summary: string;
  /** Commands to go on with. */
  readonly next: readonly string[];
}

/** A command of this tool for the same environment. */
export const command = (words: string, environment: { readonly name: string }): string =>
  `npx release ${words} --environment ${environment.name}`;
