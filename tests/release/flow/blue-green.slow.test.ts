// takes about 8 s of processor time: part of npm run test:slow
import { history } from "../../../release/commands/history";
import { status } from "../../../release/commands/status";
import { Stage } from "./stage";
import { shares, viewed } from "./views";

jest.setTimeout(30_000);

const service = { strategy: "blue-green" };
const balancer = "addressbook/addressbook-lb";

let stage: Stage;
let first: string;
let next: string;
beforeEach(async () => {
  stage = await Stage.set({ service });
  first = stage.push("1.0.0");
  next = stage.push("1.1.0");
});
afterEach(() => stage.strike());

/** The colour that the balancer's Service selects. */
function live(): string | undefined {
  const found = stage.cluster.store.get("Service", "addressbook", "addressbook-lb");
  const { selector } = (found?.["spec"] ?? {}) as { selector?: Record<string, string> };
  return selector?.["deployment"]?.replace("addressbook-", "");
}

const annotation = (track: string, name: string): string | undefined =>
  stage.deployment(track)?.metadata.annotations?.[`addressbook-platform/${name}`];

describe("blue/green", () => {
  test("brings the first version to a cluster that has none", async () => {
    expect((await stage.canary(first)).code).toBe(0);
    expect(stage.images("blue")).toEqual([first, first, first]);
    expect(live()).toBeUndefined();
    expect((await stage.promote()).finished).toMatchObject({ code: 0, summary: `${stage.digest(first)} is released` });
    expect(live()).toBe("blue");
    expect(stage.deployment("green")).toBeUndefined();
  });

  test("has all pods of the new version beside the old ones, and switches with one write, in which nothing is lost", async () => {
    await stage.release(first);
    await stage.cluster.clock.sleep(10_000);
    const traffic = stage.cluster.traffic.start(balancer, { perSecond: 80 });
    const minimum = stage.cluster.watchMinimum(balancer);
    await stage.canary(next);
    expect([stage.images("blue"), stage.images("green"), live()]).toEqual([
      Array(3).fill(first),
      Array(3).fill(next),
      "blue",
    ]);
    expect(traffic.report().images).toEqual({ [digest(first)]: traffic.report().answered });
    const started = stage.podsStarted();
    const promoted = await stage.promote();
    expect(promoted.code).toBe(0);
    expect(live()).toBe("green");
    expect(promoted.writes.filter((write) => write.endsWith("Service/addressbook-lb"))).toHaveLength(1);
    expect(started()).toEqual([]);
    await stage.cluster.clock.sleep(10_000);
    const report = traffic.stop();
    expect(report.lost).toEqual([]);
    expect(report.images[digest(next)]).toBeGreaterThan(700);
    expect(minimum.least).toBe(3);
  });

  test("is rolled back at once, with one switch, and a second time nothing happens", async () => {
    await stage.release(first);
    await stage.release(next);
    const traffic = stage.cluster.traffic.start(balancer, { perSecond: 80 });
    const started = stage.podsStarted();
    const before = stage.cluster.clock.now();
    const rollback = await stage.rollback();
    expect(stage.cluster.clock.now() - before).toBeLessThan(1000);
    expect(rollback.finished).toMatchObject({
      code: 0,
      summary: `rolled back: requests go to addressbook-blue (${first}) again`,
    });
    expect(rollback.writes.filter((write) => !write.includes("Lease"))).toEqual([
      "patch Deployment/addressbook-green",
      "apply Service/addressbook-lb",
    ]);
    expect(live()).toBe("blue");
    expect((await stage.rollback()).finished).toMatchObject({
      code: 0,
      summary: `nothing was under way; addressbook-blue is ${first}`,
    });
    expect(live()).toBe("blue");
    expect((await stage.promote()).finished).toMatchObject({
      code: 1,
      summary: expect.stringContaining(
        `there is no canary to promote; ${next} was rolled back at 2026-03-01T`,
      ) as string,
    });
    expect(live()).toBe("blue");
    expect([...started()]).toEqual([]);
    expect(traffic.stop().lost).toEqual([]);
  });

  test("takes the new colour away when it is rolled back before the switch", async () => {
    await stage.release(first);
    await stage.canary(next);
    expect((await stage.rollback()).finished).toMatchObject({
      code: 0,
      summary: "rolled back: addressbook-green is removed",
    });
    expect([stage.deployment("green"), live()]).toEqual([undefined, "blue"]);
  });

  test("takes the first colour of all away", async () => {
    await stage.canary(first);
    expect((await stage.rollback()).code).toBe(0);
    expect(stage.deployment("blue")).toBeUndefined();
  });

  test("takes a bad colour away by itself", async () => {
    await stage.release(first);
    const bad = stage.push("1.2.0", { errorRate: 1 });
    const canary = await stage.canary(bad);
    expect(canary.finished).toMatchObject({
      code: 1,
      summary: `${stage.digest(bad)} is not good enough (fail); it was rolled back`,
    });
    expect([stage.deployment("green"), live()]).toEqual([undefined, "blue"]);
  });

  test("releases three in a row, and goes back from the third to the second", async () => {
    const third = stage.push("1.2.0");
    for (const image of [first, next, third]) await stage.release(image);
    expect([live(), stage.images("blue")[0], stage.images("green")[0]]).toEqual(["blue", third, next]);
    await stage.rollback();
    expect(live()).toBe("green");
  });

  test("releases again what was rolled back, and what was there before", async () => {
    await stage.release(first);
    await stage.release(next);
    await stage.rollback();
    await stage.release(next);
    expect([live(), annotation("green", "rolled-back")]).toEqual(["green", undefined]);
    await stage.release(first);
    expect([live(), stage.images("blue")[0]]).toEqual(["blue", first]);
    await stage.rollback();
    expect(live()).toBe("green");
  });

  test("brings a promotion to its end that was killed after the switch", async () => {
    await stage.release(first);
    await stage.canary(next);
    // Lease, Service
    expect((await stage.promote({ killedAfterWrites: 2 })).code).toBe(137);
    expect([live(), annotation("green", "released-at")]).toEqual(["green", undefined]);
    // the same image goes on where it was, and takes nobody's place
    expect((await stage.canary(next)).code).toBe(0);
    expect(stage.images("blue")).toEqual([first, first, first]);
    expect((await stage.promote()).finished).toMatchObject({ code: 0, summary: `${stage.digest(next)} is released` });
    expect(annotation("green", "released-at")).toMatch(/^2026-/);
  });

  test("switches back from a promotion that was killed after the switch", async () => {
    await stage.release(first);
    await stage.canary(next);
    await stage.promote({ killedAfterWrites: 2 });
    expect((await stage.rollback()).code).toBe(0);
    expect(live()).toBe("blue");
  });

  test("lets no release begin in a rollback that was killed before the switch", async () => {
    await stage.release(first);
    await stage.release(next);
    expect((await stage.rollback({ killedAfterWrites: 2 })).code).toBe(137);
    expect((await stage.canary(stage.push("1.2.0"))).finished).toMatchObject({
      code: 1,
      summary: "the rollback of addressbook-green is not at its end",
      next: ["npx release rollback --environment aws-test"],
    });
    expect((await stage.rollback()).code).toBe(0);
    expect([live(), stage.images("blue")[0]]).toEqual(["blue", first]);
  });

  test("does not switch to pods that are not ready any more", async () => {
    await stage.release(first);
    await stage.canary(next);
    stage.change(next, { notReady: "the database is not available" });
    await stage.cluster.clock.sleep(30_000);
    expect((await stage.promote({ timeoutSeconds: 60 })).code).toBe(70);
    expect(live()).toBe("blue");
  });

  test("does not go back to pods that are not ready any more", async () => {
    await stage.release(first);
    await stage.release(next);
    stage.change(first, { notReady: "the schema is too new" });
    await stage.cluster.clock.sleep(30_000);
    expect((await stage.rollback()).finished).toMatchObject({
      code: 1,
      summary: "addressbook-blue has 0 ready pods, and `service.minimumPods` is 1",
    });
    expect(live()).toBe("green");
  });

  test("shows who gets the requests, and what each colour was", async () => {
    await stage.release(first);
    await stage.canary(next);
    expect(shares(await viewed(stage, status))).toEqual({ blue: 100, green: 0 });
    await stage.promote();
    expect(shares(await viewed(stage, status))).toEqual({ blue: 0, green: 100 });
    const { text } = await viewed(stage, history);
    expect(text).toMatch(/addressbook-blue\n[^]*:1\.0\.0[^]*addressbook-green\n[^]*:1\.1\.0/);
  });
});

test.each([
  ["passes", {}, "pass"],
  ["fails", { errorRate: 0.2 }, "fail"],
])("a new colour without clients is compared by the release's own requests, and %s", async (_, options, verdict) => {
  await stage.strike();
  const verification = {
    functionalTests: [],
    analysis: { windowSeconds: 30, minimumRequests: 50, maxErrorPercentagePoints: 5 },
    load: { requestsPerSecond: 5 },
    onFail: "wait",
  };
  stage = await Stage.set({ service: { ...service, verification } });
  await stage.release(stage.push("1.0.0"));
  const canary = await stage.canary(stage.push("1.1.0", options));
  expect(canary.events.filter(({ type }) => type === "verdict")).toMatchObject([{ verdict: { verdict } }]);
});

const digest = (reference: string): string => stage.digest(reference).replace(/.*@/, "");
