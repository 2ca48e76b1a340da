import type { Change, Cluster } from "../../../release/cluster/cluster";
import { ApiError, Unreachable } from "../../../release/cluster/errors";
import type { Kind, ObjectOf, Pod } from "../../../release/cluster/objects";
import { Observer } from "../../../release/observer";
import { SimulatedClock } from "../../cluster/clock";

let clock: SimulatedClock;
let start: number;
let ended: AbortController;
let feeds: Map<Kind, Feed>;

beforeEach(() => {
  clock = new SimulatedClock();
  start = clock.now();
  ended = new AbortController();
  feeds = new Map();
});
afterEach(() => {
  clock.stop();
});

/** Changes of one kind, as the test wants them. */
class Feed {
  private readonly queue: (Change<Kind> | Error)[] = [];
  private wake: () => void = () => undefined;

  tell(change: Change<Kind> | Error): void {
    this.queue.push(change);
    this.wake();
  }

  async *changes(signal: AbortSignal): AsyncGenerator<Change<Kind>> {
    for (;;) {
      const next = this.queue.shift();
      if (next instanceof Error) throw next;
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
          signal.addEventListener("abort", () => {
            resolve();
          });
        });
      if (signal.aborted) return;
    }
  }
}

const watched: string[] = [];
const cluster = {
  watch: (kind: Kind, selector: unknown, signal: AbortSignal) => {
    watched.push(`${kind} ${JSON.stringify(selector)}`);
    return feed(kind).changes(signal);
  },
} as unknown as Cluster;

const feed = (kind: Kind): Feed => {
  const known = feeds.get(kind) ?? new Feed();
  feeds.set(kind, known);
  return known;
};

const object = (name: string, more: object = {}): ObjectOf<Kind> => ({ metadata: { name }, ...more });
const ready = (name: string): ObjectOf<Kind> => object(name, { status: { phase: "Running" } });

async function started(): Promise<Observer> {
  const observer = new Observer(cluster, clock, ended.signal);
  feed("Deployment").tell({ type: "reset", objects: [object("canary")] });
  feed("Pod").tell({ type: "reset", objects: [object("one"), object("two")] });
  await observer.start(["Deployment", "Pod"], { app: "addressbook" });
  return observer;
}

const names = (objects: readonly { metadata?: { name?: string } }[] | undefined): (string | undefined)[] | undefined =>
  objects?.map(({ metadata }) => metadata?.name);

test("what was read is there after the start, and what changes is there from then on", async () => {
  const observer = await started();
  const before = observer.snapshot();
  expect(names(before.pods)).toEqual(["one", "two"]);
  expect(names(before.deployments)).toEqual(["canary"]);
  expect(before).toEqual({ at: start, deployments: before.deployments, pods: before.pods });

  feed("Pod").tell({ type: "put", object: object("three") });
  feed("Pod").tell({ type: "gone", object: object("one") });
  feed("Pod").tell({ type: "put", object: ready("two") });
  await clock.sleep(1);
  expect(observer.snapshot().pods).toEqual([ready("two"), object("three")]);
  expect(names(before.pods)).toEqual(["one", "two"]);

  feed("Pod").tell({ type: "reset", objects: [object("four")] });
  await clock.sleep(1);
  expect(names(observer.snapshot().pods)).toEqual(["four"]);
});

test("a kind can be added later, once", async () => {
  const observer = await started();
  expect(observer.snapshot().events).toBeUndefined();
  watched.length = 0;
  feed("Event").tell({ type: "reset", objects: [object("pulled")] });
  await Promise.all([observer.add("Event"), observer.add("Event")]);

  expect(names(observer.snapshot().events)).toEqual(["pulled"]);
  expect(watched).toEqual(["Event undefined"]);
});

test("a wait ends with the change that it waits for", async () => {
  const observer = await started();
  clock.after(5500, () => {
    feed("Pod").tell({ type: "put", object: ready("two") });
  });
  const found = await observer.until(({ pods }) => pods.find(({ status }: Pod) => status?.phase === "Running"), {
    deadline: start + 60_000,
    every: 100_000,
  });

  expect(found?.metadata?.name).toBe("two");
  expect(clock.now() - start).toBe(5500);
});

test("a wait looks at once, every so often, and not after its deadline", async () => {
  const observer = await started();
  const looks: number[] = [];
  const look = ({ at }: { at: number }): string | undefined => (looks.push(at - start) > 9 ? "too often" : undefined);

  expect(await observer.until(look, { deadline: start + 2500 })).toBeUndefined();
  expect(looks).toEqual([0, 1000, 2000, 2500]);
  expect(await observer.until(() => "there", { deadline: start })).toBe("there");
});

test("a watch that ends with an error ends every wait", async () => {
  const observer = await started();
  clock.after(1500, () => {
    feed("Pod").tell(new Unreachable("no answer", "WATCH pods"));
  });

  await expect(observer.until(() => undefined, { deadline: start + 60_000 })).rejects.toThrow("no answer");
  expect(clock.now() - start).toBe(1500);
  await expect(observer.until(() => "there", { deadline: start + 60_000 })).rejects.toThrow("no answer");
});

test("what may not be read is not known; without pods there is nothing to go by", async () => {
  const observer = await started();
  const refusal = new ApiError(403, "Forbidden", "no", "GET events");
  feed("Event").tell(refusal);
  await observer.add("Event");
  expect(observer.snapshot().events).toBeUndefined();

  const other = new Observer(cluster, clock, ended.signal);
  feeds.clear();
  feed("Pod").tell(refusal);
  await expect(other.start(["Pod"])).rejects.toBe(refusal);
});

test("an interruption ends waits and starts with its reason", async () => {
  const observer = await started();
  const waiting = observer.until(() => undefined, { deadline: start + 60_000 });
  const adding = observer.add("Job");
  ended.abort(new Error("Ctrl-C"));

  await expect(waiting).rejects.toThrow("Ctrl-C");
  await expect(adding).rejects.toThrow("Ctrl-C");
});
