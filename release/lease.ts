import type { Clock } from "./clock";
import type { Cluster } from "./cluster/cluster";
import type { Lease } from "./cluster/objects";
import type { Holder } from "./holder";
import { clockTime, describeHolder, LockHeld, LockLost } from "./lock-held";
import { leaseOf, type LockState, lockState } from "./lock-state";

const durationMillis = 30_000;

/** After so many milliseconds whoever has lost the lock knows it, also when it waits. */
export const renewalMillis = durationMillis / 3;

/** Between two looks at a lock that somebody else has. */
const lookMillis = 2000;

/** What the API said of the lock so recently is as good as what it says now. */
const freshMillis = 1000;

/** How far the clocks of two API servers of one cluster may be apart. */
const toleranceMillis = 5000;

/** What a lock is wanted for. */
export interface LockRequest {
  readonly holder: Holder;
  /** `release canary`, for others who want it. */
  readonly command: string;
  /** How long to wait for somebody else who is at work, in milliseconds. @default 0, it fails as soon as that is sure */
  readonly wait?: number;
  /** Called when it has to wait, with the reason. @default - nobody is told */
  readonly onWait?: (reason: string) => void;
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Keeps others from releasing the same service at the same time: a Lease object that is renewed as long as the release
 * runs. One whose holder was killed is taken over as soon as it has not been renewed for its duration. That is measured
 * here, or by the clock of the API server, so that it does not matter which time it is on the machines of the two.
 *
 * While the API cannot be reached the lock is kept: nothing can be changed then, by anybody.
 */
export class ReleaseLease {
  private readonly name: string;
  private readonly stopped = new AbortController();
  private readonly losing = new AbortController();
  private held: { lease: Lease; state: LockState } | undefined;
  private renewing: Promise<void> | undefined;
  private lastRenewal: Promise<void> = Promise.resolve();
  /** When the API last said that it is ours, by our clock. */
  private confirmedAt = -Infinity;

  constructor(
    service: string,
    private readonly cluster: Cluster,
    private readonly clock: Clock,
  ) {
    this.name = `${service}-release`;
  }

  /** Aborted with a {@link LockLost} when somebody else took the lock, or took it away. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Who has it; undefined when nobody does. */
  async read(): Promise<LockState | undefined> {
    const lease = await this.cluster.get("Lease", this.name);
    return lease === undefined ? undefined : lockState(lease);
  }

  /**
   * Takes the lock, and renews it from then on.
   *
   * @throws {LockHeld} when somebody has it who is alive
   */
  async acquire(request: LockRequest): Promise<void> {
    // without an answer the time of the server is not known, and ours may be wrong
    let isLooked = this.cluster.serverTime() === undefined;
    let found: Lease | undefined;
    const until = this.clock.now() + (request.wait ?? 0);
    for (;;) {
      request.signal.throwIfAborted();
      if (isLooked) found = await this.untilFree(request, until);
      isLooked = true;
      const state = this.wanted(request);
      const lease = leaseOf(this.name, state, found);
      const taken = await (found === undefined ? this.cluster.create(lease) : this.cluster.replace(lease));
      if (taken !== undefined) {
        this.keep(taken, state);
        this.renewing = this.renewUntilStopped();
        return;
      }
    }
  }

  /**
   * Makes sure that the lock is ours just now: somebody may have taken it since it was renewed. What was said within this
   * second is not asked again.
   *
   * @throws {LockLost} when it is not; everything else is ended then, too
   */
  async confirm(): Promise<void> {
    if (this.clock.now() - this.confirmedAt < freshMillis) return;
    try {
      await this.renew();
    } catch (error) {
      this.losing.abort(error);
      throw error;
    }
  }

