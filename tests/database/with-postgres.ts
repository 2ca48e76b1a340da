import { skipAloud } from "../terraform/harness/with-terraform";
import { findPostgres, missingPostgres } from "./find-postgres";
import { PostgresServer } from "./postgres-server";

/** Tests that need a real PostgreSQL, once for each major version on this machine. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withPostgres(what: string, define: (server: () => PostgresServer) => void): void {
  const found = findPostgres();
  if (found.length === 0) {
    skipAloud(what, missingPostgres);
    return;
  }
  // on a busy machine a server takes some seconds to be made
  jest.setTimeout(60_000);
  describe.each(found.map((programs) => [programs.major, programs] as const))(
    `${what} (PostgreSQL %i)`,
    (_major, programs) => {
      let server: PostgresServer | undefined;
      beforeAll(async () => {
        server = await PostgresServer.start(programs);
      });
      afterAll(async () => {
        await server?.stop();
      });
      define(() => {
        if (server === undefined) throw new Error("the server was not started");
        return server;
      });
    },
  );
}
