import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { ask } from "../database/service-database";
import { prepare, refusal, type Told, withoutRole, withRole } from "./prepared";

jest.setTimeout(60_000);

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start({ settings: { log_statement: "all" } });
});
afterAll(() => postgres.stop());

describe("The preparation of a database", () => {
  /** All that a run could change outside of tables. */
  const catalogue = (database: string) =>
    ask(
      postgres,
      { ...postgres.superuser, database },
      `SELECT (SELECT json_agg(r ORDER BY oid) FROM pg_authid AS r) AS roles,
         (SELECT json_agg(m ORDER BY oid) FROM (SELECT roleid AS oid, member, grantor FROM pg_auth_members) AS m) AS members,
         (SELECT json_agg(json_build_array(datname, datdba, datacl) ORDER BY oid) FROM pg_database) AS databases,
         (SELECT json_agg(json_build_array(nspname, nspacl) ORDER BY oid) FROM pg_namespace) AS schemas,
         (SELECT json_agg(json_build_array(relname, relowner, relacl) ORDER BY oid) FROM pg_class) AS relations`,
    );

  test("makes the role, and lets it create tables that are its own", async () => {
    const { variables, service } = await withoutRole(postgres);
    expect(await prepare(variables)).toEqual({
      done: [
        `the role ${service.user} is made`,
        `${service.user} can create tables in ${service.database}`,
        `${service.user} has logged in to ${service.database}, and can create tables there`,
      ],
      warnings: [],
    } satisfies Told);
    expect(
      await ask(
        postgres,
        service,
        "CREATE TABLE person (id integer)",
        "SELECT tablename, tableowner FROM pg_tables WHERE schemaname = 'public'",
      ),
    ).toEqual([{ tablename: "person", tableowner: service.user }]);
  });

  test("changes nothing the second time", async () => {
    const { variables, service } = await withoutRole(postgres);
    await prepare(variables);
    const before = await catalogue(service.database);
    const { done } = await prepare(variables);
    expect(done).not.toContain(`the role ${service.user} is made`);
    expect(await catalogue(service.database)).toEqual(before);
  });

  test("makes the database and the role once when it is run many times at once", async () => {
    const { variables, service } = await withoutRole(postgres);
    const named = { ...variables, DB_SCHEMA: `Another "demo" of ${service.user}` };
    const runs = await Promise.allSettled(Array.from({ length: 6 }, () => prepare(named)));
    expect(runs.map((run) => (run.status === "rejected" ? String(run.reason) : ""))).toEqual(runs.map(() => ""));
    const owner = "SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()";
    expect(await ask(postgres, { ...service, database: named.DB_SCHEMA }, owner)).toEqual([
      { owner: variables["DB_ADMIN_USER"] },
    ]);
  });

  test("tells what is in the way of making the database, and makes no role", async () => {
    const { variables, administrator, service } = await withoutRole(postgres);
    await ask(postgres, postgres.superuser, `ALTER ROLE ${administrator.user} NOCREATEDB`);
    expect(await refusal(prepare({ ...variables, DB_SCHEMA: "missing" }))).toBe(
      `there is no database missing, and ${administrator.user} cannot make it: the role may not do that: permission denied to create database; \`DB_ADMIN_SCHEMA\` names another one`,
    );
    const roles = `SELECT FROM pg_roles WHERE rolname = '${service.user}'`;
    expect(await ask(postgres, postgres.superuser, roles)).toEqual([]);
  });

  test("sees that the administrator's database is the one that the service gets to, before it does anything", async () => {
    const [one, other] = [await withRole(postgres), await withRole(postgres)];
    const before = await catalogue(one.service.database);
    for (const name of [other.service.database, "missing"]) {
      expect(await refusal(prepare({ ...one.variables, DB_ADMIN_SCHEMA: name }))).toBe(
        `\`DB_ADMIN_SCHEMA\` must be ${one.service.database}, where \`DB_SCHEMA\` (${one.service.database}) leads to, got: ${name}`,
      );
    }
    expect(await catalogue(one.service.database)).toEqual(before);
  });

  test("sees it at the end where the role is only then made", async () => {
    const [one, other] = [await withoutRole(postgres), await withoutRole(postgres)];
    const elsewhere = { DB_ADMIN_SCHEMA: other.service.database, DB_ADMIN_USER: other.administrator.user };
    expect(await refusal(prepare({ ...one.variables, ...elsewhere }))).toContain(
      `\`DB_ADMIN_SCHEMA\` must be ${one.service.database}`,
    );
  });

  test("leaves the password of a role that exists, and tells that it is another one", async () => {
    const { variables, service } = await withRole(postgres);
    expect(await refusal(prepare({ ...variables, DB_PASSWORD: "another one" }))).toBe(
      `${service.user} has another password than \`DB_PASSWORD\`; give that one, or change it by --reset-password`,
    );
    expect(await ask(postgres, service, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("tells what would be done, and changes nothing", async () => {
    const { variables, service, administrator } = await withoutRole(postgres);
    await ask(postgres, administrator, 'CREATE TABLE "People" (id serial)');
    const before = await catalogue(service.database);
    expect(await prepare(variables, { dryRun: true, takeOver: true })).toEqual({
      done: [
        `the role ${service.user} is made`,
        `${service.user} owns what ${administrator.user} did in ${service.database}: "People"`,
        `${service.user} can create tables in ${service.database}`,
      ],
      warnings: [],
    } satisfies Told);
    expect(await prepare({ ...variables, DB_SCHEMA: "missing" }, { dryRun: true })).toEqual({
      done: ["the database missing is made", `the role ${service.user} is made`],
      warnings: [],
    } satisfies Told);
    expect(await catalogue(service.database)).toEqual(before);
  });

  test("refuses a role that is more than a service may be, in the names of the program's settings", async () => {
    const { variables, service } = await withRole(postgres);
    const user = postgres.superuser.user;
    expect(await refusal(prepare({ ...variables, DB_USER: user }))).toBe(
      `\`DB_USER\` must not be a superuser, got: ${user}`,
    );
    await ask(postgres, postgres.superuser, `ALTER DATABASE ${service.database} OWNER TO ${service.user}`);
    expect(await refusal(prepare(variables))).toBe(
      `\`DB_USER\` must not own the database ${service.database}, got: ${service.user}`,
    );
  });

  test("refuses a password that it cannot make a role with", async () => {
    const { variables } = await withoutRole(postgres);
    expect(await refusal(prepare({ ...variables, DB_PASSWORD: "Größe" }))).toBe(
      "`DB_PASSWORD` must be printable ASCII to make a role with it, got: something else",
    );
  });

  test("tells who cannot log in where, and why", async () => {
    const { variables, administrator, service } = await withRole(postgres);
    const place = `${administrator.user} cannot connect to ${service.database} at 127.0.0.1`;
    expect(await refusal(prepare({ ...variables, DB_ADMIN_PASSWORD: "wrong one" }))).toBe(
      `${place}:${postgres.port}: it refuses the login: password authentication failed for user "${administrator.user}"`,
    );
    expect(await refusal(prepare({ ...variables, DB_ADMIN_PORT: "1" }))).toBe(
      `${place}:1: it cannot be reached: connect ECONNREFUSED 127.0.0.1:1`,
    );
  });

  test("leaves no secret in the server's log", async () => {
    const { variables, service } = await withoutRole(postgres);
    const before = postgres.log.length;
    const secret = String.raw`a 'secret' "to" \look $for`;
    await prepare({ ...variables, DB_PASSWORD: secret });
    await refusal(prepare({ ...variables, DB_PASSWORD: "another secret" }));
    await prepare({ ...variables, DB_PASSWORD: secret }, { resetPassword: true });
    await ask(postgres, { ...service, password: secret }, "SELECT 'seen in the log'");
    const [row] = await ask(
      postgres,
      postgres.superuser,
      `SELECT rolpassword AS verifier FROM pg_authid WHERE rolname = '${service.user}'`,
    );
    const log = postgres.log.slice(before);
    expect(log).toContain("seen in the log");
    expect(log).toContain("DO $bootstrap$");
    const secrets = [
      secret,
      "another secret",
      `'${String(variables["DB_ADMIN_PASSWORD"])}'`,
      String(row?.["verifier"]),
    ];
    expect(secrets.filter((text) => log.includes(text))).toEqual([]);
  });
});
