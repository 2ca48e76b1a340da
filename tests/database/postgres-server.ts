import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Outcome, run } from "../terraform/harness/terraform-command";
import type { FoundPostgres } from "./find-postgres";

/** Who asks what. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Name of the only superuser, whom no cloud hands out. */
const superuser: Login = { user: "postgres", password: "superuser", database: "postgres" };

/** A PostgreSQL in a folder of its own that nobody but this process reaches: it listens on a socket, with passwords. */
export class PostgresServer {
  private written = "";

  private constructor(
    private readonly programs: FoundPostgres,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(programs: FoundPostgres): Promise<PostgresServer> {
    // short, because the path of a socket must be
    const folder = mkdtempSync(join(tmpdir(), "postgres-"));
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, superuser.password);
    const identity = identityFor(folder);
    for (const path of [folder, passwordFile]) chownSync(path, identity.uid, identity.gid);
    // psql is run by us
    chmodSync(folder, 0o711);

    const initialize = ["--auth=scram-sha-256", `--username=${superuser.user}`, `--pwfile=${passwordFile}`];
    execFileSync(
      join(programs.folder, "initdb"),
      [...initialize, "--encoding=UTF8", "--locale=C", "--no-sync", `--pgdata=${data}`],
      { ...identity, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const settings = {
      listen_addresses: "",
      unix_socket_directories: folder,
      fsync: "off",
      // as on the clouds, and every statement, so that a test sees what a log may hold
      log_statement: "all",
      log_min_duration_statement: "0",
    };
    const child = spawn(
      join(programs.folder, "postgres"),
      ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      { ...identity, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const server = new PostgresServer(programs, folder, child);
    await server.ready();
    return server;
  }

  /** The folder of its socket, which stands for a host name. */
  get host(): string {
    return this.folder;
  }

  /** Path of `psql`. */
  get client(): string {
    return this.programs.psql;
  }

  /** All that the server has written, statements included. */
  get log(): string {
    return this.written;
  }

  /** Asks as somebody. Values of custom settings reach the server as an administrator would give them. */
  ask(login: Login, sql: string, settings: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.psql(login, ["--command", sql], settings);
  }

  /** Runs a file as somebody. */
  runFile(login: Login, file: string, settings: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.psql(login, ["--file", file], settings);
  }

  /** Prepares something as the superuser; each statement is one of its own. */
  async prepare(database: string, ...statements: readonly string[]): Promise<void> {
    const commands = statements.flatMap((statement) => ["--command", statement]);
    const { status, stderr } = await this.psql({ ...superuser, database }, commands, {});
    if (status !== 0) throw new Error(stderr);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    // "fast": whoever is connected is sent away
    this.child.kill("SIGINT");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private psql(login: Login, args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Outcome> {
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, "\\$&")}`);
    return run(this.programs.psql, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "-At", ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env["PATH"],
        PGHOST: this.folder,
        PGUSER: login.user,
        PGPASSWORD: login.password,
        PGDATABASE: login.database,
        PGOPTIONS: options.join(" "),
        PGCONNECT_TIMEOUT: "10",
      },
    });
  }

  private ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("exit", () => {
        reject(new Error(`PostgreSQL ended at once\n${this.written}`));
      });
      this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        this.written += text;
        if (this.written.includes("database system is ready to accept connections")) resolve();
      });
    });
  }
}

/** PostgreSQL refuses to run as root; in a container the tests often do. */
function identityFor(folder: string): { readonly uid: number; readonly gid: number } {
  const own = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  if (own.uid !== 0) return own;
  const id = (option: string): number =>
    Number(execFileSync("id", [option, "nobody"], { encoding: "utf8", cwd: folder }));
  return { uid: id("-u"), gid: id("-g") };
}
