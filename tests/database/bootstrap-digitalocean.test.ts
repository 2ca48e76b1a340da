import { bootstrap, createTable, done, majorVersion, outcomeOn, said } from "./bootstrap";
import { digitaloceanDatabase } from "./cloud-databases";
import { withPostgres } from "./with-postgres";

withPostgres("The database's bootstrap on DigitalOcean, which has made the role", (server) => {
  const outcome = outcomeOn(server);

  test("is needed: the role may not create tables before", async () => {
    const { service } = await digitaloceanDatabase(server());
    expect(await outcome(service, createTable)).toBe("ERROR:  permission denied for schema public");
  });

  test("lets the role create, own and change its tables", async () => {
    const database = await digitaloceanDatabase(server());
    expect(said(await bootstrap(server(), database))).toEqual([done(database)]);
    const { service } = database;
    expect(await outcome(service, createTable)).toBe("");
    expect(await outcome(service, "ALTER TABLE person ADD COLUMN name text; CREATE INDEX ON person (name)")).toBe("");
    expect(await outcome(service, "INSERT INTO person VALUES (1, 'Ada') RETURNING name")).toBe("Ada");
    expect(await outcome(service, "SELECT tableowner FROM pg_tables WHERE tablename = 'person'")).toBe(service.user);
    expect(await outcome(service, "DROP TABLE person")).toBe("");
  });

  test("gives the role nothing else", async () => {
    const database = await digitaloceanDatabase(server());
    await bootstrap(server(), database);
    const { service, administrator } = database;
    expect({
      drop: await outcome({ ...service, database: "postgres" }, `DROP DATABASE ${service.database}`),
      rename: await outcome(service, `ALTER DATABASE ${service.database} RENAME TO mine`),
      schema: await outcome(service, "CREATE SCHEMA mine"),
      temporary: await outcome(service, "CREATE TEMPORARY TABLE mine (id integer)"),
      database: await outcome(service, "CREATE DATABASE mine"),
      role: await outcome(service, "CREATE ROLE mine"),
      administrator: await outcome(service, `SET ROLE ${administrator.user}`),
      elsewhere: await outcome({ ...service, database: "postgres" }, createTable),
      public: await outcome(service, `GRANT CREATE ON SCHEMA public TO PUBLIC`),
    }).toEqual({
      drop: `ERROR:  must be owner of database ${service.database}`,
      rename: `ERROR:  must be owner of database ${service.database}`,
      schema: `ERROR:  permission denied for database ${service.database}`,
      temporary: `ERROR:  permission denied to create temporary tables in database "${service.database}"`,
      database: "ERROR:  permission denied to create database",
      role: "ERROR:  permission denied to create role",
      administrator: expect.stringMatching(/^ERROR: {2}permission denied to set role/) as string,
      elsewhere: "ERROR:  permission denied for schema public",
      // it has the right, and not that of passing it on: PostgreSQL only warns
      public: "",
    });
    expect(await outcome(service, "SELECT has_schema_privilege('public', 'public', 'CREATE')")).toBe("f");
  });

  test("does not make the role the owner, which takes more than the administrator may (ADR 12)", async () => {
    const { administrator, service } = await digitaloceanDatabase(server());
    const refused = [
      await outcome(administrator, `ALTER DATABASE ${service.database} OWNER TO ${service.user}`),
      await outcome(administrator, `ALTER SCHEMA public OWNER TO ${service.user}`),
    ];
    const rule = (await majorVersion(server())) < 16 ? "be member of role" : "be able to SET ROLE";
    expect(refused).toEqual(refused.map(() => `ERROR:  must ${rule} "${service.user}"`));
  });

  test("gives nothing to anybody else, who may connect as before", async () => {
    const [database, neighbour] = [await digitaloceanDatabase(server()), await digitaloceanDatabase(server())];
    await bootstrap(server(), database);
    await outcome(database.service, createTable);
    const visit = { ...neighbour.service, database: database.service.database };
    expect({
      // the pools of some clouds ask for passwords as a role of their own
      connect: await outcome(visit, "SELECT 'connected'"),
      read: await outcome(visit, "SELECT * FROM person"),
      create: await outcome(visit, "CREATE TABLE other (id integer)"),
      temporary: await outcome(visit, "CREATE TEMPORARY TABLE other (id integer)"),
    }).toEqual({
      connect: "connected",
      read: "ERROR:  permission denied for table person",
      create: "ERROR:  permission denied for schema public",
      temporary: `ERROR:  permission denied to create temporary tables in database "${visit.database}"`,
    });
  });

  test("closes a database that was upgraded from a version in which everybody could create", async () => {
    const database = await digitaloceanDatabase(server());
    await server().prepare(database.service.database, "GRANT CREATE ON SCHEMA public TO PUBLIC");
    await bootstrap(server(), database);
    const closed = "SELECT has_schema_privilege('public', 'public', 'CREATE')";
    expect(await outcome(database.service, closed)).toBe("f");
    expect(await outcome(database.service, createTable)).toBe("");
  });

  test("changes nothing the second time", async () => {
    const database = await digitaloceanDatabase(server());
    const rights = (): Promise<string> =>
      outcome(
        database.administrator,
        `SELECT datacl, nspacl FROM pg_database, pg_namespace
         WHERE datname = current_database() AND nspname = 'public'`,
      );
    const before = await rights();
    await bootstrap(server(), database);
    const after = await rights();
    expect(said(await bootstrap(server(), database))).toEqual([done(database)]);
    expect(await rights()).toBe(after);
    expect(after).not.toBe(before);
  });

  test("can be run many times at once", async () => {
    const database = await digitaloceanDatabase(server());
    const runs = await Promise.all(Array.from({ length: 12 }, () => bootstrap(server(), database)));
    expect(runs.map(({ status, stderr }) => status === 0 || stderr)).toEqual(runs.map(() => true));
    expect(await outcome(database.service, createTable)).toBe("");
  });

  test("tells which tables of others the role cannot change", async () => {
    const database = await digitaloceanDatabase(server());
    await server().ask(database.administrator, 'CREATE TABLE "People" (id integer)');
    const { service, administrator } = database;
    expect(said(await bootstrap(server(), database))).toEqual([
      `WARNING:  ${service.user} cannot change what others own in ${service.database}: "People" (${administrator.user})`,
      done(database),
    ]);
  });
});
