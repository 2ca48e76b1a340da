import { embeddedPrograms } from "../../../addressbook/dev/postgres-programs";
import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { findPostgres } from "../../database/find-postgres";

/** Tests on the PostgreSQL that npm has installed, and on every other major version of this machine. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withEveryPostgres(what: string, define: (server: () => PostgresServer) => void): void {
  const found = findPostgres();
  // on a busy machine a server takes some seconds to be made
  jest.setTimeout(60_000);
  describe.each(found.length > 0 ? found : [embeddedPrograms()])(`${what} (PostgreSQL $major)`, ({ folder }) => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await PostgresServer.start({ programs: folder, settings: { log_statement: "all" } });
    });
    afterAll(async () => {
      await server?.stop();
    });
    define(() => {
      if (server === undefined) throw new Error("the server was not started");
      return server;
    });
  });
}
