import type { StoredObject } from "../store";
import { quietBackend, type RunningApi, startApi } from "./api-support/running-api";

const pods = "/api/v1/namespaces/default/pods";
const deployments = "/apis/apps/v1/namespaces/default/deployments";

describe("What is deleted in the test cluster", () => {
  let running: RunningApi;

  beforeEach(async () => {
    running = await startApi({
      backend: {
        ...quietBackend,
        admit: (operation, { metadata }) =>
          metadata.name === "guarded"
            ? { status: 403, reason: "Forbidden", message: `guard: ${operation} is not allowed` }
            : undefined,
      },
    });
  });

  afterEach(() => running.stop());

  const pod = (name: string, spec: object = {}, status: object = {}): StoredObject =>
    running.store.create({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec, status });

  test.each([
    ["by the pod's own seconds", {}, undefined, 20],
    ["by the seconds that are asked for", {}, { gracePeriodSeconds: 5 }, 5],
    ["at once when there are none", {}, { gracePeriodSeconds: 0 }, undefined],
    ["at once when it is on no node", { nodeName: undefined }, undefined, undefined],
  ])("is a pod that has time to end: %s", async (_, spec, body, seconds) => {
    pod("p", { nodeName: "n", terminationGracePeriodSeconds: 20, ...spec });
    const until = new Date(running.clock.now() + (seconds ?? 0) * 1000).toISOString().replace(".000Z", "Z");
    const { status } = await running.send("DELETE", `${pods}/p`, { body });
    expect(status).toBe(200);
    const left = running.store.get("Pod", "default", "p")?.metadata;
    expect([left?.deletionGracePeriodSeconds, left?.deletionTimestamp]).toEqual(
      seconds === undefined ? [undefined, undefined] : [seconds, until],
    );
  });

  test("is a pod that has ended, at once", async () => {
    pod("p", { nodeName: "n" }, { phase: "Succeeded" });
    await running.send("DELETE", `${pods}/p`);
    expect(running.store.list("Pod")).toEqual([]);
  });

  test.each([
    ["Foreground", ["foregroundDeletion"]],
    ["Orphan", ["orphan"]],
  ])("waits for the garbage collector: %s", async (propagationPolicy, finalizers) => {
    running.store.create({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "d", namespace: "default", generation: 1 },
    });
    await running.send("DELETE", `${deployments}/d`, { body: { propagationPolicy } });
    expect(running.store.get("Deployment", "default", "d")?.metadata).toMatchObject({
      finalizers,
      deletionTimestamp: running.store.timestamp(),
      generation: 2,
    });
  });

  test("is gone when its last finalizer is", async () => {
    const metadata = { name: "c", namespace: "default", finalizers: ["example.com/wait"] };
    running.store.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
    const maps = "/api/v1/namespaces/default/configmaps";
    await running.send("DELETE", `${maps}/c`);
    expect(running.store.list("ConfigMap")).toHaveLength(1);
    await running.send("PATCH", `${maps}/c`, {
      type: "application/merge-patch+json",
      body: { metadata: { finalizers: null } },
    });
    expect(running.store.list("ConfigMap")).toEqual([]);
  });

  test("is a namespace, in which nothing new is made", async () => {
    await running.send("DELETE", "/api/v1/namespaces/default");
    expect(running.store.get("Namespace", undefined, "default")?.["status"]).toEqual({ phase: "Terminating" });
    const { status, json } = await running.send("POST", "/api/v1/namespaces/default/configmaps", {
      body: { metadata: { name: "a" } },
    });
    expect([status, json]).toEqual([
      403,
      expect.objectContaining({
        message:
          'configmaps "a" is forbidden: unable to create new content in namespace default because it is being terminated',
      }),
    ]);
  });

  test.each([
    ["POST", "", "create"],
    ["DELETE", "/guarded", "delete"],
    ["PATCH", "/guarded", "update"],
  ])("or written is refused by whoever guards it: %s", async (method, path, operation) => {
    if (method !== "POST") pod("guarded", { containers: [{ name: "a", image: "a" }] });
    const { status, json } = await running.send(method, pods + path, {
      ...(method === "PATCH" && { type: "application/merge-patch+json" }),
      body:
        method === "DELETE"
          ? {}
          : { metadata: { name: "guarded", labels: { a: "b" } }, spec: { containers: [{ name: "a", image: "a" }] } },
    });
    expect([status, json]).toEqual([403, expect.objectContaining({ message: `guard: ${operation} is not allowed` })]);
  });

  test.each([
    [201, undefined, undefined],
    [429, "Cannot evict pod as it would violate the pod's disruption budget.", "TooManyRequests"],
  ])("may be evicted: %d", async (answered, message, reason) => {
    const other = await startApi({
      backend: { ...quietBackend, evict: () => ({ status: answered, ...(message && { message }) }) },
    });
    other.store.create({ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" } });
    const { status, json } = await other.send("POST", `${pods}/p/eviction`, {
      body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "p" } },
    });
    await other.stop();
    expect(status).toBe(answered);
    expect([(json as { message?: string }).message, (json as { reason?: string }).reason]).toEqual([message, reason]);
  });
});
