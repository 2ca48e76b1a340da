import type { Clock } from "./clock";
import type { Change, Cluster, Selector } from "./cluster/cluster";
import { ApiError } from "./cluster/errors";
import type { Kind, ObjectOf } from "./cluster/objects";
import type { Snapshot } from "./snapshot";

/** Where a snapshot has the objects of a kind. */
const lists = {
  Deployment: "deployments",
  Pod: "pods",
  ReplicaSet: "replicaSets",
  Job: "jobs",
  Event: "events",
  Service: "services",
  EndpointSlice: "endpointSlices",
  ResourceQuota: "quotas",
  LimitRange: "limitRanges",
  Node: "nodes",
} as const satisfies Partial<Record<Kind, keyof Snapshot>>;

export type ObservedKind = keyof typeof lists;

/** Without these there is nothing to go by. */
const needed: readonly ObservedKind[] = ["Deployment", "Pod"];

/** Keeps what is known of the namespace up to date, by watching it. */
export class Observer {
  private readonly objects = new Map<ObservedKind, Map<string, ObjectOf<ObservedKind>>>();
  private readonly started = new Map<ObservedKind, Promise<void>>();
  private readonly listeners = new Set<() => void>();
  private failure: Error | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly clock: Clock,
    /** Ends the watches. */
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Reads the objects of some kinds, and follows them from then on.
   *
   * @param selector labels of those that matter. @default - all
   */
  async start(kinds: readonly ObservedKind[], selector?: Selector): Promise<void> {
    await Promise.all(kinds.map((kind) => this.add(kind, selector)));
  }

  /** Follows one more kind. Does nothing when it is followed already, and when one may not read it. */
  add(kind: ObservedKind, selector?: Selector): Promise<void> {
    const running = this.started.get(kind) ?? this.follow(kind, selector);
    this.started.set(kind, running);
    return running;
  }

  /** What is known now. The lists do not change any more. */
  snapshot(): Snapshot {
    const known = [...this.objects].map(([kind, objects]) => [lists[kind], [...objects.values()]]);
    return { deployments: [], pods: [], ...(Object.fromEntries(known) as Partial<Snapshot>), at: this.clock.now() };
  }

  /**
   * Waits until a probe finds something. It looks at once, after each change, and every so often.
   *
   * @param options.every milliseconds between two looks when nothing changes. @default 1000
   * @returns undefined when the deadline is there, in milliseconds since 1970
   * @throws what ended the watches, and the reason of the signal
   */
  async until<T>(
    probe: (snapshot: Snapshot) => T | undefined,
    { deadline, every = 1000 }: { readonly deadline: number; readonly every?: number },
  ): Promise<T | undefined> {
    for (;;) {
      this.signal.throwIfAborted();
      if (this.failure !== undefined) throw this.failure;
      const found = probe(this.snapshot());
      if (found !== undefined) return found;
      const left = deadline - this.clock.now();
      if (left <= 0) return undefined;
      await this.change(Math.min(left, every));
    }
  }

  /** Resolves at the next change, or after some milliseconds. */
  private async change(millis: number): Promise<void> {
    const timer = new AbortController();
    const onChange = (): void => {
      timer.abort();
    };
    this.listeners.add(onChange);
    this.signal.addEventListener("abort", onChange, { once: true });
    try {
      await this.clock.sleep(millis, timer.signal).catch((error: unknown) => {
        if (!timer.signal.aborted) throw error;
      });
    } finally {
      this.listeners.delete(onChange);
      this.signal.removeEventListener("abort", onChange);
    }
  }

  /** Resolves as soon as the objects have been read for the first time. */
  private follow(kind: ObservedKind, selector: Selector | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        if (!needed.includes(kind) && error instanceof ApiError && error.status === 403) {
          this.objects.delete(kind);
          resolve();
          return;
        }
        this.failure ??= error;
        this.notify();
        reject(error);
      };
      this.watch(kind, selector, resolve).then(() => {
        if (this.signal.aborted) reject(this.signal.reason as Error);
      }, fail);
    });
  }

  private async watch(kind: ObservedKind, selector: Selector | undefined, onRead: () => void): Promise<void> {
    for await (const change of this.cluster.watch(kind, selector, this.signal)) {
      this.objects.set(kind, changed(this.objects.get(kind), change));
      this.notify();
      if (change.type === "reset") onRead();
    }
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

function changed<K extends Kind>(
  objects: Map<string, ObjectOf<K>> | undefined,
  change: Change<K>,
): Map<string, ObjectOf<K>> {
  const nameOf = ({ metadata }: ObjectOf<K>): string => metadata?.name ?? "";
  if (change.type === "reset") return new Map(change.objects.map((object) => [nameOf(object), object]));
  const copy = objects ?? new Map<string, ObjectOf<K>>();
  if (change.type === "gone") copy.delete(nameOf(change.object));
  else copy.set(nameOf(change.object), change.object);
  return copy;
}
