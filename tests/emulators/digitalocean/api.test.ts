import { judged } from "./api";
import { ApiClient } from "./testing/api-client";
import { emulated } from "./testing/emulated";

const current = emulated();

describe("The API", () => {
  test("wants a token", async () => {
    const { emulator } = current();

    const answer = await new ApiClient(emulator.address, "").ask("GET /v2/account");

    expect(answer).toMatchObject({ status: 401, body: { id: "unauthorized", message: "Unable to authenticate you" } });
  });

  test("says who one is, and how much one may still ask", async () => {
    const { body, headers } = await current().client.ask("GET /v2/account");

    expect(body).toMatchObject({ account: { status: "active" } });
    expect(headers.get("ratelimit-limit")).toBe("5000");
    expect(headers.get("ratelimit-remaining")).toBe("4999");
    expect(Number(headers.get("ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000);
  });

  test.each(["GET /v2/images", "POST /v2/vpcs/1/members", "PATCH /v2/databases/1/firewall"])(
    "has no %s here, and says so",
    async (operation) => {
      const { client, emulator } = current();

      const answer = await client.ask(operation);

      expect(answer).toMatchObject({ status: 501, body: { id: "not_implemented" } });
      expect(answer.body["message"]).toContain("the emulator does not know");
      expect(await emulator.refused()).toMatchObject([{ operation: null, verdict: "unknown", status: 501 }]);
    },
  );

  test.each([
    "GET /v2/vpcs/none",
    "GET /v2/registries/none",
    "GET /v2/kubernetes/clusters/none",
    "GET /v2/kubernetes/clusters/none/node_pools",
    "GET /v2/databases/none",
    "GET /v2/databases/none/firewall",
    "GET /v2/projects/none",
    "GET /v2/tags/none",
    "GET /v2/load_balancers/none",
    "DELETE /v2/volumes/none",
  ])("does not find what is not there: %s", async (operation) => {
    const { client, emulator } = current();

    expect(await client.ask(operation)).toMatchObject({ status: 404, body: { id: "not_found" } });
    // which is no breach
    expect(await emulator.refused()).toEqual([]);
  });

  test("says that a defect is one, which nobody tries again", () => {
    const { answer, verdict, error } = judged(new TypeError("a is undefined"));

    expect(answer).toMatchObject({ status: 501, body: { id: "not_implemented" } });
    expect(verdict).toBe("defect");
    expect(error).toContain("TypeError: a is undefined\n    at ");
  });

  test("wants JSON", async () => {
    const { client, emulator } = current();

    expect(await client.ask("POST /v2/vpcs", "{name")).toMatchObject({ status: 400, body: { id: "bad_request" } });
    expect(await emulator.refused()).toMatchObject([{ verdict: "invalid" }]);
  });

  test("says all that is wrong at once", async () => {
    const { body } = await current().client.ask("POST /v2/vpcs", { name: "a b", default: 1 });

    expect(body["message"]).toMatch(/name: may hold.*; region: Invalid input.*; body: Unrecognized key/);
  });

  test("lists by pages, with links to the others", async () => {
    const { client, emulator } = current();
    for (const name of ["a", "b", "c", "d"]) await client.must("POST /v2/projects", { name, purpose: "IoT" });
    const page = async (path: string) =>
      (await client.ask(`GET ${path}`)).body as unknown as {
        projects: unknown[];
        links: { pages?: Record<string, string> };
        meta: object;
      };

    const middle = await page("/v2/projects?page=2&per_page=2");

    expect(middle.projects).toHaveLength(2);
    expect(middle.meta).toEqual({ total: 5 });
    expect(middle.links.pages).toEqual({
      first: `${emulator.address}/v2/projects?page=1&per_page=2`,
      prev: `${emulator.address}/v2/projects?page=1&per_page=2`,
      next: `${emulator.address}/v2/projects?page=3&per_page=2`,
      last: `${emulator.address}/v2/projects?page=3&per_page=2`,
    });
    expect((await page("/v2/projects?page=3&per_page=2")).projects).toHaveLength(1);
    expect((await page("/v2/projects")).links).toEqual({});
  });
});

describe("The log", () => {
  test("has each request by its route, with what was sent", async () => {
    const { client, account, emulator } = current();
    const id = await account.database({ name: "logged" });
    await client.ask(`GET /v2/databases/${id}/users/none?a=b`);
    const [created, read] = await emulator.requests();

    expect(created).toMatchObject({
      operation: "POST /v2/databases",
      parameters: { name: "logged", num_nodes: 1 },
      status: 201,
      time: expect.any(String) as string,
      milliseconds: expect.any(Number) as number,
    });
    expect(created).not.toHaveProperty("error");
    expect(read).toMatchObject({
      operation: "GET /v2/databases/{id}/users/{name}",
      path: `/v2/databases/${id}/users/none?a=b`,
      status: 404,
      error: "The resource you requested could not be found.",
    });

    await emulator.clearRequests();
    expect(await emulator.requests()).toEqual([]);
  });

  test("has no secrets, whoever sends them", async () => {
    const { emulator } = current();
    const client = new ApiClient(emulator.address, "correct-horse");

    await client.ask("POST /v2/vpcs", {
      name: "a",
      password: "battery",
      nested: [{ auth_token: "staple" }],
      long: "x".repeat(999),
    });

    const text = JSON.stringify(await emulator.requests());
    expect(text).not.toMatch(/correct-horse|battery|staple/);
    expect(text).toContain("… (999 characters)");
  });
});

describe("Leftovers", () => {
  test("are what a request has made, and not what every account has", async () => {
    const { account, emulator, client } = current();
    expect(await emulator.leftovers()).toEqual({});

    const registry = await account.registry();
    await account.vpc({ name: "network" });
    await account.database({ name: "data", tags: ["a"] });
    const { name: cluster } = await account.cluster();
    await client.must("POST /v2/projects", { name: "project", purpose: "IoT" });

    expect(await emulator.leftovers()).toEqual({
      clusters: [cluster],
      databases: ["data"],
      projects: ["project"],
      registries: [registry],
      vpcs: ["network"],
    });
  });
});
