import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { Program } from "./program";
import { ask, type ServiceDatabase, serviceDatabase } from "./service-database";

jest.setTimeout(60_000);

describe("npm run migrate", () => {
  let server: PostgresServer;
  let migrate: Program;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    await server.stop();
  });
  beforeEach(() => {
    migrate = new Program("migrate.ts");
  });
  afterEach(() => {
    migrate.close();
  });

  const emptyDatabase = () => serviceDatabase(server, "empty");

  const applied = async ({ service }: ServiceDatabase) =>
    (await ask(server, service, "SELECT name FROM schema_migrations ORDER BY id")).map(({ name }) => name);

  const tables = async ({ service }: ServiceDatabase) =>
    (
      await ask(server, service, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")
    ).map(({ relname }) => relname);

  const columns = ({ service }: ServiceDatabase) =>
    ask(
      server,
      service,
      `SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, tableowner = user AS own
       FROM pg_attribute JOIN pg_tables ON attrelid = format('%I', tablename)::regclass
       WHERE schemaname = 'public' AND attnum > 0 ORDER BY attrelid::regclass::text, attnum`,
    );

  const upToDate = (count: number) => `the schema is up to date: ${count} migration${count === 1 ? "" : "s"}\n`;

  test("makes the schema, says so, and finds nothing to do the second time", async () => {
    const database = await emptyDatabase();
    const first = await migrate.run(database.variables);
    expect({ ...first, stdout: first.stdout.replace(/\d+ ms/, "5 ms") }).toEqual({
      status: 0,
      stdout: `0001_people … done in 5 ms\n${upToDate(1)}`,
      stderr: "",
    });
    expect(await columns(database)).toEqual(await columns(await serviceDatabase(server)));
    expect(await migrate.run(database.variables)).toEqual({ status: 0, stdout: upToDate(1), stderr: "" });
    expect(await applied(database)).toEqual(["0001_people"]);
  });

  test("tells machines the same", async () => {
    const database = await emptyDatabase();
    migrate.addMigration("0002_more", "CREATE TABLE more (id integer)");
    const output = async (...args: string[]) =>
      JSON.parse((await migrate.run(database.variables, "--output", "json", ...args)).stdout) as unknown;
    const names = ["0001_people", "0002_more"];
    expect(await output("--dry-run")).toEqual({ dryRun: true, done: [], applied: [], pending: names, ahead: [] });
    const done = names.map((name) => ({ name, milliseconds: expect.any(Number) as number }));
    expect(await output()).toEqual({ dryRun: false, done, applied: names, pending: [], ahead: [] });
  });

  test("writes nothing in a dry run", async () => {
    const database = await emptyDatabase();
    expect(await migrate.run(database.variables, "--dry-run")).toEqual({
      status: 0,
      stdout: "0001_people would be run\n",
      stderr: "",
    });
    expect(await tables(database)).toEqual([]);
  });

  test("runs once when it is run three times at once, with a slow migration", async () => {
    const database = await emptyDatabase();
    migrate.addMigration("0002_slow", "CREATE TABLE slow (id integer); SELECT pg_sleep(1)");
    const runs = await Promise.all([1, 2, 3].map(() => migrate.run(database.variables)));
    expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual(runs.map(() => ({ status: 0, stderr: "" })));
    expect(runs.filter(({ stdout }) => stdout.includes("done in"))).toHaveLength(1);
    expect(runs.filter(({ stdout }) => stdout.startsWith("another migration is under way"))).not.toEqual([]);
    expect(runs.map(({ stdout }) => stdout.endsWith(upToDate(2)))).toEqual([true, true, true]);
    expect(await applied(database)).toEqual(["0001_people", "0002_slow"]);
  });

  test("does not wait for another one for ever", async () => {
    const database = await emptyDatabase();
    migrate.addMigration("0002_slow", "SELECT pg_sleep(30)");
    const slow = migrate.begin(database.variables);
    await busyWith(database, "pg_sleep");
    const { status, stdout, stderr } = await migrate.run(database.variables, "--wait", "0.2");
    slow.process.kill("SIGKILL");
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "another migration is under way; it gets up to 0.2 s\n",
      stderr: "error: another migration has not ended within 0.2 s\n",
    });
  });

  test("leaves nothing half done when it is killed, and works the next time", async () => {
    const database = await emptyDatabase();
    migrate.addMigration("0002_killed", "CREATE TABLE half (id integer); SELECT pg_sleep(30)");
    const killed = migrate.begin(database.variables);
    await busyWith(database, "pg_sleep");
    killed.process.kill("SIGKILL");
    await killed.end;
    migrate.addMigration("0002_killed", "CREATE TABLE half (id integer)");
    const { status, stdout } = await migrate.run(database.variables, "--wait", "10");
    expect({ status, done: stdout.includes("0002_killed … done") }).toEqual({ status: 0, done: true });
    expect(await applied(database)).toEqual(["0001_people", "0002_killed"]);
  });

  test("keeps nothing of a migration that fails, and all of those before it", async () => {
    const database = await emptyDatabase();
    migrate.addMigration("0002_good", "CREATE TABLE good (id integer)");
    migrate.addMigration("0003_bad", "CREATE TABLE bad (id integer); INSERT INTO nowhere VALUES (1)");
    const { status, stdout, stderr } = await migrate.run(database.variables);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error: 0003_bad has failed: relation "nowhere" does not exist\n',
    });
    expect(stdout.endsWith("\n0003_bad … failed\n")).toBe(true);
    expect(await tables(database)).not.toContain("bad");
    expect(await applied(database)).toEqual(["0001_people", "0002_good"]);
  });

  describe("with somebody who holds a lock", () => {
    /** As a report that somebody forgot to close. */
    async function holdPeople({ service }: ServiceDatabase): Promise<Client> {
      const client = new Client({ host: server.host, port: server.port, ...service, application_name: "forgotten" });
      await client.connect();
      await client.query(`BEGIN; SELECT FROM "People"`);
      return client;
    }

    const quick = ["--lock-timeout", "0.2", "--tries", "3"];

    test("tries some times, and then tells who it is", async () => {
      const database = await serviceDatabase(server);
      migrate.addMigration("0002_age", 'ALTER TABLE "People" ADD COLUMN age integer');
      const holder = await holdPeople(database);
      const { status, stdout, stderr } = await migrate.run(database.variables, ...quick);
      const during = await ask(server, database.service, 'SELECT count(*)::integer FROM "People"');
      await holder.end();
      const blocked = "0002_age … gets no lock, and lets others go first\n";
      expect({ status, stdout }).toEqual({ status: 1, stdout: `${blocked}${blocked}0002_age … failed\n` });
      expect(stderr).toMatch(/^error: 0002_age has failed: canceling statement due to lock timeout; /);
      expect(stderr).toContain(`${database.service.user} (process `);
      expect(stderr).toContain(`, forgotten) has AccessShareLock on "People"`);
      expect(during).toEqual([{ count: 0 }]);
      expect(await applied(database)).toEqual(["0001_people"]);
    });

    test("gets there when the other one ends meanwhile", async () => {
      const database = await serviceDatabase(server);
      migrate.addMigration("0002_age", 'ALTER TABLE "People" ADD COLUMN age integer');
      const holder = await holdPeople(database);
      const running = migrate.begin(database.variables, "--lock-timeout", "0.2", "--tries", "50");
      await new Promise((resolve) => running.process.stdout?.once("data", resolve));
      await sleep(300);
      await holder.end();
      const { status, stdout } = await running.end;
      expect({ status, done: /0002_age … done in \d+ ms\n/.test(stdout) }).toEqual({ status: 0, done: true });
    });
  });

  test("leaves a database alone that newer code has migrated", async () => {
    const database = await serviceDatabase(server);
    await ask(server, database.service, "INSERT INTO schema_migrations (name, run_on) VALUES ('0002_newer', now())");
    expect(await migrate.run(database.variables)).toEqual({
      status: 0,
      stdout: "the schema is up to date: 2 migrations, newer code has brought 0002_newer\n",
      stderr: "",
    });
  });

  test("refuses a migration that comes too late", async () => {
    const database = await serviceDatabase(server);
    await ask(server, database.service, "INSERT INTO schema_migrations (name, run_on) VALUES ('0003_done', now())");
    migrate.addMigration("0002_late", "CREATE TABLE late (id integer)");
    migrate.addMigration("0003_done", "CREATE TABLE done (id integer)");
    expect(await migrate.run(database.variables)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "error: migrations must run in the order of their names, got: 0002_late after 0003_done, which the database " +
        "has; give what is new a higher number\n",
    });
    expect(await tables(database)).not.toContain("late");
  });

  test("runs statement by statement what must not be in a transaction", async () => {
    const database = await serviceDatabase(server);
    const sql = `-- without a transaction
DROP INDEX CONCURRENTLY IF EXISTS people_by_name;
CREATE INDEX CONCURRENTLY people_by_name ON "People" ("lastName");
`;
    migrate.addMigration("0002_people_by_name", sql);
    expect((await migrate.run(database.variables)).status).toBe(0);
    const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'people_by_name'::regclass";
    expect(await ask(server, database.service, valid)).toEqual([{ indisvalid: true }]);
    expect(await applied(database)).toEqual(["0001_people", "0002_people_by_name"]);
  });

  test("tells a role without rights how it gets them", async () => {
    const database = await emptyDatabase();
    const { user } = database.service;
    await ask(server, database.administrator, `REVOKE CREATE ON SCHEMA public FROM ${user}`);
    expect(await migrate.run(database.variables)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "error: schema_migrations cannot be made: permission denied for schema public; " +
        `\`npm run bootstrap\` as the database's administrator gives ${user} its rights, and with --take-over what ` +
        "the administrator owns\n",
    });
  });

  test("tells at once that the database is not there", async () => {
    const { variables, service } = await emptyDatabase();
    const at = (database: string, port: number) =>
      `error: ${service.user} cannot connect to ${database} at 127.0.0.1:${port}`;
    const started = performance.now();
    expect([
      await migrate.run({ ...variables, DB_SCHEMA: "nowhere" }),
      await migrate.run({ ...variables, DB_PORT: "1" }),
    ]).toEqual([
      {
        status: 1,
        stdout: "",
        stderr: `${at("nowhere", server.port)}: there is no such database: database "nowhere" does not exist\n`,
      },
      {
        status: 1,
        stdout: "",
        stderr: `${at(service.database, 1)}: it cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n`,
      },
    ]);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test("refuses wrong input with 2, and explains itself with 0", async () => {
    const settings = await migrate.run({ DB_PORT: "many", DB_SSL: "perhaps" });
    expect(settings).toEqual({
      status: 2,
      stdout: "",
      stderr:
        'error: `DB_PORT` must be a port from 1 to 65535, got: "many"\n' +
        'error: `DB_SSL` must be true (the connection is encrypted) or false, got: "perhaps"\n',
    });
    expect((await migrate.run({}, "--wait", "long")).status).toBe(2);
    const help = await migrate.run({}, "--help");
    expect({ status: help.status, teaches: help.stdout.includes("npm run migrate -- --dry-run") }).toEqual({
      status: 0,
      teaches: true,
    });
  });

  test.each([
    ["--wait", "90000", "It must be a number of seconds from 0.001 to 86400."],
    ["--wait", "0", "It must be a number of seconds from 0.001 to 86400."],
    // PostgreSQL would take it for no limit
    ["--lock-timeout", "0.0004", "It must be a number of seconds from 0.001 to 86400."],
    ["--tries", "0.5", "It must be an integer from 1 to 1000."],
    ["--tries", "1001", "It must be an integer from 1 to 1000."],
  ])("refuses %s %s, and says what it must be", async (option, value, rule) => {
    const { status, stderr } = await migrate.run({}, option, value);
    expect(status).toBe(2);
    expect(stderr).toContain(`'${value}' is invalid. ${rule}\n`);
  });

  test("goes on, and says nothing of it, when nobody reads what it writes", async () => {
    const database = await emptyDatabase();
    const { process, end } = migrate.begin(database.variables);
    process.stdout?.destroy();
    const { status, stderr } = await end;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(await applied(database)).toEqual(["0001_people"]);
  });

  /** Waits until somebody is busy with a statement. */
  async function busyWith({ administrator }: ServiceDatabase, statement: string): Promise<void> {
    const busy = `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%${statement}%'`;
    while ((await ask(server, administrator, busy)).length === 0) await sleep(20);
  }
});
