import { type Login, PostgresServer as Server } from "../../addressbook/dev/postgres-server";
import { type Outcome, run } from "../terraform/harness/terraform-command";
import type { FoundPostgres } from "./find-postgres";

export type { Login };

/** A PostgreSQL of some version that is asked by `psql`. */
export class PostgresServer {
  private constructor(
    private readonly server: Server,
    /** Path of `psql`. */
    readonly client: string,
  ) {}

  static async start({ folder, psql }: FoundPostgres): Promise<PostgresServer> {
    // as on the clouds, and every statement, so that a test sees what a log may hold
    const settings = { log_statement: "all", log_min_duration_statement: "0" };
    return new PostgresServer(await Server.start({ programs: folder, settings }), psql);
  }

  get host(): string {
    return this.server.host;
  }

  get port(): number {
    return this.server.port;
  }

  /** All that the server has written, statements included. */
  get log(): string {
    return this.server.log;
  }

  /** Asks as somebody. Values of custom settings reach the server as an administrator would give them. */
  ask(login: Login, sql: string, settings: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.psql(login, ["--command", sql], settings);
  }

  /** Runs a file as somebody. */
  runFile(login: Login, file: string, settings: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.psql(login, ["--file", file], settings);
  }

  /** Prepares something as the superuser, whom no cloud hands out; each statement is one of its own. */
  async prepare(database: string, ...statements: readonly string[]): Promise<void> {
    const commands = statements.flatMap((statement) => ["--command", statement]);
    const { status, stderr } = await this.psql({ ...this.server.superuser, database }, commands, {});
    if (status !== 0) throw new Error(stderr);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private psql(login: Login, args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Outcome> {
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, "\\$&")}`);
    return run(this.client, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "-At", ...args], {
      cwd: this.server.socketFolder,
      env: {
        PATH: process.env["PATH"],
        PGHOST: this.host,
        PGPORT: String(this.port),
        PGUSER: login.user,
        PGPASSWORD: login.password,
        PGDATABASE: login.database,
        PGOPTIONS: options.join(" "),
        PGCONNECT_TIMEOUT: "10",
      },
    });
  }
}
