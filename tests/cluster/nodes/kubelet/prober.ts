import type { Reactions } from "../../controllers/reactions";
import type { Pod } from "../../controllers/kinds";
import type { ContainerProcess } from "./container-process";
import { type Probe, runProbe } from "./probe";

export interface ProberListener {
  /** The result has held for as many times as the probe says. */
  onResult(isGood: boolean): void;
  /** A single time it was bad. */
  onFailure(output: string): void;
}

/** Probes one process again and again. */
export class Prober {
  private cancel: () => void = () => undefined;
  private successes = 0;
  private failures = 0;
  private nextAt = 0;

  constructor(
    private readonly reactions: Reactions,
    private readonly probe: Probe,
    private readonly pod: Pod,
    private readonly process: ContainerProcess,
    private readonly listener: ProberListener,
  ) {}

  start(afterMillis: number): void {
    this.nextAt = this.reactions.now() + afterMillis;
    this.schedule();
  }

  stop(): void {
    this.cancel();
    this.cancel = () => undefined;
  }

  /** Something has changed that the process may answer differently for: it is probed again at its next time. */
  wake(): void {
    const period = this.periodMillis;
    const late = this.reactions.now() - this.nextAt;
    if (late > 0) this.nextAt += Math.ceil(late / period) * period;
    this.schedule();
  }

  private schedule(): void {
    this.cancel();
    this.cancel = this.reactions.after(this.nextAt - this.reactions.now(), () => {
      this.run();
    });
  }

  private run(): void {
    const { failure, afterMillis } = runProbe(this.probe, this.pod, this.process, this.reactions.now());
    this.nextAt += Math.max(this.periodMillis, afterMillis);
    if (afterMillis === 0) this.take(failure);
    else
      this.cancel = this.reactions.after(afterMillis, () => {
        this.take(failure);
      });
  }

  private take(failure: string | undefined): void {
    const { successThreshold = 1, failureThreshold = 3 } = this.probe;
    this.cancel = () => undefined;
    if (failure === undefined) {
      this.failures = 0;
      this.successes++;
    } else {
      this.successes = 0;
      this.failures++;
      this.listener.onFailure(failure);
    }
    const { behaviour } = this.process;
    const isSettled = failure === undefined && this.successes >= successThreshold;
    const isSteady = behaviour.steady ?? behaviour.answer === undefined;
    // listeners may stop it, which must not be undone
    if (!(isSettled && isSteady)) this.schedule();
    if (this.successes === successThreshold) this.listener.onResult(true);
    if (this.failures === failureThreshold) {
      this.failures = 0;
      this.listener.onResult(false);
    }
  }

  private get periodMillis(): number {
    return (this.probe.periodSeconds ?? 10) * 1000;
  }
}
