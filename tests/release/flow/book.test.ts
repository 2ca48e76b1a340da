import { Stage } from "./stage";

/** The book's chapter 4: canary, promotion and each rollback, with the book's numbers. */
describe("the book's release", () => {
  let stage: Stage;
  let first: string;
  beforeEach(async () => {
    stage = await Stage.set();
    first = stage.push("1.0.0");
  });
  afterEach(() => stage.strike());

  test("brings the first version to a cluster that has none", async () => {
    const canary = await stage.canary(first);
    expect(canary.finished).toMatchObject({
      code: 0,
      next: ["npx release promote --environment aws-test", expect.any(String)],
    });
    expect(stage.images("canary")).toEqual([first]);
    expect(stage.deployment("stable")).toBeUndefined();

    expect((await stage.promote()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(stage.deployment("canary")).toBeUndefined();
    expect(stage.cluster.store.list("Lease")).toEqual([]);
  });

  test("runs 1 canary beside 2 of stable, and then 3 of stable, and loses no request", async () => {
    await stage.release(first);
    const next = stage.push("1.1.0");
    const traffic = stage.cluster.traffic.start("addressbook/addressbook-lb", { perSecond: 80 });
    const minimum = stage.cluster.watchMinimum("addressbook/addressbook-lb");

    expect((await stage.canary(next)).code).toBe(0);
    expect(stage.images("canary")).toEqual([next]);
    expect(stage.images("stable")).toEqual(Array(2).fill(stage.digest(first)));

    expect((await stage.promote()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
    expect(stage.deployment("canary")).toBeUndefined();
    await stage.cluster.clock.sleep(60_000);
    const report = traffic.stop();
    expect(report.lost).toEqual([]);
    expect(report.sent).toBeGreaterThan(1000);
    expect(minimum.least).toBe(3);
  });

  test("starts no pod of the old version on the way", async () => {
    await stage.release(first);
    const next = stage.push("1.1.0");
    const started = stage.podsStarted();
    await stage.canary(next);
    await stage.promote();
    expect(started().filter((image) => image === stage.digest(first))).toEqual([]);
    expect(started()).toHaveLength(4);
  });

  test("takes a canary back, and gives stable its 3 pods again", async () => {
    await stage.release(first);
    await stage.canary(stage.push("1.1.0"));
    const rollback = await stage.rollback();
    expect(rollback.finished).toMatchObject({ code: 0, summary: "rolled back: addressbook-canary is removed" });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(stage.deployment("canary")).toBeUndefined();
  });

  test("takes the first canary of all back", async () => {
    await stage.canary(first);
    expect((await stage.rollback()).code).toBe(0);
    expect(stage.deployment("canary")).toBeUndefined();
  });

  test("takes a promotion back that does not come to its end", async () => {
    await stage.release(first);
    const next = stage.push("1.1.0");
    await stage.canary(next);
    stage.change(next, { notReady: "the database is not available: it has no connection left" });
    const promotion = await stage.promote({ timeoutSeconds: 60 });
    expect(promotion.code).toBe(70);
    expect((await stage.rollback()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(stage.deployment("canary")).toBeUndefined();
  });

  test("goes back to an earlier revision, with its configuration", async () => {
    await stage.release(first);
    await stage.release(stage.push("1.1.0"));
    const rollback = await stage.rollback({ to: 1 });
    expect(rollback.finished).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    // which is the newest revision now
    const again = await stage.rollback({ to: 1 });
    expect(again.finished).toMatchObject({
      code: 1,
      summary: "addressbook-stable has no revision 1; it has 3, 2",
      next: ["npx release history --environment aws-test"],
    });
  });

  test("releases an earlier image once more", async () => {
    await stage.release(first);
    await stage.release(stage.push("1.1.0"));
    await stage.release(first);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
  });

  test.each([
    ["never ready", { notReady: "the cache is not warm" }],
    ["a failing migration", { migration: { exitCode: 1, logs: ["error: relation exists"] } }],
  ])("keeps stable when the canary has %s", async (_, options) => {
    await stage.release(first);
    const canary = await stage.canary(stage.push("1.1.0", options), { timeoutSeconds: 60 });
    expect(canary.code).not.toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(stage.deployment("canary")).toBeUndefined();
  });
});
