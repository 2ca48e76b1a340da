import { emulated } from "./testing/emulated";

const current = emulated();
const pool = { name: "pool", mode: "session", size: 10, db: "defaultdb", user: "doadmin" };
let path: string;

beforeEach(async () => {
  path = `/v2/databases/${await current().account.database()}`;
});

describe("Users of a database", () => {
  test("are normal ones with a password, and unique", async () => {
    const { client } = current();

    const user = await client.must<{ password: string }>(`POST ${path}/users`, { name: "demouser" });

    expect(user).toEqual({ name: "demouser", role: "normal", password: expect.stringMatching(/^AVNS_/) as string });
    expect(await client.must(`GET ${path}/users/demouser`)).toEqual(user);
    expect((await client.ask(`POST ${path}/users`, { name: "demouser" })).status).toBe(422);
    expect((await client.ask(`GET ${path}/users/nobody`)).status).toBe(404);
  });

  test("get another password", async () => {
    const { client } = current();
    const before = await client.must<{ password: string }>(`GET ${path}/users/doadmin`);

    const after = await client.must<{ password: string }>(`POST ${path}/users/doadmin/reset_auth`, {});

    expect(after.password).not.toBe(before.password);
    expect(await client.must(`GET ${path}`)).toMatchObject({ connection: { password: after.password } });
  });

  test("are deleted, but for the administrator", async () => {
    const { client } = current();
    await client.must(`POST ${path}/users`, { name: "demouser" });

    expect((await client.ask(`DELETE ${path}/users/demouser`)).status).toBe(204);
    expect((await client.ask(`DELETE ${path}/users/demouser`)).status).toBe(404);
    expect((await client.ask(`DELETE ${path}/users/doadmin`)).status).toBe(422);
  });
});

test("Databases in it are unique", async () => {
  const { client } = current();
  await client.must(`POST ${path}/dbs`, { name: "demo" });

  expect((await client.ask(`POST ${path}/dbs`, { name: "demo" })).status).toBe(422);
  expect((await client.ask(`POST ${path}/dbs`, { name: "defaultdb" })).status).toBe(422);
  expect(await client.must(`GET ${path}/dbs`)).toEqual([{ name: "defaultdb" }, { name: "demo" }]);
  expect((await client.ask(`DELETE ${path}/dbs/demo`)).status).toBe(204);
  expect((await client.ask(`GET ${path}/dbs/demo`)).status).toBe(404);
});

describe("A connection pool", () => {
  test.each<readonly [rule: string, wrong: object, message: string]>([
    ["a name of three characters", { name: "ab" }, "name: Too small"],
    ["and not more than 60", { name: "a".repeat(61) }, "name: Too big"],
    ["one of three modes", { mode: "shared" }, "mode: Invalid option"],
    ["connections", { size: 0 }, "size: Too small"],
    ["a database that exists", { db: "demo" }, "database demo does not exist"],
    ["a user that exists", { user: "demouser" }, "user demouser does not exist"],
    // 2 GiB × 25 - 3
    ["connections that the size has", { size: 48 }, "48 connections are wanted, 47 are available"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client } = current();

    const answer = await client.ask(`POST ${path}/pools`, { ...pool, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
  });

  test("shares the connections with the others, and its name with none", async () => {
    const { client } = current();
    await client.must(`POST ${path}/pools`, { ...pool, size: 40 });

    expect((await client.ask(`POST ${path}/pools`, { ...pool, name: "second", size: 8 })).status).toBe(422);
    expect((await client.ask(`POST ${path}/pools`, { ...pool, size: 1 })).status).toBe(422);
    expect((await client.ask(`POST ${path}/pools`, { ...pool, name: "second", size: 7 })).status).toBe(201);
  });

  test("is reached at a port of its own, by its name", async () => {
    const { client } = current();
    await client.must(`POST ${path}/pools`, { ...pool, user: "" });
    await client.must(`POST ${path}/pools`, { ...pool, name: "own" });

    expect(await client.must(`GET ${path}/pools/own`)).toMatchObject({
      user: "doadmin",
      connection: { port: 25061, database: "own" },
      private_connection: { port: 25061, host: expect.stringMatching(/^private-/) as string },
    });
    expect(await client.must(`GET ${path}/pools/pool`)).toMatchObject({ user: "" });
  });

  test("is changed and deleted", async () => {
    const { client } = current();
    await client.must(`POST ${path}/pools`, pool);
    const changed = { mode: "transaction", size: 47, db: "defaultdb", user: "doadmin" };

    expect((await client.ask(`PUT ${path}/pools/pool`, changed)).status).toBe(204);
    expect(await client.must(`GET ${path}/pools`)).toMatchObject([changed]);
    expect((await client.ask(`DELETE ${path}/pools/pool`)).status).toBe(204);
    expect((await client.ask(`GET ${path}/pools/pool`)).status).toBe(404);
  });
});

describe("The firewall of a database", () => {
  const put = (...rules: readonly object[]) => current().client.ask(`PUT ${path}/firewall`, { rules });

  test.each([
    ["a cluster that exists", "k8s", crypto.randomUUID()],
    ["an address", "ip_addr", "office"],
    ["a droplet that exists", "droplet", "1"],
    ["an app that exists", "app", crypto.randomUUID()],
  ])("names %s", async (_what, type, value) => {
    expect((await put({ type, value })).status).toBe(422);
  });

  test("lets in who is named, and is open to all when nobody is", async () => {
    const { client, account } = current();
    const { id: value } = await account.cluster();
    const sent = { uuid: "", cluster_uuid: "", type: "k8s", value, created_at: "0001-01-01T00:00:00Z" };

    expect((await put(sent, { type: "ip_addr", value: "203.0.113.0/24" }, { type: "tag", value: "a" })).status).toBe(
      204,
    );
    const rules = await client.must<object[]>(`GET ${path}/firewall`);
    expect(rules).toHaveLength(3);
    // what was shown can be sent back
    expect((await put(...rules)).status).toBe(204);
    expect(await client.must(`GET ${path}/firewall`)).toMatchObject(
      rules.map((rule) => ({ uuid: (rule as { uuid: string }).uuid })),
    );

    expect((await put()).status).toBe(204);
    expect(await client.must(`GET ${path}/firewall`)).toEqual([]);
  });

  test("does not name a cluster that is being deleted", async () => {
    const { client, account, emulator } = current();
    await emulator.setWaiting({ deleting: { cluster: 60 } });
    const { id: value } = await account.cluster();
    await client.must(`DELETE /v2/kubernetes/clusters/${value}`);

    expect((await put({ type: "k8s", value })).status).toBe(422);
  });
});
