import type { minimal } from "../../support/environments";

/** A change that makes the smallest environment of a cloud wrong, and everything that is then said. */
export interface WrongEnvironment {
  /** Completes "… refuses". */
  readonly title: string;
  readonly cloud: keyof typeof minimal;
  readonly change: unknown;
  readonly problems: readonly string[];
}
