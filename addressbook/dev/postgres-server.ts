import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { PostgresError } from "./postgres-error";
import { embeddedPrograms } from "./postgres-programs";
import { ownFolder, unprivileged } from "./unprivileged";

/** Who connects to which database. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface PostgresOptions {
  /** Folder of `initdb` and `postgres`. @default those that npm has installed */
  readonly programs?: string;
  /** Where the data are, which stay there. @default a temporary folder, which goes with the server */
  readonly folder?: string;
  /** Port of 127.0.0.1. @default a free one */
  readonly port?: number;
  /** Settings as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Key and certificate in PEM. @default no TLS */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Beside the data, which only the server's user and root can read. */
const passwordFile = "superuser-password";

/** Characters of the server's log that are kept. */
const longestLog = 4_000_000;

/**
 * Becomes the server, and leaves somebody behind who stops it when file 3 ends without a line, as it does when our
 * process is gone, however it ended.
 */
const endWithUs = '({ read -r _ || kill -INT $$; } <&3 3<&- &); exec "$@" 3<&-';

/**
 * A real PostgreSQL of one's own. It is reached from this machine only, with passwords, and ends when this process does.
 * It runs as nobody when this process runs as root, whom PostgreSQL refuses.
 */
export class PostgresServer {
  readonly host = "127.0.0.1";
  /** The only login at first. */
  readonly superuser: Login;
  private child: ChildProcess | undefined;
  private written = "";

  private constructor(
    private readonly folder: string,
    /** Port of `host`, and in the name of the socket. */
    readonly port: number,
    private readonly command: readonly string[],
    private readonly isKept: boolean,
  ) {
    const password = fs.readFileSync(join(folder, "data", passwordFile), "utf8");
    this.superuser = { user: "postgres", password, database: "postgres" };
  }

  /** @throws PostgresError with what the server has said */
  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const { programs = embeddedPrograms().folder, port = await freePort(), tls } = options;
    const isKept = options.folder !== undefined;
    // short, because the path of a socket must be
    const folder = ownFolder(resolve(options.folder ?? fs.mkdtempSync(join(tmpdir(), "postgres-"))));
    giveAway(folder, 0o711);
    const data = join(folder, "data");
    if (!fs.existsSync(data)) initialize(programs, folder, isKept);

    if (tls !== undefined) {
      for (const [name, text] of Object.entries(tls)) {
        fs.writeFileSync(join(data, name), text);
        giveAway(join(data, name), 0o600);
      }
    }
    const settings = {
      listen_addresses: "127.0.0.1",
      port: String(port),
      unix_socket_directories: isKept ? "" : folder,
      ...(isKept ? {} : { fsync: "off" }),
      ...(tls === undefined ? {} : { ssl: "on", ssl_key_file: "key", ssl_cert_file: "cert" }),
      ...options.settings,
    };
    const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = new PostgresServer(folder, port, [join(programs, "postgres"), "-D", data, ...given], isKept);
    try {
      await server.restart();
    } catch (error) {
      await server.stop();
      // somebody has taken the port meanwhile
      if (options.port === undefined && server.log.includes("Address already in use")) return this.start(options);
      throw error;
    }
    return server;
  }

  /** The folder of its socket, which stands for a host name; one whose data are kept has none. */
  get socketFolder(): string {
    return this.folder;
  }

  /** What the server has written, statements included if it is set to. */
  get log(): string {
    return this.written;
  }

  /** Ends in order, after sending everybody away. What is not to be kept is removed. */
  async stop(): Promise<void> {
    await this.end("SIGINT");
    if (!this.isKept) fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends as in a crash; it can be restarted. */
  kill(): Promise<void> {
    return this.end("SIGQUIT");
  }

  /** Starts again at the same port. */
  async restart(): Promise<void> {
    await this.end("SIGINT");
    const before = this.written.length;
    // a group of its own, because Ctrl-C is for us, who have something to do before the server ends
    const child = spawn("sh", ["-c", endWithUs, "sh", ...this.command], {
      ...unprivileged(),
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => (child.stdio[3] as Socket).end("\n"));
      // when all that it said has arrived
      child.once("close", () => {
        reject(new PostgresError(`PostgreSQL has ended:\n${this.written.slice(before)}`));
      });
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        this.written = `${this.written}${text}`.slice(-longestLog);
        if (text.includes("database system is ready to accept connections")) resolve();
      });
    });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
}

/** Makes the data aside, so that an interruption leaves nothing half there. */
function initialize(programs: string, folder: string, isKept: boolean): void {
  const scratch = fs.mkdtempSync(join(folder, "new-"));
  try {
    giveAway(scratch, 0o700);
    const password = join(scratch, passwordFile);
    fs.writeFileSync(password, randomBytes(24).toString("base64url"));
    giveAway(password, 0o600);
    const data = join(scratch, "data");
    const options = ["--auth=scram-sha-256", "--username=postgres", "--encoding=UTF8", "--locale=C"];
    execFileSync(
      join(programs, "initdb"),
      [...options, ...(isKept ? [] : ["--no-sync"]), `--pwfile=${password}`, `--pgdata=${data}`],
      { ...unprivileged(), cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    fs.renameSync(password, join(data, passwordFile));
    moveUnlessThere(data, join(folder, "data"));
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
    // a temporary folder that has got no data is of no use
    if (!isKept && !fs.existsSync(join(folder, "data"))) fs.rmSync(folder, { recursive: true, force: true });
  }
}

function moveUnlessThere(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    // another process was faster
    if (!fs.existsSync(to)) throw error;
  }
}

/** To the user that the server runs as. */
function giveAway(path: string, mode: number): void {
  fs.chmodSync(path, mode);
  const owner = unprivileged();
  if (owner !== undefined) fs.chownSync(path, owner.uid, owner.gid);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
