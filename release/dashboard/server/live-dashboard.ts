import type { Outcome } from "../../commands/outcome";
import { plan } from "../../commands/plan";
import type { Release } from "../../release";
import { run, type Surroundings } from "../../session";
import { strategyOf } from "../../strategies/strategy-of";
import type { EventOf, ReleaseOutput } from "../../terminal/release-event";
import type { DashboardState, Decision, DecisionPlan, UserNote } from "../dashboard-state";
import { samplerOf } from "../metrics/sampler-of";
import { addNote } from "../state/add-note";
import { DashboardWatch } from "../state/dashboard-watch";
import { carryOut, type CommandOptions, obstacleTo } from "./carry-out";
import type { Dashboard, Decided } from "./dashboard";
import { hastyCluster } from "./hasty-cluster";
import { Listeners } from "./listeners";
import { Refusal } from "./refusal";
import { StartedCommand } from "./started-command";
import { lost, Trouble } from "./trouble";

export interface LiveDashboardOptions extends CommandOptions {
  /** Nothing may be changed by the pages. */
  readonly isReadOnly: boolean;
  /** Whom a command is told to besides the pages. */
  readonly outputOf: () => ReleaseOutput;
}

/** Between two tries to watch a cluster that does not let us. */
const retryMillis = 5000;

/** A page that hears nothing for half a minute takes the server for dead. */
const silenceMillis = 20_000;

/** What is watched, as long as it can be. */
interface Session {
  readonly release: Release;
  readonly watch: DashboardWatch;
}

/**
 * The dashboard of an environment's cluster. When the cluster does not answer, or the login to it has expired, it goes on
 * with what it knows, until that is over.
 */
export class LiveDashboard implements Dashboard {
  readonly listeners = new Listeners();
  readonly isReadOnly: boolean;
  private session: Session | undefined;
  private command: StartedCommand | undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly trouble = new Trouble();

  constructor(
    private readonly options: LiveDashboardOptions,
    private readonly surroundings: Omit<Surroundings, "output">,
  ) {
    this.isReadOnly = options.isReadOnly;
  }

  /**
   * Watches until it is interrupted, and until a command that was begun has ended then.
   *
   * @param onShown is called when there is something to show
   * @returns how it ended: with another code than 0 when there never was anything to show
   */
  async run(onShown: () => void): Promise<Outcome> {
    const { interrupted, clock } = this.surroundings;
    void this.breakSilence();
    for (;;) {
      const outcome = await this.watchOnce(this.listeners.last === undefined ? onShown : () => undefined);
      if (interrupted.aborted) {
        await this.running;
        return { code: 0, summary: "the dashboard has ended", next: [] };
      }
      if (this.listeners.last === undefined) return outcome;
      this.tell(lost(this.listeners.last, outcome.summary, clock.now()));
      await clock.sleep(retryMillis, interrupted).catch(() => undefined);
    }
  }

  async plan(command: Decision["command"]): Promise<DecisionPlan> {
    const { json } = await plan(this.watched().release, this.options.request, command);
    return { ...(json as Pick<DecisionPlan, "image" | "steps">), command };
  }

  start(command: Decision["command"], decided: Decided): void {
    const { watch } = this.watched();
    const state = watch.current();
    const obstacle = state === undefined ? unknown : obstacleTo(command, decided, state);
    if (obstacle !== undefined) throw new Refusal(409, obstacle);
    this.command = new StartedCommand(command, this.options.outputOf());
    this.command.tell(watch);
    this.running = carryOut(command, decided, this.options, { ...this.surroundings, output: this.command });
  }

  addNote(text: string): Promise<UserNote> {
    const { release } = this.watched();
    return addNote(release, text, release.by, release.clock.now());
  }

  private watched(): Session {
    if (this.session === undefined) throw new Refusal(503, this.listeners.last?.trouble ?? unknown);
    return this.session;
  }

  /** @returns why it cannot be watched any more */
  private async watchOnce(onShown: () => void): Promise<Outcome> {
    let finished: EventOf<"finished"> | undefined;
    const event: ReleaseOutput["event"] = (each) => {
      if (each.type === "finished") finished = each;
    };
    const { environment } = this.options;
    const work = (release: Release): Promise<never> => this.watch(release, onShown);
    const task = { name: "dashboard", environment, timeoutSeconds: Infinity, locks: false, work };
    const code = await run(task, { ...this.surroundings, output: { event, close: () => undefined } });
    return finished ?? { code, summary: "", next: [] };
  }

  private async watch(release: Release, onShown: () => void): Promise<never> {
    const { environment, clock, signal } = release;
    const hasty = { ...release, cluster: hastyCluster(this.surroundings.cluster, clock, signal) };
    const watch = new DashboardWatch(hasty, strategyOf(environment.service), this.options);
    const sampler = samplerOf(hasty);
    this.command?.tell(watch);
    sampler.start((sample) => {
      this.listeners.tellSample(sample);
    });
    try {
      return await watch.run((state) => {
        this.tell(state);
        if (this.session === undefined) onShown();
        this.session = { release: hasty, watch };
      });
    } finally {
      sampler.stop();
      this.session = undefined;
      // what came after it would be hidden behind it
      if (!watch.showsCommand) this.command = undefined;
    }
  }

  private tell(state: DashboardState): void {
    this.listeners.tellState(this.trouble.dated(state));
  }

  /** The cluster may be silent for longer than a page waits. */
  private async breakSilence(): Promise<void> {
    const { interrupted, clock } = this.surroundings;
    while (!interrupted.aborted) {
      const { last } = this.listeners;
      if (last !== undefined && clock.now() - last.at >= silenceMillis)
        this.listeners.tellState({ ...last, at: clock.now() });
      await clock.sleep(retryMillis, interrupted).catch(() => undefined);
    }
  }
}

const unknown = "nothing is known of the cluster yet";
