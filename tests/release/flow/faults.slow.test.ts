// takes 20 s of processor time
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { releaseRules } from "../../../constructs/kubernetes/release-permissions";
import { badGateway, type FaultAction, tooManyRequests } from "../../cluster/api/faults";
import { Promises } from "./promises";
import { type Played, Stage } from "./stage";

const answer = (status: number, reason: string, message: string): FaultAction => ({
  type: "answer",
  status,
  reason,
  message,
});

/** All that a release writes, but for the renewals of its lock, which have no place of their own. */
const writes = [
  ["create", "Lease"],
  ["apply", "ServiceAccount"],
  ["apply", "ConfigMap"],
  ["apply", "PodDisruptionBudget"],
  ["apply", "NetworkPolicy"],
  ["apply", "Service"],
  ["create", "Job"],
  ["apply", "Deployment"],
  ["patch", "Deployment"],
  ["delete", "Deployment"],
  ["delete", "Lease"],
] as const;

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
afterEach(() => stage.strike());

/** Every second request of a kind is hit, so that each is sent twice. */
function hitEach(action: FaultAction): void {
  // a deletion is refused with a conflict only where another object is in the place
  const isConflict = action.type === "answer" && action.status === 409;
  for (const [verb, kind] of writes.filter(([each]) => !isConflict || each !== "delete"))
    for (let nth = 1; nth < 60; nth += 2) stage.cluster.api.faults.add({ verb, kind, nth }, action);
}

function expectReleased(...played: Played[]): void {
  expect(played.map(({ finished }) => finished?.summary)).toEqual([
    `${stage.digest(next)} is good; a person promotes it`,
    `${stage.digest(next)} is released`,
  ]);
  expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
  expectQuiet();
}

function expectQuiet(): void {
  expect(stage.deployment("canary")).toBeUndefined();
  expect(stage.cluster.store.list("Lease")).toEqual([]);
  expect(promises.broken).toEqual([]);
  expect(stage.cluster.api.defects).toEqual([]);
}

describe("every write of a release fails at the first try", () => {
  beforeEach(() => set());

  test.each<[string, FaultAction]>([
    ["409", answer(409, "Conflict", "the object has been modified; please apply your changes to the latest version")],
    ["429", tooManyRequests(1)],
    ["500", answer(500, "InternalError", "etcdserver: leader changed")],
    ["502 and a web page", badGateway],
    ["503", answer(503, "ServiceUnavailable", "apiserver is shutting down")],
    ["504", answer(504, "Timeout", "request did not complete within the allotted timeout")],
    ["a connection that is cut before it is done", { type: "reset", when: "before" }],
    ["a connection that is cut when it is done", { type: "reset", when: "after" }],
    ["no answer", { type: "stall", when: "before" }],
    ["half an answer, and silence", { type: "stall", when: "body" }],
    ["half an answer", { type: "truncate", ends: "clean" }],
  ])("with %s", async (_, action) => {
    hitEach(action);
    expectReleased(await stage.canary(next), await stage.promote());
    expect(promises.least).toBe(3);
  });
});

describe("the way to the pods", () => {
  const analysis = { windowSeconds: 60, maxErrorPercentagePoints: 10 };
  beforeEach(() => set({ verification: { analysis, load: { requestsPerSecond: 1 } } }));

  test.each<[string, FaultAction]>([
    ["429", tooManyRequests(1)],
    ["500", answer(500, "InternalError", "etcdserver: leader changed")],
    ["502 and a web page", badGateway],
    ["503", answer(503, "ServiceUnavailable", "apiserver is shutting down")],
    ["504", answer(504, "Timeout", "request did not complete within the allotted timeout")],
    ["a connection that is cut before it is done", { type: "reset", when: "before" }],
    ["a connection that is cut when it is done", { type: "reset", when: "after" }],
    ["half an answer", { type: "truncate", ends: "cut" }],
  ])("fails with %s at every second request", async (_, action) => {
    const { faults } = stage.cluster.api;
    const pods = { kind: "Pod", subresource: "proxy" };
    const added = ["PUT", "DELETE"].map((method) => faults.add({ ...pods, method }, action));
    for (let nth = 1; nth < 400; nth += 2) added.push(faults.add({ ...pods, method: "GET", nth }, action));
    expectReleased(await stage.canary(next), await stage.promote());
    expect(added.slice(0, 20).map(({ hits }) => hits)).toEqual(Array(20).fill(1));
    expect(promises.least).toBe(3);
  });

  test("is fine, and the pods themselves answer 500", async () => {
    stage.change(next, { errorRate: 1 });
    expect((await stage.canary(next)).code).toBe(1);
    expectQuiet();
  });
});

