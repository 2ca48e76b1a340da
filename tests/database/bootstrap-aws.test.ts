import { scramVerifier } from "../../addressbook/database/scram-verifier";
import { bootstrap, createTable, done, outcomeOn, said } from "./bootstrap";
import { awsDatabase } from "./cloud-databases";
import { withPostgres } from "./with-postgres";

withPostgres("The database's bootstrap on AWS, where the role is still to be made", (server) => {
  const outcome = outcomeOn(server);

  const password = `it's "quoted" \\ $1 %I and 32 long`;

  test("makes it, with the password that it is given", async () => {
    const database = await awsDatabase(server());
    const verifier = { "bootstrap.password_verifier": scramVerifier(password) };
    expect(said(await bootstrap(server(), database, verifier))).toEqual([done(database)]);
    const service = { ...database.service, password };
    expect(await outcome(service, createTable)).toBe("");
    expect(await outcome({ ...service, password: `${password}!` }, "SELECT 1")).toContain(
      "password authentication failed",
    );
    expect(await outcome(service, "SELECT rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = user")).toBe("f");
  });

  test("changes the password when it is given another one", async () => {
    const database = await awsDatabase(server());
    const withPassword = (value: string) =>
      bootstrap(server(), database, { "bootstrap.password_verifier": scramVerifier(value) });
    await withPassword("first");
    await withPassword("second");
    expect(await outcome({ ...database.service, password: "second" }, "SELECT 1")).toBe("1");
    expect(await outcome({ ...database.service, password: "first" }, "SELECT 1")).toContain("authentication failed");
  });

  test("makes it once when run many times at once", async () => {
    const database = await awsDatabase(server());
    const verifier = { "bootstrap.password_verifier": scramVerifier(password) };
    const runs = await Promise.all(Array.from({ length: 12 }, () => bootstrap(server(), database, verifier)));
    expect(runs.map(({ status, stderr }) => status === 0 || stderr)).toEqual(runs.map(() => true));
  });

  test("leaves neither password nor verifier in the server's log", async () => {
    const database = await awsDatabase(server());
    const verifier = scramVerifier("a password to look for");
    await bootstrap(server(), database, { "bootstrap.password_verifier": verifier });
    await outcome({ ...database.service, password: "a password to look for" }, "SELECT 'seen in the log'");
    expect(server().log).toContain("seen in the log");
    expect(server().log).toContain("CREATE ROLE %I LOGIN PASSWORD %L");
    expect(server().log).not.toContain("a password to look for");
    expect(server().log).not.toContain(verifier);
  });
});
