// takes 7 s of processor time
import type { StoredObject } from "../../cluster/store";
import { Promises } from "./promises";
import { type Played, Stage } from "./stage";

jest.setTimeout(20_000);

let stage: Stage;
let promises: Promises;
let old: string;
let next: string;

async function set(service: object = {}): Promise<void> {
  stage = await Stage.set({ service });
  old = stage.push("1.0.0");
  await stage.stand(old);
  next = stage.push("1.1.0");
  promises = new Promises(stage);
}
beforeEach(() => set());
afterEach(() => stage.strike());

const namespace = "addressbook";

/** Somebody does something a while after the release has written something for the first time. */
function after(write: string, act: () => void, millis = 300): void {
  const [verb, kind, name] = write.split(/[ /]/);
  const stop = stage.cluster.api.afterWrite((request) => {
    if (request.verb !== verb || request.kind !== kind || request.name !== name) return;
    stop();
    stage.cluster.clock.after(millis, act);
  });
}

/** `kubectl edit deployment/addressbook-TRACK` */
function edit(track: string, change: (spec: DeploymentSpec) => void): void {
  stage.cluster.store.modify("Deployment", namespace, `addressbook-${track}`, (deployment) => {
    change(deployment["spec"] as DeploymentSpec);
    deployment.metadata.generation = (deployment.metadata.generation ?? 0) + 1;
  });
}

interface DeploymentSpec {
  replicas: number;
  template: { spec: { containers: { image: string }[] } };
}

const setImage = (image: string) => (spec: DeploymentSpec) => {
  for (const container of spec.template.spec.containers) container.image = image;
};

/** `kubectl delete` */
function remove(kind: string, name: string): void {
  const store = stage.cluster.store;
  const owner = store.get(kind, namespace, name);
  store.remove(kind, namespace, name);
  for (const child of [...store.list("ReplicaSet", namespace), ...store.list("Pod", namespace)])
    if (isOf(child, owner)) remove(child.kind, child.metadata.name);
}

const isOf = ({ metadata }: StoredObject, owner: StoredObject | undefined): boolean =>
  (metadata.ownerReferences ?? []).some(({ uid }) => uid === owner?.metadata.uid);

const expectKept = (image: string): void => {
  expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(image)));
  expect(promises.broken).toEqual([]);
  expect(stage.cluster.store.list("Lease")).toEqual([]);
};

describe("somebody scales by hand", () => {
  test.each<[string, string, number]>([
    ["stable to 5 while the canary starts", "stable", 5],
    ["stable to 1 while the canary starts", "stable", 1],
    ["the canary to 3 while it starts", "canary", 3],
  ])("%s: the release has its numbers in the end", async (_, track, replicas) => {
    after("apply Deployment/addressbook-canary", () => {
      edit(track, (spec) => {
        spec.replicas = replicas;
      });
    });
    expect((await stage.canary(next)).code).toBe(0);
    expect((await stage.promote()).code).toBe(0);
    await stage.cluster.clock.sleep(10_000);
    expectKept(next);
  });

  test("the canary to 0 between canary and promote: nothing is promoted", async () => {
    await stage.canary(next);
    edit("canary", (spec) => {
      spec.replicas = 0;
    });
    await stage.cluster.clock.sleep(10_000);
    const promote = await stage.promote();
    expect(promote).toMatchObject({ code: 1, writes: ["create Lease/", "delete Lease/addressbook-release"] });
    expect(promote.finished?.summary).toBe(
      "addressbook-canary is not verified: nothing is known of the pods that it has now",
    );
    expect((await stage.rollback()).code).toBe(0);
    expectKept(old);
  });
});

describe("somebody deletes", () => {
  test("the canary while it starts: it is told, and stable stays", async () => {
    after("apply Deployment/addressbook-canary", () => {
      remove("Deployment", "addressbook-canary");
    });
    const canary = await stage.canary(next);
    expect(canary).toMatchObject({ code: 1, finished: { summary: expect.stringContaining("is gone") as string } });
    expect(stage.cluster.clock.now()).toBeLessThan(Date.parse("2026-03-01T12:02:00Z"));
    expectKept(old);
    expect((await stage.canary(next)).code).toBe(0);
    expect((await stage.promote()).code).toBe(0);
    expectKept(next);
  });

  test("the canary between canary and promote: there is nothing to promote", async () => {
    await stage.canary(next);
    remove("Deployment", "addressbook-canary");
    const promote = await stage.promote();
    expect(promote.finished?.summary).toBe(`${old} is released already`);
    expect((await stage.rollback()).code).toBe(0);
    expectKept(old);
  });

  test("the canary while stable is updated: stable comes to its end", async () => {
    await stage.canary(next);
    after("apply Deployment/addressbook-stable", () => {
      remove("Deployment", "addressbook-canary");
    });
    expect((await stage.promote()).code).toBe(0);
    expectKept(next);
  });

  test("the Service while the canary starts: the next release makes it again", async () => {
    await stage.canary(next);
    stage.cluster.store.remove("Service", namespace, "addressbook-lb");
    await stage.canary(next);
    expect(stage.cluster.store.get("Service", namespace, "addressbook-lb")).toBeDefined();
  });
});

