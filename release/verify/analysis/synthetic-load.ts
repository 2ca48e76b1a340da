import type { Verification } from "../../../environments/schema/verification";
import type { Clock } from "../../clock";
import { failurePattern } from "../metrics/request-totals";
import { ask, type PodAccess, type PodSource, type Tracks } from "../pod-address";
import type { Share } from "../statistics/score";

/** Requests to one track that wait for their answer, beyond which no more are sent to it. */
const mostUnderWay = 100;

/** Requests that the release sends itself: as many to the canary as to stable, each pod in its turn. */
export class SyntheticLoad {
  private readonly canary = { events: 0, total: 0 };
  private readonly stable = { events: 0, total: 0 };
  private readonly underWay = new Set<Promise<void>>();
  private readonly isFailure: RegExp;

  constructor(
    private readonly cluster: PodAccess,
    private readonly tracks: Tracks,
    private readonly settings: Verification["load"] & { readonly failureStatus: string },
    private readonly clock: Clock,
  ) {
    this.isFailure = failurePattern(settings.failureStatus);
  }

  /** Sends requests until the signal is aborted, and waits for the answers of the last ones. */
  async run(signal: AbortSignal): Promise<void> {
    const { requestsPerSecond, paths } = this.settings;
    const begun = this.clock.now();
    for (let sent = 0; !signal.aborted; sent++) {
      const path = paths[sent % paths.length] ?? "/";
      this.send(this.tracks.canary, sent, path, this.canary);
      this.send(this.tracks.stable, sent, path, this.stable);
      const next = begun + ((sent + 1) * 1000) / requestsPerSecond;
      try {
        await this.clock.sleep(Math.max(0, next - this.clock.now()), signal);
      } catch {
        // the signal ends it, and nobody is to be told
      }
    }
    await Promise.all(this.underWay);
  }

  /** What became of the requests that have been answered by now. */
  counts(): { readonly canary: Share; readonly stable: Share } {
    return { canary: { ...this.canary }, stable: { ...this.stable } };
  }

  private send(pods: PodSource, turn: number, path: string, counts: { events: number; total: number }): void {
    const ready = pods();
    const pod = ready[turn % ready.length];
    if (pod === undefined || this.underWay.size >= 2 * mostUnderWay) return;
    const request = ask(this.cluster, pod, { method: "GET", path }).then((asked) => {
      // what was lost on the way never came to the pod, as far as anybody knows
      if ("lost" in asked && asked.lost === "trouble") return;
      // a pod that was taken away meanwhile failed nobody
      if ("lost" in asked && !pods().some(({ name }) => name === pod.name)) return;
      counts.total++;
      if ("lost" in asked || this.isFailure.test(String(asked.answer.status))) counts.events++;
    });
    const done = request.finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }
}
