import type { Waiting } from "../emulator";
import { type Durations, Schedule } from "../http/schedule";

/** What takes time. `network` is everything of Compute, `service` the APIs of a project. */
export const kinds = ["service", "network", "cluster", "node-pool", "instance", "repository", "identity-pool"] as const;

export type Kind = (typeof kinds)[number];

export interface GoogleWaiting extends Waiting {
  readonly creating?: Durations<Kind> | undefined;
  readonly updating?: Durations<Kind> | undefined;
  readonly deleting?: Durations<Kind> | undefined;
}

export class GoogleSchedule extends Schedule<Kind> {}
