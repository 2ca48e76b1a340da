// takes 7 s of processor time
import type { StoredObject } from "../../cluster/store";
import { Promises } from "./promises";
import { Stage } from "./stage";

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
