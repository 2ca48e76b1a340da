import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { connected } from "../../../addressbook/database/client";
import { connectionOptions } from "../../../addressbook/database/connection";
import type { Patience } from "../../../addressbook/database/migrations";
import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { readDatabaseSettings } from "../../../addressbook/settings";
import { Program } from "./program";
import { Proxy, type ProxyOptions } from "./proxy";
import { ask, type ServiceDatabase, serviceDatabase } from "./service-database";

jest.setTimeout(60_000);

describe("With a network that is slow or loses answers,", () => {
  let server: PostgresServer;
  let impatient: Program;
  let database: ServiceDatabase;
  /** Of a test's own migrations. */
  let folder: string;
  const proxies: Proxy[] = [];
  beforeAll(async () => {
    impatient = new Program("../tests/addressbook/database/impatient-migrate.ts");
    server = await PostgresServer.start();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    database = await serviceDatabase(server, "empty");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    for (const proxy of proxies.splice(0)) proxy.close();
  });
  afterAll(async () => {
    await server.stop();
    impatient.close();
  });

  const behind = async (options: ProxyOptions) => {
    const proxy = await Proxy.start(server.port, options);
    proxies.push(proxy);
    return { ...database.variables, DB_PORT: String(proxy.port) };
  };
  const usual = { wait: 30, lockTimeout: 0.2, tries: 1, answer: 0.8 };
  const migrate = (variables: ServiceDatabase["variables"], from: string, patience: Partial<Patience> = {}) =>
    impatient.run(variables, from, JSON.stringify({ ...usual, ...patience }));

  test("a migration waits until a new pod is let out", async () => {
    const program = new Program("migrate.ts");
    try {
      const { status, stderr } = await program.run(await behind({ delay: 2000 }));
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    } finally {
      program.close();
    }
  });

  test.each([
    "client_connection_check_interval",
    "pg_try_advisory_lock",
    "set_config('lock_timeout'",
    "to_regclass",
    "CREATE TABLE schema_migrations",
  ])("a migration ends when there is no answer to %s", async (silentFrom) => {
    const { status, stderr } = await migrate(await behind({ silentFrom }), resolve("addressbook/migrations"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: (\w+ cannot be made: )?the database has not answered within 1 s\n$/);
  });

  test("a migration that fails ends when there is no answer to its ROLLBACK, and tells why it has failed", async () => {
    writeFileSync(join(folder, "0001_bad.sql"), "INSERT INTO nowhere VALUES (1);");
    expect(await migrate(await behind({ silentFrom: "ROLLBACK" }), folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: 'error: 0001_bad has failed: relation "nowhere" does not exist\n',
    });
  });

  test("what takes its time is waited for: another migration, and statements of one", async () => {
    writeFileSync(join(folder, "0001_slow.sql"), "SELECT pg_sleep(5);");
    const first = migrate(database.variables, folder);
    const locks = "SELECT FROM pg_locks WHERE locktype = 'advisory'";
    while ((await ask(server, database.administrator, locks)).length === 0) await sleep(20);
    const second = migrate(database.variables, folder);
    expect(await migrate(database.variables, folder, { wait: 1.5, answer: 10 })).toEqual({
      status: 1,
      stdout: "",
      stderr: "error: another migration has not ended within 1.5 s\n",
    });
    expect((await first).stderr + (await second).stderr).toBe("");
  });

  test("a connection ends although the server does not end it", async () => {
    const begin = performance.now();
    // the message that says goodbye
    const { values } = readDatabaseSettings(await behind({ silentFrom: "X\0\0\0\x04" }));
    const login = connectionOptions(values, () => values.DB_PASSWORD, "tests");
    expect(await connected(login, () => Promise.resolve("done"))).toBe("done");
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
