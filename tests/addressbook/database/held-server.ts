import { PostgresServer } from "../../../addressbook/dev/postgres-server";

/** Starts a server, says how to reach it, and does nothing more. */
async function main(): Promise<void> {
  const { port, superuser, socketFolder } = await PostgresServer.start();
  process.stdout.write(JSON.stringify({ port, superuser, socketFolder }));
}

void main();
