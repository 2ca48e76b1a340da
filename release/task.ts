import type { Environment } from "../environments/schema/environment";
import type { Outcome } from "./commands/outcome";
import type { GivenOptions } from "./given-options";
import type { Release } from "./release";

/** A command that works on one environment. */
export interface Task {
  /** `canary` */
  readonly name: string;
  readonly environment: Environment;
  readonly image?: string;
  /** What was written behind it: commands that are printed are to be typed as they are. @default - nothing */
  readonly given?: GivenOptions;
  readonly timeoutSeconds: number;
  /** Whether it changes anything, so that nobody else may at the same time. */
  readonly locks: boolean;
  readonly work: (release: Release) => Promise<Outcome>;
}
