import { ApiError, Unreachable } from "../../cluster/errors";
import type { Release } from "../../release";
import type { Snapshot } from "../../snapshot";
import type { Strategy } from "../../strategies/strategy";
import type { ReleaseOutput } from "../../terminal/release-event";
import { nothingYet } from "../../terminal/release-progress";
import type { CommandState, DashboardEvent, DashboardState } from "../dashboard-state";
import { advanced, type CommandProgress, eventOf } from "./command-progress";
import { type Facts, readFacts } from "./facts";
import { fingerprint } from "./fingerprint";
import { stateOf } from "./state-of";
import { Wakeup } from "./wakeup";

/** Between two states that are told. */
const tellMillis = 250;

/** At least as often something is told, so that whoever listens knows that it is current. */
const silenceMillis = 15_000;

/** What is not watched is asked for this often, */
const factsMillis = 15_000;

/** and when something was changed, that it may have to do with; but not more often than this. */
const leastFactsMillis = 2000;

/** What happened in commands, of which the page shows the newest. */
const mostEvents = 200;

/**
 * Keeps what the dashboard shows current. Deployments, pods, Jobs, events and Services are watched. The lock, diagnoses
 * and the weights of a route are asked for every 15 s, and soon after a change; the history when there is a new revision.
 */
export class DashboardWatch {
  private facts: Facts | undefined;
  private problem: string | undefined;
  private command: CommandProgress | undefined;
  private events: readonly DashboardEvent[] = [];
  private readonly wakeup = new Wakeup();

  constructor(
    private readonly release: Release,
    private readonly strategy: Strategy,
    private readonly options: { readonly isReadOnly: boolean },
  ) {}

  /**
   * Tells the state whenever it has changed, four times a second at most, and at least every 15 s.
   *
   * @throws what ended the watches, and the reason of the release's signal when that is aborted
   */
  async run(onState: (state: DashboardState) => void): Promise<never> {
    await this.begin();
    const ended = new AbortController();
    const signal = AbortSignal.any([this.release.signal, ended.signal]);
    try {
      return await Promise.race([this.watch(), this.keepFacts(signal), this.tell(onState, signal)]);
    } finally {
      ended.abort();
    }
  }

  /** Reads all that is shown. @returns the state at this moment */
  async begin(): Promise<DashboardState> {
    await this.release.observer.start(["Job", "Event", "Service"]);
    this.facts = await readFacts(this.release, this.strategy, this.facts);
    return this.stateOf(this.facts);
  }

  /** The state now; undefined before all has been read. */
  current(): DashboardState | undefined {
    return this.facts === undefined ? undefined : this.stateOf(this.facts);
  }

  /** Somebody has begun a command here. @returns whom to tell what happens in it */
  begun(command: CommandState["command"]): ReleaseOutput {
    let progress: CommandProgress = { command, progress: nothingYet };
    this.command = progress;
    this.wakeup.wake();
    return {
      event: (event) => {
        progress = advanced(progress, event);
        this.command = progress;
        this.events = [...this.events, eventOf(command, event) ?? []].flat().slice(-mostEvents);
        this.wakeup.wake();
      },
      close: () => undefined,
    };
  }

  /** Whether the command that was begun here is still shown: how it ended is not, once somebody else is at work. */
  get showsCommand(): boolean {
    return this.command !== undefined;
  }

  private stateOf(facts: Facts): DashboardState {
    const { problem: trouble, command, events: commandEvents } = this;
    const snapshot = this.release.observer.snapshot();
    return stateOf(this.release, snapshot, facts, { ...this.options, trouble, command, commandEvents });
  }

  /** Wakes whoever tells at each change. */
  private async watch(): Promise<never> {
    const wake = (): undefined => {
      this.wakeup.wake();
    };
    for (;;) await this.release.observer.until(wake, { deadline: Infinity, every: silenceMillis });
  }

  private async keepFacts(signal: AbortSignal): Promise<never> {
    const { clock, observer } = this.release;
    for (;;) {
      const seen = fingerprint(observer.snapshot());
      const ended = this.command?.progress.finished === undefined ? undefined : this.command;
      try {
        this.facts = await readFacts(this.release, this.strategy, this.facts);
        this.problem = undefined;
        // how it ended is of no interest any more once somebody else is at work
        if (this.facts.lock !== undefined && this.command === ended) this.command = undefined;
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof Unreachable)) throw error;
        this.problem = error.message;
      }
      this.wakeup.wake();
      const next = clock.now() + factsMillis;
      await clock.sleep(leastFactsMillis, signal);
      const isOther = (snapshot: Snapshot): true | undefined => (fingerprint(snapshot) === seen ? undefined : true);
      await observer.until(isOther, { deadline: next, every: factsMillis });
      signal.throwIfAborted();
    }
  }

  private async tell(onState: (state: DashboardState) => void, signal: AbortSignal): Promise<never> {
    const { clock } = this.release;
    let [before, toldAt] = ["", -Infinity];
    for (;;) {
      const state = this.current();
      const text = JSON.stringify({ ...state, at: 0 });
      if (state !== undefined && (text !== before || clock.now() - toldAt >= silenceMillis)) {
        [before, toldAt] = [text, clock.now()];
        onState(state);
      }
      await clock.sleep(tellMillis, signal);
      await this.wakeup.wait(clock, toldAt + silenceMillis - clock.now(), signal);
    }
  }
}
