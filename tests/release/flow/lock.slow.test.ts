// takes 7 s of processor time
import { unlock, type UnlockOptions } from "../../../release/commands/unlock";
import type { Release } from "../../../release/release";
import { Promises } from "./promises";
import { Stage } from "./stage";

jest.setTimeout(20_000);

let stage: Stage;
let promises: Promises;
let old: string;
let next: string;

beforeEach(async () => {
  stage = await Stage.set();
  old = stage.push("1.0.0");
  await stage.stand(old);
  next = stage.push("1.1.0");
  promises = new Promises(stage);
});
afterEach(() => stage.strike());

/** Does something as soon as the release has written something. */
function at(write: string, act: () => void): void {
  const [verb, kind, name] = write.split(/[ /]/);
  const stop = stage.cluster.api.afterWrite((request) => {
    if (request.verb !== verb || request.kind !== kind || (name !== undefined && request.name !== name)) return;
    stop();
    act();
  });
}

/** `release unlock --force` of somebody else. */
const takeLockAway = (options: UnlockOptions = { force: true }) =>
  unlock(
    {
      environment: stage.environment,
      // eslint-disable-next-line @typescript-eslint/dot-notation -- nobody else needs a cluster of their own
      cluster: stage["connect"]("admin", new AbortController().signal, stage.cluster.clock),
      clock: stage.cluster.clock,
    } as unknown as Release,
    options,
  );

/** Makes the next version take half a minute to be ready, so that its release is still at work after a renewal. */
function slowly(): void {
  stage.change(next, { notReady: "the cache is not warm" });
  stage.cluster.clock.after(30_000, () => {
    stage.change(next, {});
  });
}

const expectSettled = (): void => {
  expect(stage.cluster.store.list("Lease")).toEqual([]);
  expect(promises.broken).toEqual([]);
  expect(promises.least).toBe(3);
};

