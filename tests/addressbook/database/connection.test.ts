import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

import { connectionOptions, createPool } from "../../../addressbook/database/connection";
import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { readDatabaseSettings, type Variables } from "../../../addressbook/settings";
import { serviceDatabase } from "./service-database";

const poolFor = (variables: Variables) => {
  const { values } = readDatabaseSettings(variables);
  const pool = createPool(
    connectionOptions(values, () => values.DB_PASSWORD, "addressbook-test"),
    1,
  );
  // the server may end before it has seen that they are closed
  pool.on("error", () => undefined);
  return pool;
};

describe("The connections of the service", () => {
  test("log in with nothing that PgBouncer refuses", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const pool = poolFor({ DB_HOST: "127.0.0.1", DB_PORT: String(port) });
    const query = pool.query("SELECT 1").catch(() => undefined);
    const [socket] = (await once(server, "connection")) as [Socket];
    const [message] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    await query;
    await pool.end();
    server.close();
    // length and version of the protocol, then names and values that end with a zero each
    const parts = message.subarray(8).toString().split("\0");
    const names = parts.filter((_part, index) => index % 2 === 0 && parts[index] !== "");
    // https://www.pgbouncer.org/config.html#ignore_startup_parameters
    expect(names.sort()).toEqual(["application_name", "client_encoding", "database", "user"]);
  });

  test("leave no statement and no transaction open for ever", async () => {
    const server = await PostgresServer.start();
    const pool = poolFor((await serviceDatabase(server, "empty")).variables);
    try {
      const names = ["statement_timeout", "idle_in_transaction_session_timeout", "application_name"];
      const { rows } = await pool.query(
        `SELECT ${names.map((name) => `current_setting('${name}')`).join(" || ' ' || ")}`,
      );
      expect(rows).toEqual([{ "?column?": "5s 5s addressbook-test" }]);
    } finally {
      await pool.end();
      await server.stop();
    }
  }, 60_000);
});
