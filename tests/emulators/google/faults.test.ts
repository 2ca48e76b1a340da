import type { HttpFault } from "../http/faults";
import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();
const list = `GET ${paths.networks}`;

describe("A fault", () => {
  const codes = async (calls: number): Promise<number[]> => {
    const { client } = current();
    const statuses = [];
    for (let call = 0; call < calls; call += 1) statuses.push((await client.ask(list)).status);
    return statuses;
  };

  test.each<readonly [string, HttpFault, number[]]>([
    ["every call", { operation: "*", status: 503 }, [503, 503, 503]],
    ["the first ones", { operation: "GET *", status: 503, first: 2 }, [503, 503, 200]],
    ["every second", { operation: "GET */networks", status: 503, every: 2 }, [200, 503, 200]],
    ["a route", { operation: "GET /compute/v1/projects/{project}/global/networks", status: 500 }, [500, 500, 500]],
    ["another method", { operation: "POST */networks", status: 503 }, [200, 200, 200]],
    ["another API", { operation: "GET /container/*", status: 503 }, [200, 200, 200]],
  ])("hits %s", async (_what, fault, expected) => {
    await current().emulator.orderFault(fault);

    expect(await codes(3)).toEqual(expected);
  });

  test("is over when it is cleared", async () => {
    const { emulator } = current();
    await emulator.orderFault({ operation: "*", status: 503 });
    await emulator.clearFaults();

    expect(await codes(1)).toEqual([200]);
  });

  test.each<readonly [HttpFault, object]>([
    [
      { operation: "*", error: "rateLimitExceeded" },
      {
        code: 429,
        status: "RESOURCE_EXHAUSTED",
        errors: [{ reason: "rateLimitExceeded" }],
        details: [{ reason: "RATE_LIMIT_EXCEEDED" }],
      },
    ],
    [
      { operation: "*", status: 429 },
      { code: 429, errors: [{ reason: "rateLimitExceeded" }] },
    ],
    [
      { operation: "*", status: 403, error: "quotaExceeded", message: "Quota" },
      { code: 403, message: "Quota", errors: [{ reason: "quotaExceeded" }] },
    ],
    [
      { operation: "*", status: 500 },
      { code: 500, status: "INTERNAL" },
    ],
    [
      { operation: "*", status: 503 },
      { code: 503, status: "UNAVAILABLE" },
    ],
  ])("%j is said as Google says it", async (fault, expected) => {
    const { client, emulator } = current();
    await emulator.orderFault(fault);

    expect(await client.refused(list)).toMatchObject(expected);
  });

  test("can tell when to try again", async () => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "*", status: 429, retryAfter: 3 });

    expect((await client.ask(list)).headers.get("retry-after")).toBe("3");
  });

  test("delays what is done", async () => {
    await current().emulator.orderFault({ operation: "*", delay: 0.2 });
    const started = Date.now();

    expect(await codes(1)).toEqual([200]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(195);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("loses the connection %s it is done", async (reset, done) => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "POST */networks", reset, first: 1 });

    await expect(client.ask(`POST ${paths.networks}`, { name: "network" })).rejects.toThrow("fetch failed");

    expect((await emulator.leftovers())["networks"] ?? []).toHaveLength(done);
    expect(await emulator.requests()).toMatchObject([{ status: 0, verdict: "fault" }]);
  });

  test("is no breach of the API", async () => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "*", status: 500 });
    await client.ask(list);

    expect(await emulator.refused()).toEqual([]);
  });

  test("must be one that there is", async () => {
    const { emulator } = current();

    await expect(emulator.orderFault({ operation: "*", fist: 1 } as HttpFault)).rejects.toThrow('"fist"');
    await expect(emulator.setWaiting({ creating: { clutser: 1 } as object })).rejects.toThrow("clutser");
  });
});

describe("An operation that fails", () => {
  test("leaves a cluster that is broken, and can be deleted", async () => {
    const { client, emulator, project } = current();
    await emulator.failOperation("CREATE_CLUSTER", "Insufficient regional quota");
    await project.subnetwork();
    const begun = await client.must(`POST ${paths.clusters}`, { cluster: project.clusterSettings() });

    expect(begun).toMatchObject({ status: "DONE", statusMessage: "Insufficient regional quota", error: { code: 13 } });
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ status: "ERROR" });
    await client.must(`DELETE ${paths.clusters}/cluster`);
    await client.must(`POST ${paths.clusters}`, { cluster: project.clusterSettings() });
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ status: "RUNNING" });
  });

  test("leaves a node pool and an instance that are broken", async () => {
    const { client, emulator, project } = current();
    await project.cluster();
    await emulator.failOperation("CREATE_NODE_POOL", "no machines left");
    await emulator.failOperation("CREATE", "no machines left");
    const pool = { nodePool: project.nodePoolSettings() };

    expect(await client.must(`POST ${paths.clusters}/cluster/nodePools`, pool)).toMatchObject({ status: "DONE" });
    const instance = await client.must(`POST ${paths.instances}`, project.instanceSettings());

    expect(instance).toMatchObject({ error: { errors: [{ message: "no machines left" }] } });
    expect(await client.must(`GET ${paths.clusters}/cluster/nodePools/nodes`)).toMatchObject({ status: "ERROR" });
    expect(await client.must(`GET ${paths.instances}/instance`)).toMatchObject({ state: "FAILED" });
  });

  test("leaves nothing of what Compute was to make, and what was to be changed as it was", async () => {
    const { client, emulator, project } = current();
    await project.cluster();
    await emulator.failOperation("insert", "internal error");
    await emulator.failOperation("UPDATE_CLUSTER", "internal error");

    const other = await client.must(`POST ${paths.networks}`, { name: "other" });
    await client.must(`PUT ${paths.clusters}/cluster`, { update: { desiredReleaseChannel: { channel: "RAPID" } } });

    expect(other).toMatchObject({ status: "DONE", error: { errors: [{ message: "internal error" }] } });
    expect(await client.refused(`GET ${paths.networks}/other`)).toMatchObject({ code: 404 });
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({
      status: "RUNNING",
      releaseChannel: { channel: "REGULAR" },
    });
  });
});
