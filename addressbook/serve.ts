import { setTimeout as sleep } from "node:timers/promises";

import closeWithGrace from "close-with-grace";
import type { FastifyInstance } from "fastify";
import type { DestinationStream } from "pino";

import { connectionOptions, createPool } from "./database/connection";
import { migrationNames, Readiness } from "./database/readiness";
import { createService } from "./http/service";
import { createLogger } from "./log";
import { passwordOf, readServiceSettings, type Variables } from "./settings";

export interface ServeOptions {
  readonly variables: Variables;
  readonly version: string;
  /** Folder of the migrations that the code needs. */
  readonly migrations: string;
  /** Where its log goes. @default the standard output */
  readonly log?: DestinationStream;
  /** What is to be done when it has ended. */
  readonly afterwards?: () => Promise<void>;
}

/** Another program listens there. */
export class PortIsTaken extends Error {
  override readonly name = "PortIsTaken";
  constructor(host: string, port: number) {
    super(`\`PORT\` must be free at ${host}, got: ${port}, where another program listens`);
  }
}

/**
 * Serves until a signal comes. It listens at once and says that it is not ready while the database is not.
 *
 * @returns the address
 * @throws SettingsError
 * @throws PortIsTaken
 */
export async function serve({ variables, version, migrations, log, afterwards }: ServeOptions): Promise<string> {
  const { values: settings, warnings } = readServiceSettings(variables);
  const build = { version, track: settings.RELEASE_TRACK };
  const logger = createLogger(settings.LOG_LEVEL, build, log);
  for (const warning of warnings) logger.warn(warning);

  const name = `addressbook-${settings.RELEASE_TRACK}`;
  const pool = createPool(connectionOptions(settings, passwordOf(settings, variables), name), settings.DB_POOL_SIZE);
  // connections that nobody used: those who do are told by their query
  pool.on("error", (error) => {
    if (!pool.ending) logger.warn({ err: error }, "a connection to the database was lost");
  });
  const readiness = new Readiness(pool, migrationNames(migrations));
  const { app, drain } = await createService({ pool, readiness, logger, build });

  closeWithGrace(
    {
      delay: settings.SHUTDOWN_TIMEOUT_SECONDS * 1000,
      logger: false,
      onTimeout,
      onSecondSignal,
      // nothing is left to do when it could not listen, which is no good end
      skip: ["beforeExit"],
    },
    async ({ signal, err }) => {
      if (err !== undefined) logger.fatal({ err }, "the service has failed");
      logger.info({ signal }, "the service ends");
      drain();
      await connectionsGone(app, settings.SHUTDOWN_DRAIN_SECONDS * 1000);
      // connections whose answer was under way are idle later, and would be waited for
      const sweep = setInterval(() => {
        app.server.closeIdleConnections();
      }, 50);
      await app.close();
      clearInterval(sweep);
      await pool.end();
      await afterwards?.();
      logger.info("the service has ended");
    },
  );
  function onTimeout() {
    logger.error("the service ends although it still answers somebody");
  }
  function onSecondSignal(signal: string) {
    logger.error({ signal }, "the service ends at once");
  }

  const { HOST: host, PORT: port } = settings;
  try {
    return await app.listen({ host, port, listenTextResolver: (address) => `the service listens at ${address}` });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new PortIsTaken(host, port);
  }
}

/**
 * Milliseconds without a connection after which no client is expected any more. Every answer closes its connection, so
 * that for a moment there is none although clients keep coming, whom the end of the listener would send away.
 */
const quiet = 500;

/**
 * Waits until clients have left their connections, as each answer asks them to, and no more come. Whoever is still there
 * when the time is over may lose a request that is just under way.
 */
async function connectionsGone({ server }: FastifyInstance, milliseconds: number): Promise<void> {
  const count = () =>
    new Promise<number>((resolve) => {
      server.getConnections((_error, connections) => {
        resolve(connections);
      });
    });
  let last = performance.now();
  const seen = () => {
    last = performance.now();
  };
  // one may come and go between two looks
  server.on("connection", seen);
  for (const end = last + milliseconds; performance.now() < Math.min(end, last + quiet);) {
    await sleep(50);
    if ((await count()) > 0) seen();
  }
  server.off("connection", seen);
}
