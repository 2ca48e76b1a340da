import { bootstrap, createTable, done, majorVersion, outcomeOn, said } from "./bootstrap";
import { googleDatabase } from "./cloud-databases";
import { withPostgres } from "./with-postgres";

withPostgres("The database's bootstrap on Google Cloud, which makes the role an administrator", (server) => {
  const outcome = outcomeOn(server);

  const attributes = "SELECT rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = user";

  test("takes its membership away", async () => {
    const database = await googleDatabase(server(), "administrator");
    const { service, group } = database;
    expect(await outcome(service, `SET ROLE ${group}; SELECT current_user`)).toBe(group);
    await bootstrap(server(), database);
    expect(await outcome(service, `SET ROLE ${group}`)).toBe(`ERROR:  permission denied to set role "${group}"`);
    expect(await outcome(service, createTable)).toBe("");
  });

  test("takes its own powers away, or tells that it may not", async () => {
    const database = await googleDatabase(server(), "administrator");
    const { service, administrator } = database;
    const notices = said(await bootstrap(server(), database));
    const kept = await outcome(service, attributes);
    const warning = `WARNING:  ${service.user} keeps powers of an administrator, which ${administrator.user} may not take away: ${service.user}`;
    // up to 15 every administrator may, from 16 on only who made the role
    expect([kept, notices]).toEqual(
      (await majorVersion(server())) < 16 ? ["f|f", [done(database)]] : ["t|t", [warning, done(database)]],
    );
  });

  test("tells what it may not take away, and does the rest", async () => {
    const database = await googleDatabase(server(), "cloud");
    const { service, administrator, group } = database;
    const notices = said(await bootstrap(server(), database));
    expect(await outcome(service, createTable)).toBe("");
    const member = await outcome(service, `SELECT pg_has_role('${group}', 'MEMBER')`);
    const powers = (await majorVersion(server())) < 16 ? undefined : `${group}, ${service.user}`;
    const parts = powers?.split(", ").sort().join(", ");
    expect([member, notices.filter((line) => line.includes("keeps powers"))]).toEqual(
      parts === undefined
        ? ["f", []]
        : [
            "t",
            [
              `WARNING:  ${service.user} keeps powers of an administrator, which ${administrator.user} may not take away: ${parts}`,
            ],
          ],
    );
  });
});