describe("two releases at once", () => {
  test.each([
    ["of the same image", "1.1.0"],
    ["of different images", "1.2.0"],
  ])("%s: one is done, and the other says who is at work", async (_, tag) => {
    const other = tag === "1.1.0" ? next : stage.push(tag);
    slowly();
    const winning = stage.canary(next);
    await stage.cluster.clock.sleep(2000);
    expect(await stage.canary(other)).toMatchObject({
      code: 75,
      finished: {
        summary: "runner-1 is at work: release canary, since 12:00:02 UTC",
        next: ["npx release status --environment aws-test", "npx release unlock --environment aws-test"],
      },
      writes: [],
    });
    expect((await winning).code).toBe(0);
    expect(stage.images("canary")).toEqual([next]);
    expectSettled();
  });

  test("that begin at the same moment: one has the lock, the other begins when that is given back", async () => {
    const both = await Promise.all([stage.canary(next), stage.canary(next)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(stage.images("canary")).toEqual([next]);
    expectSettled();
  });
});

describe("the lock", () => {
  test("of a run that was killed is taken over as soon as it is silent for 30 s", async () => {
    const killed = await stage.canary(next, { killedAfterWrites: 3 });
    const before = stage.cluster.clock.now();
    const again = await stage.canary(next);
    expect([killed.code, again.code]).toEqual([137, 0]);
    const waited = again.events.find((event) => event.type === "note");
    expect(waited).toMatchObject({
      text: "runner-1 has had the lock since 12:00:02 UTC for release canary: waiting up to 30 s to see whether it is still at work",
    });
    expect(stage.cluster.clock.now() - before).toBeLessThan(60_000);
    expectSettled();
  });

  test.each([
    ["canary", "apply Deployment/addressbook-canary"],
    ["promote", "apply Deployment/addressbook-stable"],
    ["rollback", "patch Deployment/addressbook-stable"],
  ] as const)("that is taken away ends a %s, and another run goes on", async (name, write) => {
    const play = () => (name === "canary" ? stage.canary(next) : stage[name]());
    if (name !== "canary") await stage.canary(next);
    stage.change(name === "rollback" ? old : next, { notReady: "the cache is not warm" });
    const lost = new Promise((resolve) => {
      at(write, () => {
        resolve(stage.cluster.clock.sleep(500).then(() => takeLockAway()));
      });
    });
    const ended = await play();
    await lost;
    expect(ended).toMatchObject({
      code: 75,
      finished: { summary: "the lock of this release was removed by somebody" },
    });
    expect(ended.finished?.next[0]).toMatch(new RegExp(`^npx release ${name} .*--environment aws-test$`));
    stage.change(name === "rollback" ? old : next, {});
    expect(await play()).toMatchObject({ code: 0 });
    expect(stage.cluster.store.list("Lease")).toEqual([]);
    expect(promises.broken).toEqual([]);
  });

  test("of somebody who seems to be alive is taken away only by force", async () => {
    const killed = await stage.canary(next, { killedAfterWrites: 3 });
    expect(killed.code).toBe(137);
    await stage.cluster.clock.sleep(20_000);
    await expect(takeLockAway({})).rejects.toThrow(
      /^runner-1 has given a sign of life 2\d s ago, and may be at work: release canary, since 12:00:02 UTC; after 30 s of silence the lock is taken over by itself$/,
    );
    expect(stage.cluster.store.list("Lease")).toHaveLength(1);
    await stage.cluster.clock.sleep(15_000);
    expect((await takeLockAway({})).text).toBe(
      "taken from runner-1 (release canary); if that is still at work, it may go on for up to 10 s until it notices\n",
    );
    expect(stage.cluster.store.list("Lease")).toEqual([]);
  });

  test.each([
    ["promote", { onPass: "promote", analysis: { windowSeconds: 0 } }, {}],
    ["rollback", { onFail: "rollback", analysis: { windowSeconds: 0 } }, { errorRate: 1 }],
  ] as const)(
    "that was taken away a moment before is noticed before a %s writes anything",
    async (_, verification, behaviour) => {
      await stage.strike();
      stage = await Stage.set({ service: { verification } });
      await stage.stand(stage.push("1.0.0"));
      next = stage.push("1.1.0", behaviour);
      const lost = new Promise((resolve) => {
        at("patch Deployment/addressbook-canary", () => {
          stage.cluster.store.remove("Lease", "addressbook", "addressbook-release");
          resolve(undefined);
        });
      });
      // long enough after the lock was taken, and before it is renewed
      stage.change(next, { ...behaviour, notReady: "the cache is not warm" });
      stage.cluster.clock.after(3000, () => {
        stage.change(next, behaviour);
      });
      const ended = await stage.canary(next);
      await lost;
      expect(ended).toMatchObject({
        code: 75,
        finished: { summary: "the lock of this release was removed by somebody" },
      });
      const written = ended.writes.indexOf("patch Deployment/addressbook-canary");
      expect(ended.writes.slice(written + 1)).toEqual([]);
    },
  );

  test("that another run has taken is not given back by the one that lost it", async () => {
    stage.change(next, { notReady: "the cache is not warm" });
    const first = stage.canary(next);
    await stage.cluster.clock.sleep(4000);
    await takeLockAway();
    const second = stage.canary(next);
    expect((await first).finished?.summary).toBe("the lock of this release was taken by runner-2 for release canary");
    expect(stage.cluster.store.list("Lease")).toHaveLength(1);
    stage.change(next, {});
    expect((await second).code).toBe(0);
    expectSettled();
  });
});

describe("Ctrl-C", () => {
  test.each([
    ["canary", "create Lease"],
    ["canary", "create Job"],
    ["canary", "apply Deployment/addressbook-canary"],
    ["canary", "patch Deployment/addressbook-stable"],
    ["promote", "apply Deployment/addressbook-stable"],
    ["promote", "delete Deployment/addressbook-canary"],
    ["rollback", "patch Deployment/addressbook-stable"],
    ["rollback", "delete Deployment/addressbook-canary"],
  ] as const)("in %s, at %s: the lock is given back, and a second run goes on", async (name, write) => {
    const interrupted = new AbortController();
    const play = (signal = new AbortController().signal) =>
      name === "canary" ? stage.canary(next, { interrupted: signal }) : stage[name]({ interrupted: signal });
    if (name !== "canary") await stage.canary(next);
    at(write, () => {
      interrupted.abort();
    });
    const ended = await play(interrupted.signal);
    expect(ended).toMatchObject({
      code: 1,
      finished: { summary: `${name} was interrupted; what is there stays as it is, and can stay so` },
    });
    const again = name === "canary" ? `canary --image ${next}` : name;
    expect(ended.finished?.next[0]).toBe(`npx release ${again} --environment aws-test`);
    expectSettled();
    expect((await play()).code).toBe(0);
    expectSettled();
    const rest = name === "canary" ? [await stage.promote()] : [];
    expect(rest.map(({ code }) => code)).toEqual(rest.map(() => 0));
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(name === "rollback" ? old : next)));
  });
});

test("a canary that was not promoted makes room for the next one", async () => {
  await stage.canary(next);
  const further = stage.push("1.2.0");
  const second = await stage.canary(further);
  expect(second.events).toContainEqual(
    expect.objectContaining({ text: `addressbook-canary had ${next}, which was not promoted` }),
  );
  expect(stage.images("canary")).toEqual([further]);
  expect((await stage.promote()).code).toBe(0);
  expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(further)));
  expectSettled();
});
