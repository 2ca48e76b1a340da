import type { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { ask } from "../database/service-database";
import { type Given, prepare, refusal, withoutRole, withRole } from "./prepared";
import { withEveryPostgres } from "./with-every-postgres";

/** What the demo of the book has made, as the administrator, and more that a database may hold. */
async function makeTables(server: PostgresServer, { administrator }: Given): Promise<void> {
  await ask(
    server,
    administrator,
    'CREATE TABLE "People" (id serial PRIMARY KEY, "firstName" varchar(255) NOT NULL)',
    `INSERT INTO "People" ("firstName") SELECT 'person ' || n FROM generate_series(1, 1000) AS n`,
    "CREATE TABLE visit (id integer GENERATED ALWAYS AS IDENTITY, at date) PARTITION BY RANGE (at)",
    "CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    'CREATE VIEW names AS SELECT "firstName" FROM "People"',
    "CREATE SEQUENCE loose",
  );
}

const owners = (server: PostgresServer, { administrator }: Given) =>
  ask(
    server,
    administrator,
    `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
  );

withEveryPostgres("What depends on the version of PostgreSQL", (server) => {
  const majorVersion = async () => {
    const [row] = await ask(server(), server().superuser, "SHOW server_version_num");
    return Math.floor(Number(row?.["server_version_num"]) / 10_000);
  };

  describe("the password of a role", () => {
    test("is changed when the administrator has made it, and only when that is asked for", async () => {
      const { variables, service } = await withoutRole(server());
      await prepare(variables);
      const { done } = await prepare({ ...variables, DB_PASSWORD: "another one" }, { resetPassword: true });
      expect(done[0]).toBe(`the role ${service.user} has another password now`);
      expect(await refusal(ask(server(), service, "SELECT"))).toContain("password authentication failed");
    });

    test("is not changed when another one has made it, from PostgreSQL 16 on", async () => {
      const { variables, service } = await withRole(server());
      const answer = await refusal(prepare({ ...variables, DB_PASSWORD: "another one" }, { resetPassword: true }));
      const major = await majorVersion();
      expect(answer).toMatch(
        major < 16
          ? /^it was not refused$/
          : new RegExp(
              `^${service.database} is not prepared, and nothing was changed: the role may not do that: permission denied to alter role .*; ` +
                "set the password where the role was made, and give it$",
            ),
      );
    });
  });

  describe("tables that the administrator has made", () => {
    test("are told of, and stay the administrator's", async () => {
      const database = await withoutRole(server());
      await makeTables(server(), database);
      const { user } = database.administrator;
      expect((await prepare(database.variables)).warnings).toEqual([
        `${database.service.user} cannot change what others own in ${database.service.database}: ` +
          `"People" (${user}), names (${user}), visit (${user}), visit_2026 (${user})`,
      ]);
      expect(await owners(server(), database)).toEqual([{ owner: user }]);
    });

    test("are the role's with --take-over, with their rows and sequences", async () => {
      const database = await withoutRole(server());
      const { service, administrator, variables } = database;
      await makeTables(server(), database);
      expect(await prepare(variables, { takeOver: true })).toEqual({
        done: [
          `the role ${service.user} is made`,
          `${service.user} owns what ${administrator.user} did in ${service.database}: "People", loose, names, visit, visit_2026`,
          `${service.user} can create tables in ${service.database}`,
          `${service.user} has logged in to ${service.database}, and can create tables there`,
        ],
        warnings: [],
      });
      expect(await owners(server(), database)).toEqual([{ owner: service.user }]);
      const rows = await ask(
        server(),
        service,
        'ALTER TABLE "People" ADD COLUMN "lastName" varchar(255)',
        `INSERT INTO "People" ("firstName") VALUES ('Ada')`,
        `SELECT count(*)::integer AS people, max(id) AS last FROM "People"`,
      );
      expect(rows).toEqual([{ people: 1001, last: 1001 }]);
      // a second run finds nothing to take
      expect((await prepare(variables, { takeOver: true })).done).not.toContainEqual(expect.stringContaining("owns"));
    });

    test("leave the administrator without the rights of the role", async () => {
      const { service, administrator, variables } = await withoutRole(server());
      await ask(server(), administrator, "CREATE TABLE person (id integer)");
      await prepare(variables, { takeOver: true });
      expect(await refusal(ask(server(), administrator, `SET ROLE ${service.user}`))).toContain("permission denied");
      expect(await refusal(ask(server(), administrator, "SELECT FROM person"))).toContain("permission denied");
    });

    test("stay those of everybody else, and are told of", async () => {
      const [database, { administrator: other }] = [await withoutRole(server()), await withRole(server())];
      const { service, variables } = database;
      await ask(
        server(),
        { ...server().superuser, database: service.database },
        "CREATE TABLE theirs (id integer)",
        `ALTER TABLE theirs OWNER TO ${other.user}`,
      );
      expect((await prepare(variables, { takeOver: true })).warnings).toEqual([
        `${service.user} cannot change what others own in ${service.database}: theirs (${other.user})`,
      ]);
    });

    test("are not given to a role that the cloud has made, from PostgreSQL 16 on, and nothing is changed", async () => {
      const database = await withRole(server());
      const { service, administrator, variables } = database;
      await makeTables(server(), database);
      const answer = await refusal(prepare(variables, { takeOver: true }));
      const refused = (await majorVersion()) >= 16;
      expect(answer).toBe(
        refused
          ? `${service.database} is not prepared, and nothing was changed: the role may not do that: ` +
              `${administrator.user} may not give its tables to ${service.user}, because another role has made that one; ` +
              "grant SELECT, INSERT, UPDATE and DELETE on them and USAGE on their sequences instead"
          : "it was not refused",
      );
      expect(await owners(server(), database)).toEqual([{ owner: refused ? administrator.user : service.user }]);
      expect(await ask(server(), service, "SELECT has_schema_privilege('public', 'CREATE') AS may")).toEqual([
        { may: !refused },
      ]);
    });

    test("are waited for while somebody uses them", async () => {
      const { administrator, variables, service } = await withoutRole(server());
      await ask(server(), administrator, "CREATE TABLE person (id integer)");
      const reader = ask(
        server(),
        administrator,
        "BEGIN; LOCK TABLE person IN ACCESS SHARE MODE; SELECT pg_sleep(0.5); COMMIT",
      );
      await prepare(variables, { takeOver: true });
      await reader;
      expect(await ask(server(), service, "SELECT count(*)::integer AS n FROM person")).toEqual([{ n: 0 }]);
    });
  });
});
