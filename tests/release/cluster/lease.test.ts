import { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import type { Clock } from "../../../release/clock";
import type { Lease } from "../../../release/cluster/objects";
import { ReleaseLease } from "../../../release/lease";
import { LockHeld, LockLost } from "../../../release/lock-held";
import { SimulatedClock } from "../../cluster/clock";
import { Leases } from "./support/leases";
import { json, resets, ScriptedApi } from "./support/scripted-api";

let clock: SimulatedClock;
let api: ScriptedApi;
let leases: Leases;
let start: number;

beforeEach(async () => {
  clock = new SimulatedClock();
  start = clock.now();
  api = await ScriptedApi.start(clock);
  leases = new Leases(() => clock.now());
  api.does(leases.act);
});
afterEach(async () => {
  clock.stop();
  await api.stop();
});

/** A machine whose clock is wrong. */
const wrongBy = (millis: number): Clock => ({
  now: () => clock.now() + millis,
  sleep: (time, signal) => clock.sleep(time, signal),
});

const signal = new AbortController().signal;

const clusterWith = (time: Clock = clock): KubernetesCluster =>
  new KubernetesCluster(api, {
    clock: time,
    namespace: "demo",
    fieldManager: "release",
    deadline: time.now() + 3_600_000,
    signal,
  });

const lock = (time: Clock = clock): ReleaseLease => new ReleaseLease("addressbook", clusterWith(time), time);
const request = (name: string, more: object = {}) => ({ holder: { name }, command: "release canary", signal, ...more });
const kept = (): Lease | undefined => leases.kept.get("addressbook-release");
const seconds = (): number => (clock.now() - start) / 1000;

test("it costs two requests when the server is known, and is a Lease as Kubernetes has them", async () => {
  const cluster = clusterWith();
  await cluster.list("Pod").catch(() => undefined);
  const held = new ReleaseLease("addressbook", cluster, clock);
  await held.acquire({ ...request("ana"), holder: { name: "ana", url: "https://ci.example.com/1" } });

  expect(kept()).toMatchObject({
    metadata: {
      annotations: {
        "addressbook-platform/command": "release canary",
        "addressbook-platform/job": "https://ci.example.com/1",
      },
    },
    spec: {
      holderIdentity: "ana",
      leaseDurationSeconds: 30,
      acquireTime: "2026-03-01T12:00:00.000000Z",
      renewTime: "2026-03-01T12:00:00.000000Z",
      leaseTransitions: 0,
    },
  });
  await held.release();
  expect(kept()).toBeUndefined();
  expect(api.asked.slice(1).map(({ method }) => method)).toEqual(["POST", "DELETE"]);
});

test("it is renewed every ten seconds, and no longer than it is held", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  await clock.sleep(25_000);

  expect(kept()?.spec).toMatchObject({
    acquireTime: "2026-03-01T12:00:00.000000Z",
    renewTime: "2026-03-01T12:00:20.000000Z",
  });
  expect(api.asked.filter(({ method }) => method === "PUT")).toHaveLength(2);
  await held.release();
  const { length } = api.asked;
  await clock.sleep(60_000);
  expect(api.asked).toHaveLength(length);
});

test("of two releases the second one is told who is at work", async () => {
  const [first, second] = [lock(), lock()];
  await first.acquire({ ...request("ana"), holder: { name: "ana", url: "https://ci.example.com/1" } });
  await clock.sleep(3000);
  const waits: string[] = [];
  const failure: unknown = await second
    .acquire(request("bob", { onWait: (reason: string) => waits.push(reason) }))
    .catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(LockHeld);
  expect(failure).toMatchObject({
    message: "ana, https://ci.example.com/1, is at work: release canary, since 12:00:00 UTC",
    by: { name: "ana", since: start },
  });
  expect(waits).toEqual([
    "ana, https://ci.example.com/1, has had the lock since 12:00:00 UTC for release canary: waiting up to 30 s to see " +
      "whether it is still at work",
  ]);
  // as soon as it was renewed
  expect(seconds()).toBeLessThanOrEqual(12);
  expect(first.lost.aborted).toBe(false);
  await first.release();
});

test("of two that begin in the same moment, one wins", async () => {
  const both = [lock(), lock()];
  const outcomes = await Promise.allSettled(both.map((each, index) => each.acquire(request(`person ${index}`))));

  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await Promise.all(both.map((each) => each.release()));
  expect(kept()).toBeUndefined();
});

test("one can wait for the other", async () => {
  const [first, second] = [lock(), lock()];
  await first.acquire(request("ana"));
  clock.after(45_000, () => void first.release());
  await second.acquire(request("bob", { wait: 120_000 }));

  expect(seconds()).toBeGreaterThanOrEqual(45);
  expect(seconds()).toBeLessThan(48);
  expect(kept()?.spec?.holderIdentity).toBe("bob");
  await second.release();
});

/** A release that was killed, so many seconds ago by its own clock. */
const killed = (secondsAgo: number): Lease =>
  leases.keep({
    metadata: { name: "addressbook-release", annotations: { "addressbook-platform/command": "release promote" } },
    spec: {
      holderIdentity: "ana",
      leaseDurationSeconds: 30,
      acquireTime: new Date(start - secondsAgo * 1000).toISOString().replace("Z", "000Z"),
      renewTime: new Date(start - secondsAgo * 1000).toISOString().replace("Z", "000Z"),
      leaseTransitions: 4,
    },
  });