describe("the connection to the API", () => {
  beforeEach(() => set());

  const onceWaiting = (disturb: () => void): void => {
    const { clock, api } = stage.cluster;
    api.afterWrite(({ verb, kind }) => {
      if (verb === "apply" && kind === "Deployment") clock.after(300, disturb);
    });
  };

  test.each<[string, () => void]>([
    [
      "loses its watches",
      () => {
        stage.cluster.api.faults.dropWatches();
      },
    ],
    [
      "loses its watches, and what happened since is forgotten",
      () => {
        stage.cluster.api.faults.compact();
        stage.cluster.api.faults.dropWatches();
      },
    ],
    [
      "is away for 20 s",
      () => {
        stage.cluster.api.faults.restart(20);
      },
    ],
  ])("%s while pods start", async (_, disturb) => {
    onceWaiting(disturb);
    expectReleased(await stage.canary(next), await stage.promote());
    expect(promises.least).toBe(3);
  });

  test.each(["Pod", "Deployment"])("has a watch of %s that falls silent", async (kind) => {
    stage.cluster.api.faults.add({ verb: "watch", kind }, { type: "stall", when: "body" });
    expectReleased(await stage.canary(next), await stage.promote());
  });

  test("is slow: each answer takes 2 s", async () => {
    stage.cluster.api.faults.add({ times: Infinity }, { type: "slow", millis: 2000 });
    expectReleased(await stage.canary(next), await stage.promote());
  });

  test("needs a new token in the middle", async () => {
    const { api } = stage.cluster;
    let renewals = 0;
    api.afterWrite(({ verb, kind, user }) => {
      if (!["apply", "patch"].includes(verb) || kind !== "Deployment") return;
      api.users.expireToken(user);
      // eslint-disable-next-line @typescript-eslint/dot-notation -- nobody else needs the file
      writeFileSync(join(stage["folder"], user), api.kubeconfig(user));
      renewals++;
    });
    expectReleased(await stage.canary(next), await stage.promote());
    expect(renewals).toBe(5);
  });
});

describe("permissions", () => {
  beforeEach(() => set());

  /** Gives whoever releases what the docs ask for, but for some of it. */
  function withhold(...what: readonly string[]): void {
    const { users } = stage.cluster.api;
    const add = users.add.bind(users);
    const rules = releaseRules.flatMap(({ apiGroup, resources, verbs }) =>
      resources.map((resource) => ({
        apiGroups: [apiGroup],
        resources: [resource],
        verbs: verbs.filter((verb) => !what.includes(`${verb} ${resource}`)),
      })),
    );
    jest.spyOn(users, "add").mockImplementationOnce((name) => add(name, rules));
  }

  test("of the namespace are enough", async () => {
    withhold();
    expect((await stage.canary(next)).code).toBe(0);
  });

  test("that are missing are all named before anything is changed", async () => {
    withhold("patch deployments", "create jobs", "create pods/proxy", "get pods/log");
    const canary = await stage.canary(next);
    expect(canary).toMatchObject({ code: 1, writes: ["create Lease/", "delete Lease/addressbook-release"] });
    expect(canary.finished?.summary.split("\n")).toEqual([
      "the cluster is not ready for a release:",
      "  - you may not patch deployments.apps in the namespace addressbook",
      "  - you may not create jobs.batch in the namespace addressbook",
      "  - you may not create pods/proxy in the namespace addressbook",
    ]);
    expect(canary.finished?.next).toEqual(["kubectl --namespace addressbook auth can-i --list"]);
    expectQuiet();
  });

  test.each([
    ["the lock", "create leases", "leases.coordination.k8s.io"],
    ["the pods", "watch pods", "pods"],
    ["the Deployments", "list deployments", "deployments.apps"],
  ])("for %s are named together with the others", async (_, missing, name) => {
    withhold(missing, "create jobs");
    const canary = await stage.canary(next);
    expect(canary.code).toBe(1);
    const [verb = ""] = missing.split(" ");
    expect(canary.finished?.summary).toContain(`you may not ${verb} ${name} in the namespace addressbook`);
    expect(canary.finished?.summary).toContain("you may not create jobs.batch in the namespace addressbook");
    expectQuiet();
  });

  test("that are missing only to explain failures are no hindrance", async () => {
    withhold("get pods/log", "list events", "list replicasets");
    expect((await stage.canary(next)).code).toBe(0);
  });

  test("that are taken away in the middle end it, and the next run goes on", async () => {
    const { api } = stage.cluster;
    api.afterWrite(({ kind, user }) => {
      if (kind === "Job") api.users.refuse(user, { verb: "patch", resource: "deployments" });
    });
    const canary = await stage.canary(next);
    expect(canary.code).toBe(1);
    expect(canary.finished?.next).not.toEqual([]);
    expect(promises.least).toBe(3);
    api.users.allowAgain("runner-1");
    expectReleased(await stage.canary(next), await stage.promote());
  });
});

describe("the deadline", () => {
  beforeEach(() => set());

  test.each([
    ["canary", "Deployment", "apply"],
    ["promote", "Deployment", "apply"],
    ["rollback", "Deployment", "patch"],
  ] as const)("holds in a %s when the API never answers again", async (name, kind, verb) => {
    const { api, clock } = stage.cluster;
    const play = (timeoutSeconds?: number) => {
      const options = timeoutSeconds === undefined ? {} : { timeoutSeconds };
      return name === "canary" ? stage.canary(next, options) : stage[name](options);
    };
    if (name !== "canary") await stage.canary(next);
    const stop = api.afterWrite((request) => {
      if (request.kind !== kind || request.verb !== verb) return;
      stop();
      api.faults.add(
        { times: Infinity },
        { type: "answer", status: 503, reason: "ServiceUnavailable", message: "down" },
      );
    });
    const before = clock.now();
    const ended = await play(120);
    expect(ended.code).toBe(70);
    expect(clock.now() - before).toBeLessThanOrEqual((120 + 180 + 10) * 1000);
    expect(ended.finished?.next[0]).toContain(`npx release ${name}`);
    expect(promises.broken).toEqual([]);
    api.faults.clear();
    await clock.sleep(40_000);
    expect((await play()).code).toBe(0);
    expect(promises.broken).toEqual([]);
  });
});
