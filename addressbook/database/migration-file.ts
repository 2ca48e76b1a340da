import { readFile } from "node:fs/promises";

import { type MigrationBuilder, runner } from "node-pg-migrate";
import type { Client } from "pg";

import { migrationsTable } from "./readiness";

/** First words of a file that runs outside a transaction, statement by statement; each ends with the end of a line. */
const outsideTransaction = "-- without a transaction";

/** Runs one migration of a folder, and writes down that it has been run, in one transaction if the file allows it. */
export async function runMigration(client: Client, folder: string, name: string): Promise<void> {
  await runner({
    dbClient: client,
    dir: folder,
    file: name,
    direction: "up",
    migrationsTable,
    // whoever calls sees to both
    noLock: true,
    checkOrder: false,
    ignorePattern: String.raw`(?!.*\.sql$).*`,
    migrationLoaderStrategies: [{ extensions: [".sql"], loader: (files) => Promise.all(files.map(load)) }],
    logger: { info: ignore, warn: ignore, error: ignore },
  });
}

async function load(file: string) {
  const sql = await readFile(file, "utf8");
  const up = (builder: MigrationBuilder) => {
    if (!sql.startsWith(outsideTransaction)) {
      builder.sql(sql);
      return;
    }
    builder.noTransaction();
    // statements that are sent together are a transaction
    for (const statement of sql.split(/;[ \t]*\r?\n/)) if (statement.trim() !== "") builder.sql(statement);
  };
  return { id: file, filePaths: [file], actions: { up, down: false as const } };
}

const ignore = () => undefined;
