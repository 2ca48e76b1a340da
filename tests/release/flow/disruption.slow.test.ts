// takes 9 s of processor time
import { Promises } from "./promises";
import { Stage, type StageOptions } from "./stage";

jest.setTimeout(20_000);

let stage: Stage;
let promises: Promises;
let old: string;
let next: string;

async function set(options: StageOptions = {}): Promise<void> {
  stage = await Stage.set(options);
  old = stage.push("1.0.0");
  await stage.stand(old);
  next = stage.push("1.1.0");
  promises = new Promises(stage);
}
afterEach(() => stage.strike());

const namespace = "addressbook";

/** Something happens a while after the release has written something for the first time. */
function after(write: string, act: () => void, millis = 300): void {
  const [verb, kind, name] = write.split(/[ /]/);
  const stop = stage.cluster.api.afterWrite((request) => {
    if (request.verb !== verb || request.kind !== kind || request.name !== name) return;
    stop();
    stage.cluster.clock.after(millis, act);
  });
}

const nodeOf = (track: string): string => (stage.pods(track)[0]?.["spec"] as { nodeName?: string }).nodeName ?? "";

const expectEnd = (image: string): void => {
  expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(image)));
  expect(stage.deployment("canary")).toBeUndefined();
  expect(promises.broken).toEqual([]);
  expect(stage.cluster.store.list("Lease")).toEqual([]);
};

const drain = (node: string) => () => void stage.cluster.drain(node);
describe.each([1, 2])("with %d pods that must be ready", (minimumPods) => {
  beforeEach(() => set({ service: { minimumPods } }));

  test("a node is drained while the canary starts", async () => {
    after("apply Deployment/addressbook-canary", () => {
      drain(nodeOf("canary"))();
    });
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });

  test("a node is drained while stable is updated", async () => {
    await stage.canary(next);
    after("apply Deployment/addressbook-stable", drain(nodeOf("stable")), 2000);
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });

  test("a node is drained while it is rolled back", async () => {
    await stage.canary(next);
    after("patch Deployment/addressbook-stable", drain(nodeOf("stable")), 10);
    expect((await stage.rollback()).finished).toMatchObject({ code: 0 });
    expectEnd(old);
  });
});

// two pods of three may be on the same node, so that nobody can promise more than one
describe("a node is lost", () => {
  beforeEach(() => set());

  // Kubernetes replaces its pods after five minutes
  const settle = () => stage.cluster.clock.sleep(600_000);

  test("while the canary starts: it is given up, and the next run comes to its end", async () => {
    after("apply Deployment/addressbook-canary", () => {
      stage.cluster.loseNode(nodeOf("canary"));
    });
    expect(await stage.canary(next)).toMatchObject({ code: 1, finished: { next: [expect.anything()] as unknown } });
    expect(stage.deployment("canary")).toBeUndefined();
    await settle();
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });

  test("while stable is updated: the promotion comes to its end, or the next run does", async () => {
    await stage.canary(next);
    const node = nodeOf("stable");
    after(
      "apply Deployment/addressbook-stable",
      () => {
        stage.cluster.loseNode(node);
      },
      2000,
    );
    const first = await stage.promote();
    const [way = ""] = first.finished?.next ?? [];
    expect([0, 1]).toContain(first.code);
    expect(way).toMatch(/^npx release (status|promote) /);
    await settle();
    // done twice, it does nothing the second time
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });

  test("while it is rolled back", async () => {
    await stage.canary(next);
    const node = nodeOf("stable");
    after(
      "patch Deployment/addressbook-stable",
      () => {
        stage.cluster.loseNode(node);
      },
      10,
    );
    expect((await stage.rollback()).finished).toMatchObject({ code: 0 });
    await settle();
    expectEnd(old);
  });
});

describe("a pod of the canary", () => {
  beforeEach(() => set());

  test("is evicted while it is tested: the one in its place is tested", async () => {
    stage.cluster.api.faults.add({ kind: "Pod", subresource: "proxy" }, { type: "slow", millis: 1500 });
    let evicted = false;
    stage.cluster.store.subscribe(({ object }) => {
      if (evicted || object.kind !== "Pod" || object.metadata.labels?.["deployment"] !== "addressbook-canary") return;
      const conditions = (object["status"] as { conditions?: { type: string; status: string }[] } | undefined)
        ?.conditions;
      if (!(conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True")) return;
      evicted = true;
      stage.cluster.clock.after(1000, drain(nodeOf("canary")));
    });
    const canary = await stage.canary(next);
    expect(canary.finished).toMatchObject({ code: 0, summary: `${stage.digest(next)} is good; a person promotes it` });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });
});

describe("what is there at the beginning", () => {
  beforeEach(() => set());

  const scaleTo = async (replicas: number): Promise<void> => {
    stage.cluster.store.modify("Deployment", namespace, "addressbook-stable", (deployment) => {
      (deployment["spec"] as { replicas: number }).replicas = replicas;
      deployment.metadata.generation = (deployment.metadata.generation ?? 0) + 1;
    });
    await stage.cluster.clock.sleep(20_000);
  };

  test("is a stable of 0 pods", async () => {
    await scaleTo(0);
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
  });

  test("is a stable that is broken, and its successor is good: it can be released", async () => {
    stage.change(old, { notReady: "the table is gone" });
    await stage.cluster.clock.sleep(30_000);
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    // once more, with a stable that has its number of pods already
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
  });

  test("is a stable that is broken: a rollback keeps the canary, which serves", async () => {
    await stage.canary(next);
    stage.change(old, { notReady: "the table is gone" });
    await stage.cluster.clock.sleep(30_000);
    const rollback = await stage.rollback({ timeoutSeconds: 60 });
    expect(rollback.code).not.toBe(0);
    expect(stage.images("canary")).toEqual([next]);
    expect(stage.cluster.readyPods("addressbook/addressbook-lb")).toHaveLength(1);
    // it can be promoted, or taken back when stable is well again
    expect(rollback.finished?.next).not.toEqual([]);
    stage.change(old, {});
    await stage.cluster.clock.sleep(30_000);
    expect((await stage.rollback()).finished).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(old)));
  });

  test.each([
    ["runs", { exitCode: 0, logs: [] }],
    ["has failed", { exitCode: 1, logs: ["error: deadlock detected"] }],
  ])("is a Job of an earlier run that %s", async (_, migration) => {
    stage.change(next, { migration });
    const first = await stage.canary(
      next,
      migration.exitCode === 0 ? { killedAfterWrites: 2 } : { timeoutSeconds: 60 },
    );
    expect(first.code).not.toBe(0);
    stage.change(next, {});
    expect((await stage.canary(next)).finished).toMatchObject({ code: 0 });
    expect((await stage.promote()).finished).toMatchObject({ code: 0 });
    expectEnd(next);
  });

  test("is a cluster that is full: a bad canary is taken back although stable cannot have its third pod", async () => {
    await stage.canary(next);
    for (const node of ["node-1", "node-2", "node-3"]) stage.cluster.cordon(node);
    const rollback = await stage.rollback({ timeoutSeconds: 60 });
    expect(stage.deployment("canary")).toBeUndefined();
    expect(rollback.finished).toMatchObject({ code: 0 });
  });
});
