import { bootstrap, createTable, outcomeOn, refusal, said } from "./bootstrap";
import { type CloudDatabase, digitaloceanDatabase } from "./cloud-databases";
import { withPostgres } from "./with-postgres";

withPostgres("The database's bootstrap refuses", (server) => {
  const outcome = outcomeOn(server);

  test("to do anything without settings, and tells all problems at once", async () => {
    const database = await digitaloceanDatabase(server());
    const { service, administrator } = database;
    const nothing = { "bootstrap.database": "", "bootstrap.user": "", "bootstrap.password_verifier": "in clear" };
    const answer = await bootstrap(server(), database, nothing);
    expect(answer.status).toBe(3);
    expect(said(answer)).toEqual(
      refusal(
        `\`bootstrap.database\` must be the database of this connection, ${service.database}, got: nothing`,
        "`bootstrap.user` must name the role of the service, got: nothing",
        "`bootstrap.password_verifier` must be a verifier of SCRAM-SHA-256, got: something else; never send the password itself",
      ),
    );
    expect(await outcome(administrator, "SELECT datacl FROM pg_database WHERE datname = current_database()")).toBe("");
  });

  const cases: readonly (readonly [string, (database: CloudDatabase) => Record<string, string>, string])[] = [
    [
      "another database than the one that is meant",
      () => ({ "bootstrap.database": "defaultdb" }),
      "`bootstrap.database` must be the database of this connection, DATABASE, got: defaultdb",
    ],
    [
      "the administrator as the service's role",
      ({ administrator }) => ({ "bootstrap.user": administrator.user }),
      "`bootstrap.user` must be another role than the administrator, got: ADMINISTRATOR",
    ],
    [
      "a superuser as the service's role",
      () => ({ "bootstrap.user": "postgres" }),
      "`bootstrap.user` must not be a superuser, got: postgres",
    ],
    [
      "a role that is not there, without its password",
      () => ({ "bootstrap.user": 'nobody"; --' }),
      '`bootstrap.user` must exist, got: nobody"; --; give `bootstrap.password_verifier` to have it made',
    ],
    [
      "a password in clear",
      () => ({ "bootstrap.password_verifier": "secret" }),
      "`bootstrap.password_verifier` must be a verifier of SCRAM-SHA-256, got: something else; never send the password itself",
    ],
  ];

  test.each(cases)("%s", async (_what, settings, problem) => {
    const database = await digitaloceanDatabase(server());
    const answer = await bootstrap(server(), database, settings(database));
    expect(answer.status).toBe(3);
    const { administrator, service } = database;
    expect(said(answer)).toEqual(
      refusal(problem.replace("DATABASE", service.database).replace("ADMINISTRATOR", administrator.user)),
    );
    expect(await outcome(service, createTable)).toBe("ERROR:  permission denied for schema public");
  });

  test("a role that owns the database", async () => {
    const database = await digitaloceanDatabase(server());
    const { service } = database;
    await server().prepare("postgres", `ALTER DATABASE ${service.database} OWNER TO ${service.user}`);
    expect(said(await bootstrap(server(), database))).toEqual(
      refusal(`\`bootstrap.user\` must not own the database ${service.database}, got: ${service.user}`),
    );
  });

  test("an administrator who may not grant, and changes nothing", async () => {
    const [database, other] = [await digitaloceanDatabase(server()), await digitaloceanDatabase(server())];
    const stranger = { ...other.administrator, database: database.service.database };
    const answer = await bootstrap(server(), { ...database, administrator: stranger });
    expect(answer.status).toBe(3);
    expect(said(answer).at(-1)).toBe(
      `ERROR:  ${stranger.user} may not give ${database.service.user} what it needs in ${database.service.database}; run this as ${database.administrator.user}`,
    );
    expect(await outcome(database.service, createTable)).toBe("ERROR:  permission denied for schema public");
  });
});
