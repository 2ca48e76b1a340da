import { setTimeout as sleep } from "node:timers/promises";

import { postgresOnDigitalocean } from "../../../environments/schema/catalogue/versions";
import { emulated } from "./testing/emulated";

const current = emulated();

describe("A database", () => {
  test.each<readonly [rule: string, wrong: object, message: string]>([
    ["a version that is on offer", { version: "13" }, "invalid cluster engine version"],
    ["a size that is on offer", { size: "db-s-16vcpu-64gb" }, "invalid size"],
    ["nodes", { num_nodes: 0 }, "must be between 1 and 3"],
    ["not more than three", { num_nodes: 4 }, "must be between 1 and 3"],
    ["a standby from 2 GiB on", { num_nodes: 2, size: "db-s-1vcpu-1gb" }, "not available for db-s-1vcpu-1gb"],
    ["a region", { region: "mars1" }, "invalid region"],
    ["a name without underscores", { name: "demo_database" }, "name: may hold"],
    ["a project that exists", { project_id: crypto.randomUUID() }, "invalid project id"],
    ["at least the storage of its size", { storage_size_mib: 1024 }, "must be at least 30720"],
    ["sources that exist", { rules: [{ type: "k8s", value: crypto.randomUUID() }] }, "does not exist"],
    ["nothing that is not known", { nodes: 2 }, "Unrecognized key"],
    ["an engine that there is", { engine: "postgres" }, "engine: Invalid option"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, account } = current();

    const answer = await client.ask("POST /v2/databases", account.databaseSettings(wrong));

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
  });

  test("is taken as the provider's client sends it", async () => {
    const { client, account, emulator } = current();

    await client.must(
      "POST /v2/databases",
      account.databaseSettings({ project_id: "", private_network_uuid: "", rules: null }),
    );

    expect(await emulator.refused()).toEqual([]);
  });

  test("is PostgreSQL, as the emulator says", async () => {
    const { client, account, emulator } = current();

    expect((await client.ask("POST /v2/databases", account.databaseSettings({ engine: "mysql" }))).status).toBe(501);
    expect(await emulator.refused()).toMatchObject([{ verdict: "unknown" }]);
  });

  test("has a name of its own", async () => {
    const { client, account } = current();
    await account.database({ name: "twice" });

    const answer = await client.ask("POST /v2/databases", account.databaseSettings({ name: "twice" }));

    expect(answer).toMatchObject({ status: 422, body: { message: "cluster name is not available" } });
  });

  test("has an administrator, a database, private and public addresses, and a certificate", async () => {
    const { client, account } = current();
    const id = await account.database();

    expect(await client.must(`GET /v2/databases/${id}`)).toMatchObject({
      db_names: ["defaultdb"],
      users: [{ name: "doadmin", role: "primary", password: expect.stringMatching(/^AVNS_/) as string }],
      connection: { host: expect.not.stringMatching(/^private-/) as string, port: 25060, user: "doadmin", ssl: true },
      private_connection: { host: expect.stringMatching(/^private-/) as string },
      metrics_endpoints: [{ port: 9273 }],
    });
    const { certificate } = await client.must<{ certificate: string }>(`GET /v2/databases/${id}/ca`);
    expect(Buffer.from(certificate, "base64").toString()).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  test("offers the versions that the project supports", async () => {
    const { pg } = await current().client.must<{ pg: { versions: string[] } }>("GET /v2/databases/options");

    expect(pg.versions).toEqual(Object.keys(postgresOnDigitalocean.supported));
  });

  test("is gone at once when it is deleted, with its name", async () => {
    const { client, account, emulator } = current();
    await emulator.setWaiting({ deleting: { database: 60 } });
    const id = await account.database({ name: "again" });

    expect((await client.ask(`DELETE /v2/databases/${id}`)).status).toBe(204);

    expect((await client.ask(`GET /v2/databases/${id}`)).status).toBe(404);
    expect((await client.ask(`DELETE /v2/databases/${id}`)).status).toBe(404);
    expect(await client.must("GET /v2/databases")).toEqual([]);
    await account.database({ name: "again" });
  });
});

describe("While a database is not online", () => {
  const online = async (id: string): Promise<void> => {
    for (;;) {
      const { status } = await current().client.must<{ status: string }>(`GET /v2/databases/${id}`);
      if (status === "online") return;
      await sleep(50);
    }
  };

  test.each([
    ["user", "POST", "users", { name: "a" }],
    ["database", "POST", "dbs", { name: "a" }],
    ["pool", "POST", "pools", { name: "pool", mode: "session", size: 1, db: "defaultdb", user: "doadmin" }],
    ["firewall", "PUT", "firewall", { rules: [] }],
    ["size", "PUT", "resize", { size: "db-s-2vcpu-4gb", num_nodes: 1 }],
    ["window", "PUT", "maintenance", { day: "sunday", hour: "03:00" }],
    ["version", "PUT", "upgrade", { version: "17" }],
    ["configuration", "PATCH", "config", { config: { timezone: "UTC" } }],
  ])("its %s cannot be changed", async (_what, method, path, body) => {
    const { client, account, emulator } = current();
    await emulator.setWaiting({ creating: { database: 0.5 } });
    const id = await account.database();
    const change = () => client.ask(`${method} /v2/databases/${id}/${path}`, body);
    expect(await change()).toMatchObject({
      status: 412,
      body: { message: "database cluster is not online: creating" },
    });

    await online(id);

    expect((await change()).status).toBeLessThan(300);
  });
});

describe("Changes of a database", () => {
  const change = async (path: string, body: object) => {
    const { client, account } = current();
    const id = await account.database();
    const { status, body: answer } = await client.ask(`PUT /v2/databases/${id}/${path}`, body);
    return { status, message: answer["message"], database: await client.must(`GET /v2/databases/${id}`) };
  };

  test.each<readonly [what: string, path: string, body: object, changed: object]>([
    ["size and nodes", "resize", { size: "db-s-2vcpu-4gb", num_nodes: 2 }, { size: "db-s-2vcpu-4gb", num_nodes: 2 }],
    [
      "storage",
      "resize",
      { size: "db-s-1vcpu-2gb", num_nodes: 1, storage_size_mib: 40960 },
      { storage_size_mib: 40960, size: "db-s-1vcpu-2gb" },
    ],
    [
      "window",
      "maintenance",
      { day: "sunday", hour: "04:00" },
      { maintenance_window: { day: "sunday", hour: "04:00:00" } },
    ],
    ["version", "upgrade", { version: "17" }, { version: "17" }],
    ["region", "migrate", { region: "ams3", private_network_uuid: "" }, { region: "ams3" }],
  ])("are of its %s", async (_what, path, body, changed) => {
    const { status, database } = await change(path, body);

    expect([202, 204]).toContain(status);
    expect(database).toMatchObject(changed);
  });

  test.each<readonly [what: string, path: string, body: object, message: string]>([
    ["less storage", "resize", { size: "db-s-1vcpu-1gb", num_nodes: 1, storage_size_mib: 10240 }, "cannot be reduced"],
    [
      "a standby where there is none",
      "resize",
      { size: "db-s-1vcpu-1gb", num_nodes: 2 },
      "standby nodes are not available",
    ],
    ["an older version", "upgrade", { version: "15" }, "invalid cluster engine version"],
    ["the same version", "upgrade", { version: "16" }, "invalid cluster engine version"],
    ["no day", "maintenance", { day: "any", hour: "04:00" }, "day: Invalid option"],
  ])("are not to %s", async (_what, path, body, message) => {
    const answer = await change(path, body);

    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining(message) as string });
  });

  test("take a while", async () => {
    await current().emulator.setWaiting({ updating: { database: 60 } });

    const { database } = await change("resize", { size: "db-s-2vcpu-4gb", num_nodes: 1 });

    expect(database).toMatchObject({ status: "resizing" });
  });

  test("are of parameters of PostgreSQL, within their ranges", async () => {
    const { client, account } = current();
    const path = `/v2/databases/${await account.database()}/config`;
    await client.must(`PATCH ${path}`, { config: { work_mem: 16 } });
    await client.must(`PATCH ${path}`, { config: { timezone: "UTC" } });

    expect(await client.must(`GET ${path}`)).toEqual({ work_mem: 16, timezone: "UTC" });
    const refused = await client.ask(`PATCH ${path}`, { config: { work_mem: 0, wrok_mem: 1 } });
    expect(refused.status).toBe(422);
    expect(refused.body["message"]).toContain("config.work_mem: Too small");
    expect(refused.body["message"]).toContain('Unrecognized key: "wrok_mem"');
  });
});
