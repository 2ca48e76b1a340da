import type { FaultAction, FaultMatch } from "../api/faults";
import { badGateway, tooManyRequests } from "../api/faults";
import { type RunningApi, startApi } from "./api-support/running-api";

const maps = "/api/v1/namespaces/default/configmaps";

describe("A fault of the test cluster's API", () => {
  let running: RunningApi;
  const names = () => running.store.list("ConfigMap").map(({ metadata }) => metadata.name);
  const create = (name: string) => running.send("POST", maps, { body: { metadata: { name } } });

  beforeEach(async () => {
    running = await startApi();
  });

  afterEach(() => running.stop());

  test.each<[string, FaultAction, number, string]>([
    ["throttling", tooManyRequests(3), 429, "Too many requests"],
    ["a proxy's page", badGateway, 502, "<title>502 Bad Gateway</title>"],
    [
      "an error",
      { type: "answer", status: 500, reason: "InternalError", message: "etcd is away" },
      500,
      "etcd is away",
    ],
  ])("may be an answer: %s", async (_, action, status, text) => {
    running.api.faults.add({ verb: "create" }, action);
    const answer = await create("a");
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)]);
    expect(names()).toEqual([]);
    expect((await create("a")).status).toBe(201);
  });

  test("tells when to come again", async () => {
    running.api.faults.add({}, tooManyRequests(3));
    expect((await create("a")).headers.get("retry-after")).toBe("3");
  });

  test.each<[string, FaultAction, string[]]>([
    ["before the write", { type: "reset", when: "before" }, []],
    ["after the write", { type: "reset", when: "after" }, ["a"]],
    ["in the middle of the answer", { type: "truncate", ends: "cut" }, ["a"]],
  ])("may cut the connection %s", async (_, action, kept) => {
    running.api.faults.add({ isWrite: true }, action);
    await expect(create("a")).rejects.toThrow(/fetch failed|terminated/);
    expect(names()).toEqual(kept);
  });

  test("may end an answer in the middle", async () => {
    running.api.faults.add({}, { type: "truncate", ends: "clean" });
    const { status, text } = await create("a");
    expect(status).toBe(201);
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
  });

  test("hits the requests that fit, from the n-th on, as often as it is to", async () => {
    const match: FaultMatch = { verb: "create", nth: 2, times: 2 };
    const fault = running.api.faults.add(match, { type: "answer", status: 503 });
    const statuses = [];
    for (const name of ["a", "b", "c", "d"]) statuses.push((await create(name)).status);
    expect(statuses).toEqual([201, 503, 503, 201]);
    expect(fault.hits).toBe(2);
  });

  test("may take time, by the cluster's clock", async () => {
    const start = running.clock.now();
    running.api.faults.add({}, { type: "slow", millis: 20_000 });
    await create("a");
    expect(running.clock.now() - start).toBe(20_000);
  });

  test.each(["before", "body"] as const)("may leave the client waiting while time goes on: %s", async (when) => {
    running.api.faults.add({}, { type: "stall", when });
    const stop = new AbortController();
    const request = fetch(running.url + maps, {
      headers: { authorization: `Bearer ${running.token}` },
      signal: stop.signal,
    }).then((response) => response.text());
    void running.clock.sleep(15_000).then(() => {
      stop.abort();
    });
    await expect(request).rejects.toThrow("aborted");
  });

  test("may be a restart: nobody answers for some seconds, and then it is there again at the same place", async () => {
    await create("a");
    running.api.faults.restart(30);
    await expect(create("b")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    const { url } = running;
    await running.clock.sleep(31_000);
    expect((await create("c")).status).toBe(201);
    expect(running.api.url).toBe(url);
    expect(names()).toEqual(["a", "c"]);
  });

  test("leaves nothing behind that stops the clock", async () => {
    running.api.faults.add({ times: 3 }, { type: "reset", when: "after" });
    for (const name of ["a", "b", "c"]) await expect(create(name)).rejects.toThrow("fetch failed");
    const start = running.clock.now();
    await running.clock.sleep(5000);
    expect(running.clock.now() - start).toBe(5000);
    expect(running.api.defects).toEqual([]);
  });
});

describe("The log of the test cluster's API", () => {
  let running: RunningApi;

  beforeEach(async () => {
    running = await startApi();
  });

  afterEach(() => running.stop());

  test("has what was asked, by whom, when and with which answer", async () => {
    await running.send("PATCH", `${maps}/a?fieldManager=x`, {
      type: "application/apply-patch+yaml",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } },
    });
    expect(running.api.requests).toEqual([
      expect.objectContaining({
        method: "PATCH",
        verb: "apply",
        kind: "ConfigMap",
        namespace: "default",
        name: "a",
        subresource: "",
        query: { fieldManager: "x" },
        user: "admin",
        isWrite: true,
        at: running.clock.now(),
        status: 201,
      }),
    ]);
  });

  test.each([
    ["a write", "POST", maps, { metadata: { name: "a" } }, 1],
    ["a dry run", "POST", `${maps}?dryRun=All`, { metadata: { name: "a" } }, 0],
    ["a read", "GET", maps, undefined, 0],
    ["a write of nothing new", "PATCH", `${maps}/there`, { metadata: {} }, 0],
  ])("is told of writes that were kept: %s", async (_, method, path, body, calls) => {
    running.store.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "there", namespace: "default" } });
    const told: string[] = [];
    running.api.afterWrite(({ kind, verb }) => told.push(`${verb} ${kind}`));
    const { status } = await running.send(method, path, {
      body,
      ...(method === "PATCH" && { type: "application/merge-patch+json" }),
    });
    expect(status).toBeLessThan(300);
    expect(told).toHaveLength(calls);
  });
});
