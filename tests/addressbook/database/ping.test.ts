import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { Program } from "./program";
import { type ServiceDatabase, serviceDatabase } from "./service-database";

jest.setTimeout(60_000);

describe("npm run ping", () => {
  let server: PostgresServer;
  let database: ServiceDatabase;
  let ping: Program;
  /** Takes connections and says nothing. */
  let silent: Server;
  beforeAll(async () => {
    ping = new Program("ping.ts");
    silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    server = await PostgresServer.start();
    database = await serviceDatabase(server, "empty");
  });
  afterAll(async () => {
    await server.stop();
    silent.close();
    ping.close();
  });

  test("says what the book says", async () => {
    expect(await ping.run(database.variables)).toEqual({
      status: 0,
      stdout: "Connection has been established successfully.\n",
      stderr: "",
    });
  });

  test("tells machines which server it is, or what is wrong", async () => {
    const output = async (variables = {}) => {
      const { status, stdout } = await ping.run({ ...database.variables, ...variables }, "--output", "json");
      return { status, ...(JSON.parse(stdout) as object) };
    };
    expect(await output()).toEqual({
      status: 0,
      ok: true,
      server: expect.stringMatching(/^PostgreSQL \d+\.\d+$/) as string,
      milliseconds: expect.any(Number) as number,
    });
    expect(await output({ DB_SCHEMA: "nowhere" })).toEqual({
      status: 1,
      ok: false,
      error: `${database.service.user} cannot connect to nowhere at 127.0.0.1:${server.port}: there is no such database: database "nowhere" does not exist`,
      check: "DB_SCHEMA, where a pool's port takes a pool's name; `npm run bootstrap` makes it",
    });
  });

  test.each<[string, (silentPort: string) => Record<string, string>, RegExp]>([
    ["a wrong password", () => ({ DB_PASSWORD: "wrong" }), /it refuses the login: .*\ncheck DB_USER, DB_PASSWORD/],
    ["a name that nobody knows", () => ({ DB_HOST: "x.invalid" }), /its name is not known: .*\ncheck DB_HOST,/],
    ["a port that nobody listens at", () => ({ DB_PORT: "1" }), /it cannot be reached: .*\ncheck DB_HOST and DB_PORT,/],
    ["a server that says nothing", (DB_PORT) => ({ DB_PORT }), /it did not answer in time: .*\ncheck DB_HOST and/],
    ["a server without TLS", () => ({ DB_SSL: "true" }), /it does not encrypt connections: .*\ncheck DB_SSL\n/],
  ])("tells of %s in time, what to look at, and no password", async (_what, variables, expected) => {
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();
    const { status, stdout, stderr } = await ping.run({ ...database.variables, ...variables(String(port)) });
    // some two seconds, on a machine that has something else to do as well
    expect(performance.now() - started).toBeLessThan(10_000);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain(variables("")["DB_PASSWORD"] ?? database.service.password);
  });

  test("refuses wrong settings with 2", async () => {
    expect(await ping.run({ ...database.variables, DB_PORT: "0" })).toEqual({
      status: 2,
      stdout: "",
      stderr: "error: `DB_PORT` must be a port from 1 to 65535, got: 0\n",
    });
  });
});
