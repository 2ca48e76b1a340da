import type { Clock } from "../clock";
import { Backoff } from "./backoff";
import { Unreachable } from "./errors";
import type { Question } from "./question";
import type { Trouble } from "./trouble";

/** Programs that hand out credentials may need the network, too; but mostly they want a person. */
const mostLoginFailures = 3;

/** Whoever asks: what limits it, and whom it tells. */
interface Asker {
  readonly options: { readonly clock: Clock; readonly signal: AbortSignal };
  /** Until when it makes sense to try, for somebody who began at a time; both in milliseconds since 1970. */
  lastMoment(since: number): number;
  tell(reason: string): void;
}

/** How often one question has been asked, and how long that may go on. */
export class Patience {
  /** How often it was refused because something else happened at the same time. */
  conflicts = 0;
  /** An earlier try may have been carried out. */
  isRepeated = false;
  private readonly since: number;
  private readonly backoff = new Backoff();
  private tries = 0;
  private renewals = 0;
  private lastReason = "there was no time left to ask";

  constructor(
    private readonly question: Question,
    private readonly asker: Asker,
  ) {
    this.since = asker.options.clock.now();
  }

  /** @throws {Unreachable} when there is no time left */
  checkTime(): void {
    this.timeLeft();
  }

  /** In milliseconds. @throws {Unreachable} when there is none */
  timeLeft(): number {
    const { clock, signal } = this.asker.options;
    signal.throwIfAborted();
    const left = this.asker.lastMoment(this.since) - clock.now();
    if (left <= 0) throw this.givenUp();
    return left;
  }

  /** Waits until the next try. @throws {Unreachable} when there shall be none */
  async wait(trouble: Trouble): Promise<void> {
    const { reason, isFinal, isUncertain, isStale, waitMillis = 0 } = trouble;
    const { mostTries = Infinity, isRepeatable } = this.question;
    this.isRepeated ||= isUncertain;
    this.lastReason = reason;
    if (isFinal || ++this.tries >= mostTries || isRepeatable?.(trouble) === false) throw this.givenUp();
    if (isStale === true && this.tries === 1) return;
    this.asker.tell(reason);
    await this.sleep(Math.max(waitMillis, this.backoff.next()));
  }

  /** Credentials expire. Those that are fresh and are refused, too, are those of somebody who may not come in. */
  mayRenewLogin(): boolean {
    return this.renewals++ < 1;
  }

  /** Does something that needs a login, again if need be. */
  async withLogin<T>(work: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Unreachable) || failures >= mostLoginFailures) throw error;
        this.lastReason = error.message;
        this.asker.tell(error.message);
        await this.sleep(this.backoff.next());
      }
    }
  }

  private async sleep(millis: number): Promise<void> {
    const { clock, signal } = this.asker.options;
    await clock.sleep(Math.min(millis, this.timeLeft()), signal);
  }

  private givenUp(): Unreachable {
    const { name } = this.question;
    const seconds = Math.round((this.asker.options.clock.now() - this.since) / 1000);
    const time = seconds < 1 ? "" : ` for ${seconds} s`;
    return new Unreachable(`${name}: the cluster gave no answer${time}: ${this.lastReason}`, name);
  }
}
