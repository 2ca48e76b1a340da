// takes about 8 s of processor time: part of npm run test:slow
import { isReady } from "../../../release/standing";
import { applyBook, bookDeployment, setImage } from "./book-cluster";
import { Stage } from "./stage";

jest.setTimeout(60_000);

const balancer = "addressbook/addressbook-lb";

let stage: Stage;
let old: string;
let next: string;
beforeEach(async () => {
  stage = await Stage.set();
  old = stage.push("1.0.0");
  next = stage.push("1.1.0");
});
afterEach(() => stage.strike());

const selector = (track: string): unknown =>
  (stage.deployment(track)?.["spec"] as { selector: { matchLabels: object } } | undefined)?.selector.matchLabels;

const own = (track: string) => ({ app: "addressbook", deployment: `addressbook-${track}` });

const names = (track: string): string[] => stage.pods(track).map(({ metadata }) => metadata.name);

const stable = (pods = 3) => bookDeployment("stable", old, pods);
const canary = () => bookDeployment("canary", next, 1);

describe("what the book has deployed is taken over", () => {
  test("stable goes on with the very pods that it has, and nothing is lost", async () => {
    await applyBook(stage, stable());
    const before = names("stable");
    const traffic = stage.cluster.traffic.start(balancer, { perSecond: 80 });
    const minimum = stage.cluster.watchMinimum(balancer);
    const started = stage.podsStarted();
    const played = await stage.canary(next);
    expect(played.code).toBe(0);
    expect(played.events).toContainEqual(
      expect.objectContaining({
        text: "addressbook-stable selects pods that are not its own, and is made anew around them",
      }),
    );
    expect(selector("stable")).toEqual(own("stable"));
    // one of three made room for the canary
    expect(before).toEqual(expect.arrayContaining(names("stable")));
    expect(names("stable")).toHaveLength(2);
    expect(started()).toEqual([next]);
    expect((await stage.promote()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
    await stage.cluster.clock.sleep(60_000);
    expect(minimum.least).toBe(3);
    expect(traffic.stop().lost).toEqual([]);
  });

  test("a canary beside stable goes first", async () => {
    await applyBook(stage, stable(2), canary());
    const before = names("stable");
    const minimum = stage.cluster.watchMinimum(balancer);
    expect((await stage.canary(next)).code).toBe(0);
    expect([selector("stable"), selector("canary")]).toEqual([own("stable"), own("canary")]);
    expect(names("stable")).toEqual(before);
    expect(minimum.least).toBe(2);
  });

  test("a canary without stable keeps its pod until the new one serves", async () => {
    await applyBook(stage, canary());
    const minimum = stage.cluster.watchMinimum(balancer);
    expect((await stage.canary(old)).code).toBe(0);
    expect(selector("canary")).toEqual(own("canary"));
    expect(stage.images("canary")).toEqual([old]);
    expect(minimum.least).toBe(1);
    expect((await stage.promote()).code).toBe(0);
    expect(minimum.least).toBe(1);
  });

  test("a canary is not taken away when nobody else serves", async () => {
    const broken = stage.push("0.9.0", { notReady: "the database is not available" });
    await applyBook(stage, bookDeployment("stable", broken, 2), canary());
    const played = await stage.canary(old);
    expect(played.finished).toMatchObject({
      code: 1,
      summary:
        "addressbook-canary selects pods that are not its own and has to go, but only 0 pods of stable are ready, " +
        "and `service.minimumPods` is 1",
      next: ["npx release diagnose --environment aws-test"],
    });
    expect(stage.cluster.readyPods(balancer)).toHaveLength(1);
  });

  test("stable in the middle of a rollout comes to its end", async () => {
    await applyBook(stage, stable());
    await setImage(stage, "stable", next);
    await stage.cluster.clock.sleep(1500);
    expect(new Set(stage.images("stable")).size).toBe(2);
    const minimum = stage.cluster.watchMinimum(balancer);
    expect((await stage.canary(stage.push("1.2.0"))).code).toBe(0);
    expect(stage.images("stable")).toEqual([next, next]);
    expect(minimum.least).toBeGreaterThanOrEqual(2);
  });

  test("stable in the middle of a rollout that never ends goes on serving", async () => {
    await applyBook(stage, stable());
    await setImage(stage, "stable", stage.push("0.9.0", { notReady: "the database is not available" }));
    await stage.cluster.clock.sleep(20_000);
    const serving = stage.cluster.readyPods(balancer);
    expect((await stage.canary(next, { timeoutSeconds: 60 })).code).toBe(70);
    expect(stage.cluster.readyPods(balancer)).toEqual(expect.arrayContaining(serving));
  });

  test("a rollback that comes first leaves stable its pods", async () => {
    await applyBook(stage, stable(2), canary());
    const before = names("stable");
    expect((await stage.rollback()).code).toBe(0);
    expect(names("stable")).toEqual(expect.arrayContaining(before));
    expect(names("stable")).toHaveLength(3);
    expect(stage.deployment("canary")).toBeUndefined();
  });

  test.each([
    ["stable", () => [stable()], 3],
    ["stable and canary", () => [stable(2), canary()], 2],
    ["a canary", () => [canary()], 1],
  ])("killed after any write: %s", async (_, deployments, least) => {
    for (let writes = 1, wasKilled = true; wasKilled && writes < 7; writes++) {
      await stage.strike();
      stage = await Stage.set();
      old = stage.push("1.0.0");
      next = stage.push("1.1.0");
      await applyBook(stage, ...deployments());
      const serving = new Set(names("stable"));
      const minimum = stage.cluster.watchMinimum(balancer);
      const killed = await stage.canary(next, { killedAfterWrites: writes });
      wasKilled = killed.code === 137;
      const again = await stage.canary(next);
      const left = stage.pods("stable").filter((pod) => isReady(pod as never));
      const restarted = left.filter(({ metadata }) => !serving.has(metadata.name)).length;
      expect([killed.writes.at(-1), again.finished?.summary, again.code, restarted]).toEqual([
        killed.writes.at(-1),
        again.finished?.summary,
        0,
        0,
      ]);
      expect(minimum.least).toBeGreaterThanOrEqual(least);
      expect((await stage.promote()).code).toBe(0);
      expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
    }
  });
});

test("another port is let in beside that of the pods that serve, until the release after it", async () => {
  const letIn = (): unknown => {
    const policy = stage.cluster.store.get("NetworkPolicy", "addressbook", "addressbook");
    const { ingress } = policy?.["spec"] as { ingress: { ports: { port: number }[] }[] };
    return ingress.map(({ ports }) => ports.map(({ port }) => port));
  };
  await stage.release(old);
  expect(letIn()).toEqual([[3000]]);

  const { environment } = stage;
  Object.assign(stage, { environment: { ...environment, service: { ...environment.service, port: 3001 } } });
  await stage.canary(next);
  expect(letIn()).toEqual([[3001, 3000]]);
  expect((await stage.promote()).code).toBe(0);
  expect(letIn()).toEqual([[3001, 3000]]);

  await stage.canary(stage.push("1.2.0"));
  expect(letIn()).toEqual([[3001]]);
});
