import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { connectionOptions, createPool } from "../../addressbook/database/connection";
import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { passwordOf, readDatabaseSettings } from "../../addressbook/settings";
import { ask, serviceDatabase } from "./database/service-database";

jest.setTimeout(60_000);

let server: PostgresServer;
let folder: string;
beforeAll(async () => {
  server = await PostgresServer.start();
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.stop();
});

test("A password that is changed in the mounted Secret is used for the next connection, without a restart", async () => {
  const { variables, administrator, service } = await serviceDatabase(server, "empty");
  for (const [name, text] of Object.entries(variables)) writeFileSync(join(folder, name), text);
  const mounted = { DB_CREDENTIALS_DIR: folder };
  const { values } = readDatabaseSettings(mounted);
  const pool = createPool(connectionOptions(values, passwordOf(values, mounted), "tests"), 2);
  // the server may end before it has seen that they are closed
  pool.on("error", () => undefined);
  try {
    const first = await pool.connect();
    await ask(server, administrator, `ALTER ROLE ${service.user} PASSWORD 'another one'`);
    // who is connected stays so, and who comes is refused
    expect((await first.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    writeFileSync(join(folder, "DB_PASSWORD"), "another one\n");
    expect((await pool.query("SELECT 2 AS two")).rows).toEqual([{ two: 2 }]);
    first.release();
  } finally {
    await pool.end();
  }
});