  /** Gives the lock back, if it is still ours. */
  async release(cluster = this.cluster): Promise<void> {
    this.stopped.abort();
    await this.renewing;
    await this.lastRenewal;
    const { uid, resourceVersion } = this.held?.lease.metadata ?? {};
    this.held = undefined;
    // whoever took it over has the same object
    if (uid !== undefined && resourceVersion !== undefined)
      await cluster.delete("Lease", this.name, { uid, resourceVersion });
  }

  /**
   * Takes the lock away from whoever has it.
   *
   * @param check throws when it must stay
   * @returns who that was
   */
  async breakLock(check: (state: LockState) => void = () => undefined): Promise<LockState | undefined> {
    const lease = await this.cluster.get("Lease", this.name);
    const uid = lease?.metadata?.uid;
    if (lease === undefined || uid === undefined) return undefined;
    const state = lockState(lease);
    if (state !== undefined) check(state);
    await this.cluster.delete("Lease", this.name, { uid });
    return state;
  }

  private wanted({ holder, command }: LockRequest): LockState {
    const now = this.serverTime();
    return { ...holder, command, since: now, renewed: now, durationMillis };
  }

  private serverTime(): number {
    return this.cluster.serverTime() ?? this.clock.now();
  }

  /** Waits until the Lease can be taken. @returns it as it is then; undefined when there is none */
  private async untilFree({ holder, signal, onWait }: LockRequest, until: number): Promise<Lease | undefined> {
    let first: LockState | undefined;
    let last: LockState | undefined;
    let seenAt = this.clock.now();
    for (;;) {
      const lease = await this.cluster.get("Lease", this.name);
      const state = lease === undefined ? undefined : lockState(lease);
      if (state === undefined || state.name === holder.name) return lease;
      if (!isSame(state, last)) seenAt = this.clock.now();
      const silence = this.clock.now() - seenAt;
      const isStale = this.serverTime() > state.renewed + state.durationMillis + toleranceMillis;
      if (isStale || silence >= state.durationMillis) return lease;

      const isAlive = first !== undefined && !isSame(state, first);
      if (isAlive && this.clock.now() >= until) throw new LockHeld(state);
      if (first === undefined) onWait?.(describeWait(state));
      first ??= state;
      last = state;
      await this.clock.sleep(Math.min(lookMillis, state.durationMillis - silence), signal);
    }
  }

  private async renewUntilStopped(): Promise<void> {
    try {
      for (;;) {
        await this.clock.sleep(renewalMillis, this.stopped.signal);
        await this.renew();
      }
    } catch (error) {
      if (!this.stopped.signal.aborted) this.losing.abort(error);
    }
  }

  /** One after the other: each goes by the answer to the one before. @throws {LockLost} when it is not ours any more */
  private renew(): Promise<void> {
    const renewal = this.lastRenewal.then(() => this.renewOnce());
    this.lastRenewal = renewal.catch(() => undefined);
    return renewal;
  }

  private keep(lease: Lease, state: LockState): void {
    this.held = { lease, state };
    this.confirmedAt = this.clock.now();
  }

  private async renewOnce(): Promise<void> {
    if (this.held === undefined) return;
    const { state } = this.held;
    let { lease } = this.held;
    for (;;) {
      const renewed = { ...state, renewed: this.serverTime() };
      const kept = await this.cluster.replace(leaseOf(this.name, renewed, lease));
      if (kept !== undefined) {
        this.keep(kept, state);
        return;
      }
      const found = await this.cluster.get("Lease", this.name);
      const holder = found === undefined ? undefined : lockState(found);
      // somebody may have put a label on it
      if (found === undefined || holder?.name !== state.name) throw new LockLost(holder);
      lease = found;
    }
  }
}

const isSame = (one: LockState, other: LockState | undefined): boolean =>
  one.name === other?.name && one.renewed === other.renewed;

const describeWait = (state: LockState): string =>
  `${describeHolder(state)} has had the lock since ${clockTime(state.since)} for ${state.command}: waiting up to ` +
  `${state.durationMillis / 1000} s to see whether it is still at work`;
