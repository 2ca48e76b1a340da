import { readdirSync } from "node:fs";
import { parse } from "node:path";

import type { Pool } from "pg";

import { unavailability } from "./failures";

/** Where the migrations that have been run are written down. */
export const migrationsTable = "schema_migrations";

/** As node-pg-migrate wants it. */
export const createMigrationsTable = `CREATE TABLE ${migrationsTable} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`;

/** The names of the migrations in a folder, which are those of its files, in the order in which they run. */
export const migrationNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .map((file) => parse(file).name)
    .sort();

/** Milliseconds for which an answer holds, so that many askers are one question for the database. */
const answerHolds = 250;

/** Whether the database can be used, and has the schema that this code needs. */
export class Readiness {
  private last: { until: number; readonly answer: Promise<string | undefined> } | undefined;

  /** @param needed names of the migrations; the database may have more, which newer code has brought */
  constructor(
    private readonly database: Pool,
    private readonly needed: readonly string[],
  ) {}

  /** @returns what is in the way, if anything */
  obstacle(): Promise<string | undefined> {
    if (this.last === undefined || performance.now() > this.last.until) {
      const asked = { until: Infinity, answer: this.ask() };
      void asked.answer.then(() => (asked.until = performance.now() + answerHolds));
      this.last = asked;
    }
    return this.last.answer;
  }

  private async ask(): Promise<string | undefined> {
    try {
      const { rows } = await this.database.query<{ name: string }>({
        name: "migrations",
        text: `SELECT name FROM ${migrationsTable}`,
      });
      const missing = this.needed.filter((name) => !rows.some((row) => row.name === name));
      return missing.length === 0 ? undefined : `the database lacks migrations: ${missing.join(", ")}`;
    } catch (error) {
      return `the database is not available: ${unavailability(error) ?? "it has failed"}`;
    }
  }
}
