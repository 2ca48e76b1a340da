import type { StoredObject } from "../store";
import { type RunningApi, startApi } from "./api-support/running-api";

interface WatchEvent {
  readonly type: string;
  readonly object: StoredObject & { readonly code?: number; readonly reason?: string };
}

/** Reads a watch until it has a number of events, or ends. */
async function events(running: RunningApi, query: string, count = Infinity): Promise<WatchEvent[]> {
  const stop = new AbortController();
  const response = await fetch(`${running.url}/api/v1/namespaces/default/configmaps?watch=true&${query}`, {
    headers: { authorization: `Bearer ${running.token}` },
    signal: stop.signal,
  });
  const found: WatchEvent[] = [];
  let text = "";
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk as Uint8Array).toString();
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    found.push(...lines.map((line) => JSON.parse(line) as WatchEvent));
    if (found.length >= count) break;
  }
  stop.abort();
  return found;
}

const summary = (found: readonly WatchEvent[]) => found.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe("A watch of the test cluster", () => {
  let running: RunningApi;
  const make = (name: string, labels?: Record<string, string>) =>
    running.store.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", ...(labels && { labels }) },
    });

  beforeEach(async () => {
    running = await startApi();
  });

  afterEach(() => running.stop());

  test("tells what there is, and then what changes", async () => {
    make("a");
    const watching = events(running, "", 3);
    await running.send("POST", "/api/v1/namespaces/default/configmaps", { body: { metadata: { name: "b" } } });
    await running.send("DELETE", "/api/v1/namespaces/default/configmaps/a");
    expect(summary(await watching)).toEqual(["ADDED a", "ADDED b", "DELETED a"]);
  });

  test("goes on from a version, and misses nothing", async () => {
    const { metadata } = make("a");
    make("b");
    running.store.modify("ConfigMap", "default", "a", (object) => (object["data"] = { x: "1" }));
    const found = await events(running, `resourceVersion=${metadata.resourceVersion}`, 2);
    expect(summary(found)).toEqual(["ADDED b", "MODIFIED a"]);
    expect(found[1]!.object["data"]).toEqual({ x: "1" });
  });

  test("tells that an object has left or joined what is selected", async () => {
    const { metadata } = make("a", { track: "canary" });
    for (const track of ["stable", "canary"]) {
      running.store.modify("ConfigMap", "default", "a", (object) => (object.metadata.labels = { track }));
    }
    const found = await events(running, `labelSelector=track%3Dcanary&resourceVersion=${metadata.resourceVersion}`, 2);
    expect(found.map(({ type, object }) => [type, object.metadata.labels, object.metadata.resourceVersion])).toEqual([
      ["DELETED", { track: "canary" }, String(Number(metadata.resourceVersion) + 1)],
      ["ADDED", { track: "canary" }, String(Number(metadata.resourceVersion) + 2)],
    ]);
  });

  test("says 410 for a version that is forgotten, and ends", async () => {
    const { metadata } = make("a");
    make("b");
    running.api.faults.compact();
    const found = await events(running, `resourceVersion=${metadata.resourceVersion}`);
    expect(found.map(({ type, object }) => [type, object.code, object.reason])).toEqual([["ERROR", 410, "Expired"]]);
  });

  test("ends after the seconds that were asked for, with the version to go on from", async () => {
    const start = running.clock.now();
    const found = await events(running, "timeoutSeconds=90&allowWatchBookmarks=true");
    expect(found.map(({ type }) => type)).toEqual(["BOOKMARK", "BOOKMARK"]);
    expect(found[1]!.object.metadata.resourceVersion).toBe(String(running.store.currentRevision));
    expect(running.clock.now() - start).toBe(90_000);
  });

  test("marks the end of what there was", async () => {
    make("a");
    const found = await events(
      running,
      "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
      2,
    );
    expect(summary(found.slice(0, 1))).toEqual(["ADDED a"]);
    expect(found[1]!.object.metadata.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
  });

  test("is cut when all watches are dropped", async () => {
    make("a");
    const watching = events(running, "", 2);
    while (running.api.watches.count === 0) await new Promise(setImmediate);
    running.api.faults.dropWatches();
    await expect(watching).rejects.toThrow("terminated");
    expect(running.api.watches.count).toBe(0);
  });

  test("of names goes by pages, which lose their meaning when their version is forgotten", async () => {
    for (const name of ["a", "b", "c"]) make(name);
    const page = (query: string) => running.send("GET", `/api/v1/namespaces/default/configmaps?limit=2${query}`);
    const { json: first } = await page("");
    const next = `&continue=${(first as { metadata: { continue: string } }).metadata.continue}`;
    const names = (list: { items: StoredObject[] }) => list.items.map(({ metadata }) => metadata.name);
    expect(names(first as never)).toEqual(["a", "b"]);
    expect(names((await page(next)).json as never)).toEqual(["c"]);
    make("d");
    running.api.faults.compact();
    expect((await page(next)).status).toBe(410);
  });
});