describe("somebody edits", () => {
  test("the canary between canary and promote: nothing of it is promoted", async () => {
    await stage.canary(next);
    const other = stage.push("6.6.6");
    edit("canary", setImage(other));
    await stage.cluster.clock.sleep(10_000);
    const promote = await stage.promote();
    expect(promote).toMatchObject({ code: 1, writes: ["create Lease/", "delete Lease/addressbook-release"] });
    expect(promote.finished?.summary).toContain("is not verified");
    expect(stage.images("stable")).not.toContain(stage.digest(other));
    expect((await stage.rollback()).code).toBe(0);
    expectKept(old);
  });

  test("the canary right before promote, whose pods are still the old ones", async () => {
    await stage.canary(next);
    edit("canary", setImage(stage.push("6.6.6")));
    await stage.promote();
    expect(promises.broken).toEqual([]);
  });

  test("the canary while it is tested: what is promoted is what was tested, if anything", async () => {
    const other = stage.push("6.6.6");
    after(
      "patch Deployment/addressbook-stable",
      () => {
        edit("canary", setImage(other));
      },
      0,
    );
    await stage.canary(next);
    await stage.promote();
    expect(stage.images("stable")).not.toContain(other);
    expect(stage.images("stable")).not.toContain(stage.digest(other));
    expect(promises.broken).toEqual([]);
  });

  test("the image of stable beside a canary: a promotion brings the proven one", async () => {
    await stage.canary(next);
    edit("stable", setImage(stage.push("6.6.6")));
    await stage.cluster.clock.sleep(20_000);
    expect((await stage.promote()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
  });

  test("the database's login: the pods that are there take it, and the release goes on", async () => {
    after("apply Deployment/addressbook-canary", () => {
      stage.cluster.store.modify("Secret", namespace, "db-params", ({ data }) => {
        (data as Record<string, string>)["DB_HOST"] = Buffer.from("db-2.internal").toString("base64");
      });
    });
    expect((await stage.canary(next)).code).toBe(0);
    expect((await stage.promote()).code).toBe(0);
    expectKept(next);
  });
});

describe("somebody gives the canary another image, and what passes is promoted without a person", () => {
  let other: string;
  beforeEach(async () => {
    await stage.strike();
    await set({ verification: { onPass: "promote", analysis: { windowSeconds: 0 } } });
    other = stage.push("6.6.6");
  });

  const expectRefused = async (canary: Played): Promise<void> => {
    expect(canary).toMatchObject({
      code: 1,
      finished: {
        summary: `addressbook-canary was brought to ${next}, but ${other} is there now: somebody else has changed it`,
        next: [
          `npx release canary --image ${next} --environment aws-test`,
          "npx release rollback --environment aws-test",
        ],
      },
    });
    await stage.cluster.clock.sleep(30_000);
    expect(new Set(stage.images("stable"))).toEqual(new Set([stage.digest(old)]));
    // and it is brought to its end by what is printed
    expect((await stage.canary(next)).code).toBe(0);
    expectKept(next);
  };

  test.each([1000, 3000])("%i ms after it has appeared", async (millis) => {
    after(
      "apply Deployment/addressbook-canary",
      () => {
        edit("canary", setImage(other));
      },
      millis,
    );
    await expectRefused(await stage.canary(next));
  });

  test("before its pods are ready, and the other image never is", async () => {
    stage.change(other, { notReady: "the cache is not warm" });
    after("apply Deployment/addressbook-canary", () => {
      edit("canary", setImage(other));
    });
    await expectRefused(await stage.canary(next));
  });

  test("while it is tested", async () => {
    after(
      "patch Deployment/addressbook-stable",
      () => {
        edit("canary", setImage(other));
      },
      0,
    );
    await expectRefused(await stage.canary(next));
  });

  test("with the last write of the verification", async () => {
    // between what is watched and what is written
    const patched = stage.cluster.api.afterWrite(({ verb, name }) => {
      if (verb !== "patch" || name !== "addressbook-canary") return;
      patched();
      edit("canary", setImage(other));
    });
    const canary = await stage.canary(next);
    expect(stage.images("stable")).not.toContain(stage.digest(other));
    if (canary.code !== 0) await expectRefused(canary);
    else expectKept(next);
  });

  test("and makes it anew", async () => {
    after("apply Deployment/addressbook-canary", () => {
      const canary = stage.deployment("canary");
      remove("Deployment", "addressbook-canary");
      if (canary === undefined) throw new Error("there is none");
      const { apiVersion, kind, metadata, spec } = structuredClone(canary);
      const { name, labels, annotations } = metadata;
      stage.cluster.store.create({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec });
    });
    const canary = await stage.canary(next);
    expect(canary).toMatchObject({ code: 1, finished: { summary: expect.stringMatching(/somebody else/) as string } });
    await stage.cluster.clock.sleep(30_000);
    expectKept(old);
  });

  test("of another process that has taken the lock away", async () => {
    stage.change(next, { notReady: "the cache is not warm" });
    const first = stage.canary(next);
    await stage.cluster.clock.sleep(4000);
    stage.cluster.store.remove("Lease", namespace, "addressbook-release");
    const second = stage.canary(other);
    expect((await first).code).not.toBe(0);
    expect((await second).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(other)));
  });
});

test("somebody gives a new colour another image right before it gets the requests", async () => {
  await stage.strike();
  stage = await Stage.set({ service: { strategy: "blue-green" } });
  await stage.release(stage.push("1.0.0"));
  next = stage.push("1.1.0");
  const other = stage.push("6.6.6");
  await stage.canary(next);
  edit("green", setImage(other));
  const promote = await stage.promote();
  expect(promote).toMatchObject({
    code: 1,
    finished: {
      summary: `addressbook-green was started as ${next}, but ${other} is there now: somebody else has changed it`,
      next: [
        `npx release canary --image ${next} --environment aws-test`,
        "npx release rollback --environment aws-test",
      ],
    },
  });
  expect(promote.writes.filter((write) => !write.includes("Lease"))).toEqual([]);
});

test("somebody gives stable another image while it is updated: the promotion does not say that it is done", async () => {
  await stage.canary(next);
  const other = stage.push("6.6.6");
  after("apply Deployment/addressbook-stable", () => {
    edit("stable", setImage(other));
  });
  expect(await stage.promote()).toMatchObject({
    code: 1,
    finished: { summary: expect.stringContaining(`but ${other} is there now: somebody else`) as string },
  });
  expect((await stage.promote()).code).toBe(0);
  expectKept(next);
});

test("a canary whose proof says another digest is not promoted", async () => {
  await stage.canary(stage.digest(next));
  stage.cluster.store.modify("Deployment", namespace, "addressbook-canary", ({ metadata }) => {
    Object.assign(metadata.annotations ?? {}, { "addressbook-platform/proven-image": stage.digest(old) });
  });
  const promote = await stage.promote();
  expect(promote).toMatchObject({ code: 1, finished: { summary: expect.stringContaining("somebody else") as string } });
  expect(promote.writes.filter((write) => !write.includes("Lease"))).toEqual([]);
});

describe("a tag is moved", () => {
  test("between two pods of the canary: nothing is proven", async () => {
    stage.change(next, { notReady: "the cache is not warm" });
    after(
      "apply Deployment/addressbook-canary",
      () => {
        stage.change(next, {});
        stage.push("1.1.0", { version: "moved" });
        edit("canary", (spec) => {
          spec.replicas = 2;
        });
      },
      5000,
    );
    const canary = await stage.canary(next);
    expect(canary.code).toBe(1);
    expect(canary.finished?.summary).toContain("run different images");
    const promote = await stage.promote();
    expect(promote.code).toBe(1);
    expect((await stage.rollback()).code).toBe(0);
    expectKept(old);
  });

  test("after the proof: what was proven is promoted", async () => {
    await stage.canary(next);
    const proven = stage.digest(next);
    stage.push("1.1.0", { version: "moved" });
    expect(stage.digest(next)).not.toBe(proven);
    expect((await stage.promote()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(proven));
    expect(promises.broken).toEqual([]);
  });
});
