import type { PodRequest } from "../../../release/cluster/cluster";
import { ApiError, Unreachable } from "../../../release/cluster/errors";
import { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import type { AnyObject } from "../../../release/cluster/objects";
import { PodTimeout } from "../../../release/cluster/pod-request";
import { SimulatedClock } from "../../cluster/clock";
import { type Act, json, page, refuses, resets, ScriptedApi, stalls, text, truncates } from "./support/scripted-api";

let clock: SimulatedClock;
let api: ScriptedApi;
let cluster: KubernetesCluster;

beforeEach(async () => {
  clock = new SimulatedClock();
  api = await ScriptedApi.start(clock);
  cluster = new KubernetesCluster(api, {
    clock,
    namespace: "demo",
    fieldManager: "release",
    deadline: clock.now() + 60_000,
    signal: new AbortController().signal,
  });
});
afterEach(async () => {
  clock.stop();
  await api.stop();
});

const jobs = "/apis/batch/v1/namespaces/demo/jobs";
const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "migrate", labels: {} },
  spec: { cpu: "0.5", memory: "64Mi", env: [{ name: "A", value: "1" }] },
};
/** As the API gives it back. */
const kept = {
  ...job,
  metadata: { name: "migrate", namespace: "demo", uid: "u1", resourceVersion: "5", creationTimestamp: "now" },
  spec: { cpu: "500m", memory: "64Mi", env: [{ name: "A", value: "1" }], backoffLimit: 6 },
};
const foreign = { ...kept, spec: { ...kept.spec, env: [{ name: "A", value: "2" }] } };

const absent = refuses(404, "NotFound", 'jobs.batch "migrate" not found');
const exists = refuses(409, "AlreadyExists", 'jobs.batch "migrate" already exists');
const conflict = refuses(409, "Conflict", "the object has been modified");