test.each<[string, number, number, number]>([
  ["long ago is taken over at once", 120, 0, 0],
  ["a moment ago is taken over when its time is over", 0, 30, 32],
  ["by a clock that was an hour behind, so that it looks old, is taken over at once", 3600, 0, 0],
  ["by a clock that is an hour ahead is taken over after its duration", -3600, 30, 32],
])("the lock of a release that was killed %s", async (_what, secondsAgo, atLeast, atMost) => {
  killed(secondsAgo);
  const held = lock();
  await held.acquire(request("bob"));

  expect(seconds()).toBeGreaterThanOrEqual(atLeast);
  expect(seconds()).toBeLessThanOrEqual(atMost);
  expect(kept()?.spec).toMatchObject({ holderIdentity: "bob", leaseTransitions: 5 });
  await held.release();
});

test.each([-3_600_000, 3_600_000])(
  "a clock that is wrong by %i ms neither takes a lock that is held nor loses one",
  async (millis) => {
    const [first, second] = [lock(wrongBy(millis)), lock()];
    await first.acquire(request("ana"));
    expect(kept()?.spec?.renewTime).toBe("2026-03-01T12:00:00.000000Z");
    await clock.sleep(100_000);

    await expect(second.acquire(request("bob"))).rejects.toThrow(LockHeld);
    await first.release();
    await second.acquire(request("bob"));
    await expect(lock(wrongBy(millis)).acquire(request("eve"))).rejects.toThrow(LockHeld);
    await second.release();
  },
);

test("whoever lost the lock is told who has it, and does not give it back", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  const present = kept();
  leases.keep({ ...present, spec: { ...present?.spec, holderIdentity: "eve" } });
  await clock.sleep(11_000);

  expect(held.lost.aborted).toBe(true);
  expect(held.lost.reason).toBeInstanceOf(LockLost);
  expect((held.lost.reason as Error).message).toBe("the lock of this release was taken by eve for release canary");
  await held.release();
  expect(kept()?.spec?.holderIdentity).toBe("eve");
});

test("a lock that was taken right before it is given back stays where it is", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  const present = kept();
  leases.keep({ ...present, spec: { ...present?.spec, holderIdentity: "eve" } });
  await held.release();

  expect(kept()?.spec?.holderIdentity).toBe("eve");
});

test("a lock that is broken ends the release, and tells whose it was", async () => {
  const held = lock();
  expect(await lock().breakLock()).toBeUndefined();
  await held.acquire(request("ana"));
  expect(await lock().breakLock()).toMatchObject({ name: "ana", command: "release canary" });
  expect(await lock().read()).toBeUndefined();
  await clock.sleep(11_000);

  expect((held.lost.reason as Error).message).toBe("the lock of this release was removed by somebody");
  await held.release();
});

test("whether it is still ours is asked with a renewal, unless it was said a moment ago", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  const puts = (): number => api.asked.filter(({ method }) => method === "PUT").length;
  await held.confirm();
  expect(puts()).toBe(0);
  await clock.sleep(2000);
  await Promise.all([held.confirm(), held.confirm()]);
  expect(puts()).toBe(2);
  expect(kept()?.spec?.renewTime).toBe("2026-03-01T12:00:02.000000Z");
  await held.release();
  expect(kept()).toBeUndefined();
});

test("a lock that was taken since it was renewed is known to be lost as soon as that is asked", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  await clock.sleep(2000);
  const present = kept();
  leases.keep({ ...present, spec: { ...present?.spec, holderIdentity: "eve" } });
  await expect(held.confirm()).rejects.toThrow("the lock of this release was taken by eve for release canary");
  expect(held.lost.aborted).toBe(true);
  await held.release();
  expect(kept()?.spec?.holderIdentity).toBe("eve");
});

test("somebody who puts a label on it does not take it", async () => {
  const held = lock();
  await held.acquire(request("ana"));
  const present = kept();
  leases.keep({ ...present, metadata: { ...present?.metadata, labels: { seen: "yes" } } });
  await clock.sleep(15_000);

  expect(held.lost.aborted).toBe(false);
  expect(kept()).toMatchObject({
    metadata: { labels: { seen: "yes" } },
    spec: { renewTime: "2026-03-01T12:00:10.000000Z" },
  });
  await held.release();
  expect(kept()).toBeUndefined();
});

test("a lock whose answer was lost is ours, and an outage does not lose it", async () => {
  // the get, the create whose answer is lost, and from then on what is true
  api.does(
    leases.act,
    (response, asked) => {
      leases.keep(JSON.parse(asked.body) as Lease);
      resets(response, asked);
    },
    leases.act,
    leases.act,
    ...Array<typeof resets>(8).fill(json(503, {})),
    leases.act,
  );
  const held = lock();
  await held.acquire(request("ana"));
  await clock.sleep(80_000);

  expect(held.lost.aborted).toBe(false);
  await held.release();
  expect(kept()).toBeUndefined();
});
