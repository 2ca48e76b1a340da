export type Phase = "creating" | "updating" | "deleting";

/** Seconds by kind of thing. @default - done at once */
export type Durations<Kind extends string> = Readonly<Partial<Record<Kind, number>>>;

export type WaitingFor<Kind extends string> = Readonly<Partial<Record<Phase, Durations<Kind> | undefined>>>;

/**
 * How long things take: a cloud answers at once that it has begun, and is done later. What is due is finished before
 * each answer, so that no timer runs beside the requests.
 */
export class Schedule<Kind extends string> {
  private seconds: WaitingFor<Kind> = {};
  private pending: { readonly at: number; readonly finish: () => void }[] = [];

  /** What is not named stays as it is. */
  set(seconds: WaitingFor<Kind>): void {
    for (const phase of ["creating", "updating", "deleting"] as const)
      this.seconds = { ...this.seconds, [phase]: { ...this.seconds[phase], ...seconds[phase] } };
  }

  show(): WaitingFor<Kind> {
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