/** What a call gives, in short. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => (error instanceof ApiError ? error.status : error));

describe("A write counts once, whatever becomes of its answer", () => {
  const create = (): Promise<unknown> => cluster.create(job);
  const replace = (): Promise<unknown> => cluster.replace(kept);
  const remove = (): Promise<unknown> => cluster.delete("Job", "migrate");
  const removeThis = (): Promise<unknown> => cluster.delete("Job", "migrate", { uid: "u1" });
  const apply = (): Promise<unknown> => cluster.apply(job);
  const patch = (): Promise<unknown> => cluster.patch("Job", "migrate", { spec: {} });

  test.each<[string, () => Promise<unknown>, Act[], unknown, string]>([
    ["created", create, [json(201, kept)], kept, "POST"],
    ["created by somebody else before", create, [exists], undefined, "POST"],
    ["created, answer lost", create, [resets, exists, json(200, kept)], kept, "POST POST GET"],
    ["created, answer cut off", create, [truncates, exists, json(200, kept)], kept, "POST POST GET"],
    ["created, never answered", create, [stalls({ begun: true }), exists, json(200, kept)], kept, "POST POST GET"],
    ["created, 504", create, [refuses(504, "Timeout", "late"), exists, json(200, kept)], kept, "POST POST GET"],
    ["created by somebody else meanwhile", create, [resets, exists, json(200, foreign)], undefined, "POST POST GET"],
    ["throttled, and then created by somebody else", create, [refuses(429, "", ""), exists], undefined, "POST POST"],
    ["replaced", replace, [json(200, kept)], kept, "PUT"],
    ["changed by somebody else before", replace, [conflict], undefined, "PUT"],
    ["gone before it was replaced", replace, [absent], undefined, "PUT"],
    ["replaced, answer lost", replace, [resets, conflict, json(200, kept)], kept, "PUT PUT GET"],
    ["changed by somebody else meanwhile", replace, [resets, conflict, json(200, foreign)], undefined, "PUT PUT GET"],
    ["deleted", remove, [json(200, {})], true, "DELETE"],
    ["not there to be deleted", remove, [absent], false, "DELETE"],
    ["deleted, answer lost", remove, [resets, absent], true, "DELETE DELETE"],
    ["another one in its place", removeThis, [conflict], false, "DELETE"],
    ["deleted, answer lost, and another one in its place", removeThis, [resets, conflict], true, "DELETE DELETE"],
    ["applied", apply, [json(200, kept)], kept, "PATCH"],
    ["applied at the same time as somebody else", apply, [conflict, json(200, kept)], kept, "PATCH PATCH"],
    ["applied, answer lost", apply, [resets, json(200, kept)], kept, "PATCH PATCH"],
    ["applied against somebody who never stops", apply, [conflict], 409, "PATCH PATCH PATCH PATCH PATCH PATCH"],
    ["patched", patch, [json(200, kept)], kept, "PATCH"],
    ["patched at the same time as somebody else", patch, [conflict, json(200, kept)], kept, "PATCH PATCH"],
    ["not there to be patched", patch, [absent], undefined, "PATCH"],
  ])("%s", async (_what, call, script, expected, requests) => {
    // a server that has answered before is not given up soon
    api.does(json(200, { items: [] }), ...script);
    await cluster.list("Pod");

    expect(await outcome(call())).toEqual(expected);
    expect(
      api.asked
        .slice(1)
        .map(({ method }) => method)
        .join(" "),
    ).toBe(requests);
  });

  test("with a condition of its own, a conflict is an answer", async () => {
    api.does(conflict);

    expect(await outcome(cluster.apply({ ...job, metadata: { name: "migrate", uid: "u1" } }))).toBe(409);
    expect(await outcome(cluster.patch("Job", "migrate", { metadata: { resourceVersion: "5" } }))).toBe(409);
    expect(api.asked).toHaveLength(2);
  });
});

test("requests are as the API wants them", async () => {
  api.does(json(200, { items: [] }));
  const body = { ...job, metadata: { ...job.metadata, managedFields: [{}] } };
  await cluster.get("Namespace", "demo");
  await cluster.get("Job", "migrate");
  await cluster.list("Job", { app: "addressbook", track: "canary" });
  await cluster.apply(body);
  await cluster.apply(job, { dryRun: true });
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "demo" } });
  await cluster.patch("Job", "migrate", { spec: { suspend: true } });
  await cluster.delete("Job", "migrate", { keepChildren: true, uid: "u1", resourceVersion: "5" });

  expect(api.log).toEqual([
    "GET /api/v1/namespaces/demo",
    `GET ${jobs}/migrate`,
    `GET ${jobs}?labelSelector=app=addressbook,track=canary`,
    `PATCH ${jobs}/migrate?fieldManager=release&force=true`,
    `PATCH ${jobs}/migrate?fieldManager=release&force=true&dryRun=All`,
    "PATCH /api/v1/namespaces/demo?fieldManager=release&force=true",
    `PATCH ${jobs}/migrate?fieldManager=release`,
    `DELETE ${jobs}/migrate`,
  ]);
  const bodies = api.asked.map(({ body: sent }) => (sent === "" ? undefined : (JSON.parse(sent) as AnyObject)));
  expect(bodies[3]?.metadata).toEqual({ name: "migrate", namespace: "demo", labels: {} });
  expect(bodies[5]?.metadata).toEqual({ name: "demo" });
  expect(bodies[7]).toMatchObject({
    propagationPolicy: "Orphan",
    preconditions: { uid: "u1", resourceVersion: "5" },
  });
  expect(api.asked.map(({ headers }) => headers["content-type"])).toEqual([
    ...[undefined, undefined, undefined],
    ...Array<string>(3).fill("application/apply-patch+yaml"),
    ...["application/merge-patch+json", "application/json"],
  ]);
});

test("items of a list say what they are, and a kind that the cluster does not know has none", async () => {
  api.does(json(200, { kind: "JobList", items: [{ metadata: { name: "one" } }] }), text(404, "404 page not found\n"));

  expect(await cluster.list("Job")).toEqual([{ apiVersion: "batch/v1", kind: "Job", metadata: { name: "one" } }]);
  expect(await cluster.list("HTTPRoute")).toEqual([]);
});

describe("Logs", () => {
  const waiting = refuses(400, "BadRequest", 'container "app" is waiting to start');
  const lost = refuses(500, "InternalError", "dial tcp 10.0.0.7:10250: i/o timeout");

  test.each<[string, Act[], string | undefined, number]>([
    ["are text", [text(200, '{"msg":"up"}\n')], '{"msg":"up"}\n', 1],
    ["are not to be had before the start", [waiting], undefined, 1],
    ["are not to be had of a pod that is gone", [absent], undefined, 1],
    ["are not waited for when the node is gone", [lost], undefined, 2],
  ])("%s", async (_what, script, expected, requests) => {
    api.does(...script);

    expect(await cluster.logs("one", { container: "app", lines: 20, previous: true })).toBe(expected);
    expect(api.log).toHaveLength(requests);
    expect(api.log[0]).toBe(
      "GET /api/v1/namespaces/demo/pods/one/log?container=app&tailLines=20&previous=true&limitBytes=262144",
    );
  });
});

describe("A request to a pod", () => {
  const unavailable = "error trying to reach service: dial tcp 10.0.0.7:3000: connect: connection refused";

  /** The API puts a number on what it passes on. */
  const numbered =
    (act: Act): Act =>
    (response, asked) => {
      response.setHeader("Audit-Id", "c1");
      act(response, asked);
    };
  const troubles: [string, Act, reason: string][] = [
    ["500 of the API", numbered(refuses(500, "InternalError", "leader changed")), "500 leader changed"],
    ["502 and a page", page(502, "Bad Gateway"), '502 a web page "Bad Gateway" of a proxy'],
    ["503 of the API", numbered(refuses(503, "ServiceUnavailable", "shutting down")), "503 shutting down"],
    ["504 of the API", numbered(refuses(504, "Timeout", "too slow")), "504 too slow"],
    ["a connection that is closed", resets, "the connection was closed before the answer was there"],
    ["half an answer", truncates, "the answer was cut off"],
  ];

  test.each<[string, PodRequest["method"], Act[], unknown, number]>([
    ["is answered by the pod", "GET", [text(200, "pong")], { status: 200, body: "pong" }, 1],
    ["is answered with an error of the pod", "GET", [text(500, "oops")], { status: 500, body: "oops" }, 1],
    ["is answered by a pod that is down", "PUT", [text(503, "down")], { status: 503, body: "down" }, 1],
    [
      "is answered with a page of the pod",
      "GET",
      [numbered(page(503, "Down"))],
      { status: 503, body: expect.stringContaining("Down") as string },
      1,
    ],
    ["is answered by a pod that wants a login", "GET", [text(401, "who?")], { status: 401, body: "who?" }, 1],
    [
      "is refused by the pod, says the API",
      "GET",
      [refuses(503, "", unavailable)],
      { status: 503, body: unavailable },
      1,
    ],
    ["is to a pod that is gone", "GET", [refuses(404, "NotFound", "no pod")], 404, 1],
    ["is not allowed", "GET", [refuses(403, "Forbidden", "no")], 403, 1],
    ...troubles.flatMap<[string, PodRequest["method"], Act[], unknown, number]>(([what, act, reason]) => [
      [`meets ${what}, and changes nothing`, "GET", [act, act, text(200, "pong")], { status: 200, body: "pong" }, 3],
      [`meets ${what}, and may have changed something`, "PUT", [act], reason, 1],
    ]),
    ["is throttled by the API", "POST", [refuses(429, "", ""), text(200, "pong")], { status: 200, body: "pong" }, 2],
    ["has an old login", "PUT", [refuses(401, "", ""), text(200, "pong")], { status: 200, body: "pong" }, 2],
    ["is not answered in its time", "GET", [stalls({ begun: false })], "too late: no answer within 2 s", 1],
    ["is not answered to its end in its time", "PUT", [stalls({ begun: true })], "too late: no answer within 2 s", 1],
  ])("%s", async (_what, method, script, expected, requests) => {
    api.does(...script);
    const answer = await cluster
      .request("one", 3000, { method, path: "/person?x=1", body: "a=b", timeoutMillis: 2000 })
      .catch((error: unknown) =>
        error instanceof Unreachable
          ? error.message.replace(/^.*?: .*?: /, error instanceof PodTimeout ? "too late: " : "")
          : (error as ApiError).status,
      );

    expect([answer]).toMatchObject([expected]);
    expect(api.log).toEqual(
      Array<string>(requests).fill(`${method} /api/v1/namespaces/demo/pods/one:3000/proxy/person?x=1`),
    );
  });

  test("does not meet trouble for ever, for it may be the pod that cuts its answers off", async () => {
    api.does(json(200, kept), truncates);
    await cluster.get("Job", "migrate");
    const begun = clock.now();
    const patient = cluster.within({ deadline: begun + 3_600_000, signal: new AbortController().signal });
    await expect(patient.request("one", 3000, { method: "GET", path: "/" })).rejects.toThrow("the answer was cut off");
    expect(clock.now() - begun).toBeGreaterThan(30_000);
    expect(clock.now() - begun).toBeLessThan(120_000);
  });
});

test("another deadline and signal are for the same connection", async () => {
  const interrupted = AbortSignal.abort(new Error("Ctrl-C"));
  api.does(json(200, kept));
  await cluster.get("Job", "migrate");
  const limits = { deadline: clock.now() + 1000, signal: interrupted };

  await expect(cluster.within(limits).get("Job", "migrate")).rejects.toThrow("Ctrl-C");
  const later = cluster.within({ ...limits, signal: new AbortController().signal });
  await clock.sleep(2000);
  await expect(later.get("Job", "migrate")).rejects.toThrow("there was no time left to ask");
  expect(await cluster.get("Job", "migrate")).toEqual(kept);
  expect(api.connections).toBe(1);
});
