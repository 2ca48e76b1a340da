import type { HttpFault } from "../http/faults";
import { emulated } from "./testing/emulated";

const current = emulated();

describe("A fault", () => {
  const list = () => current().client.ask("GET /v2/databases");
  const statuses = async (calls: number): Promise<number[]> => {
    const answers = [];
    for (let call = 0; call < calls; call += 1) answers.push((await list()).status);
    return answers;
  };

  test.each<readonly [string, HttpFault, number[]]>([
    ["every call", { operation: "GET /v2/databases", status: 500 }, [500, 500, 500]],
    ["the first ones", { operation: "GET *", status: 500, first: 2 }, [500, 500, 200]],
    ["every second", { operation: "GET /v2/data*", status: 500, every: 2 }, [200, 500, 200]],
    ["all of them", { operation: "*", status: 500 }, [500, 500, 500]],
    ["another method", { operation: "POST *", status: 500 }, [200, 200, 200]],
    ["what begins alike", { operation: "GET /v2/data", status: 500 }, [200, 200, 200]],
    ["what is below", { operation: "GET /v2/databases/*", status: 500 }, [200, 200, 200]],
  ])("hits %s", async (_what, fault, expected) => {
    await current().emulator.orderFault(fault);

    expect(await statuses(3)).toEqual(expected);
  });

  test("hits a route by its name too", async () => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "GET /v2/databases/{id}", status: 503 });

    expect((await client.ask("GET /v2/databases/none")).status).toBe(503);
    expect((await client.ask("GET /v2/databases/none/users")).status).toBe(404);
  });

  test("is over when it is cleared", async () => {
    await current().emulator.orderFault({ operation: "*", status: 500 });
    await current().emulator.clearFaults();

    expect(await statuses(1)).toEqual([200]);
  });

  test.each([
    ["too_many_requests", 429],
    ["server_error", 500],
    ["service_unavailable", 503],
    ["forbidden", 403],
    ["something_else", 400],
  ])("%s has the status of the API", async (error, status) => {
    await current().emulator.orderFault({ operation: "*", error, message: "on purpose" });

    expect(await list()).toMatchObject({ status, body: { id: error, message: "on purpose" } });
  });

  test("may say when to come back", async () => {
    await current().emulator.orderFault({ operation: "*", status: 429, retryAfter: 2 });

    const { headers, body } = await list();

    expect(headers.get("retry-after")).toBe("2");
    expect(body).toMatchObject({ id: "too_many_requests" });
  });

  test("delays what is done", async () => {
    await current().emulator.orderFault({ operation: "GET *", delay: 0.2 });
    const started = performance.now();

    expect((await list()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(199);
  });

  test.each([
    ["before", {}],
    ["after", { vpcs: ["network"] }],
  ] as const)("loses the connection %s it is done", async (reset, left) => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "POST /v2/vpcs", reset });

    await expect(client.ask("POST /v2/vpcs", { name: "network", region: "fra1" })).rejects.toThrow("fetch failed");

    expect(await emulator.leftovers()).toEqual(left);
    expect(await emulator.requests()).toMatchObject([{ status: 0, verdict: "fault" }]);
  });

  test.each([
    ["before", {}],
    ["after", { vpcs: ["network"] }],
  ] as const)("never answers %s it is done, until it is cleared", async (hang, left) => {
    const { client, emulator } = current();
    await emulator.orderFault({ operation: "POST /v2/vpcs", hang });
    const waiting = client.ask("POST /v2/vpcs", { name: "network", region: "fra1" }).catch((error: unknown) => error);
    const first = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100, "nothing yet"))]);
    expect(first).toBe("nothing yet");
    expect(await emulator.leftovers()).toEqual(left);

    await emulator.clearFaults();

    expect(await waiting).toEqual(new TypeError("fetch failed"));
  });

  test("is in the log, and is no breach", async () => {
    const { emulator } = current();
    await emulator.orderFault({ operation: "*", status: 500 });
    await list();

    expect(await emulator.requests()).toMatchObject([{ verdict: "fault", status: 500, error: "ordered by a test" }]);
    expect(await emulator.refused()).toEqual([]);
  });

  test("must be one that there is", async () => {
    const { emulator } = current();

    await expect(emulator.orderFault({ operation: "*", fist: 1 } as HttpFault)).rejects.toThrow("fist");
    await expect(emulator.setWaiting({ creating: { clutser: 1 } as object })).rejects.toThrow("clutser");
  });
});
