import type { Waiting } from "../emulator";
import { type Durations, Schedule } from "../http/schedule";

/** What takes time. A load balancer only takes time to be deleted, in which it stays in its VPC. */
export const kinds = ["cluster", "node-pool", "database", "load-balancer"] as const;

export type Kind = (typeof kinds)[number];

export interface DigitaloceanWaiting extends Waiting {
  readonly creating?: Durations<Kind> | undefined;
  readonly updating?: Durations<Kind> | undefined;
  readonly deleting?: Durations<Kind> | undefined;
}

export class DigitaloceanSchedule extends Schedule<Kind> {}
