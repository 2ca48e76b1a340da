import type { Waiting } from "../emulator";

/** What takes time. A load balancer only takes time to be deleted, in which it stays in its VPC. */
export const kinds = ["cluster", "node-pool", "database", "load-balancer"] as const;

export type Kind = (typeof kinds)[number];

type Phase = "creating" | "updating" | "deleting";

export type Durations = Readonly<Partial<Record<Kind, number>>>;

export interface DigitaloceanWaiting extends Waiting {
  readonly creating?: Durations | undefined;
  readonly updating?: Durations | undefined;
  readonly deleting?: Durations | undefined;
}

/**
 * How long things take: DigitalOcean answers at once that it has begun, and is done later. What is due is finished
 * before each answer, so that no timer runs beside the requests.
 */
export class Schedule {
  private seconds: DigitaloceanWaiting = {};
  private pending: { readonly at: number; readonly finish: () => void }[] = [];

  /** What is not named stays as it is. */
  set(seconds: DigitaloceanWaiting): void {
    for (const phase of ["creating", "updating", "deleting"] as const)
      this.seconds = { ...this.seconds, [phase]: { ...this.seconds[phase], ...seconds[phase] } };
  }

  show(): DigitaloceanWaiting {
    return this.seconds;
  }

  /** Finishes now, or later when it is to take time. */
  then(phase: Phase, kind: Kind, finish: () => void): void {
    const seconds = this.seconds[phase]?.[kind] ?? 0;
    if (seconds <= 0) finish();
    else this.pending.push({ at: performance.now() + seconds * 1000, finish });
  }

  /** Finishes what is due. */
  settle(): void {
    const now = performance.now();
    const due = this.pending.filter(({ at }) => at <= now);
    this.pending = this.pending.filter(({ at }) => at > now);
    for (const { finish } of due) finish();
  }
}
