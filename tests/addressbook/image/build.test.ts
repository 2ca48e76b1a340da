import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Context } from "./context";
import { copiedFromContext } from "./dockerfile-rules";

const context = new Context(copiedFromContext(readFileSync("addressbook/Dockerfile", "utf8")));
const service = join(context.folder, "addressbook");
const dist = join(service, "dist");

const build = (): void => {
  execFileSync(process.execPath, ["build.mjs"], { cwd: service, stdio: ["ignore", "ignore", "pipe"] });
};

const files = (): string[] =>
  (readdirSync(dist, { recursive: true }) as string[]).filter((file) => statSync(join(dist, file)).isFile()).sort();

// of programs that are started, on a busy machine
jest.setTimeout(30_000);

beforeAll(build);
afterAll(() => {
  context.dispose();
});

test("there are the programs, where their lines are in the source, and what they read", () => {
  const programs = ["bootstrap", "main", "migrate", "ping"].flatMap((program) => [
    `${program}.js`,
    `${program}.js.map`,
  ]);
  const migrations = readdirSync("addressbook/migrations").filter((file) => file.endsWith(".sql"));
  expect(files()).toEqual(
    [...programs, ...migrations.map((file) => join("migrations", file)), join("database", "bootstrap.sql")].sort(),
  );
});

test("packages are not in it, because scanners would not find them there", () => {
  expect(readFileSync(join(dist, "main.js"), "utf8")).toContain('require("fastify")');
});

test("it is the same every time, and keeps nothing that was there before", () => {
  const contents = (): string[][] => files().map((file) => [file, readFileSync(join(dist, file), "utf8")]);
  const before = contents();
  writeFileSync(join(dist, "left-over.js"), "");

  build();

  expect(contents()).toEqual(before);
});

test("a program that is listed and not there is an error", () => {
  const file = join(service, "package.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("dist/ping.js", "dist/pong.js"));
  try {
    expect(build).toThrow("pong.ts");
  } finally {
    writeFileSync(file, text);
    build();
  }
});

test("stack traces name the lines of the source", () => {
  // whoever asks for a pool is told where it was asked for
  const probe = `require("pg").Pool = class { constructor() { console.log(new Error().stack); process.exit(); } };`;
  const script = `${probe} require("./dist/main.js");`;
  const { stdout } = spawnSync(process.execPath, ["--enable-source-maps", "-e", script], {
    cwd: service,
    encoding: "utf8",
  });
  const line =
    readFileSync("addressbook/database/connection.ts", "utf8").split("\n").indexOf("  return new Pool({") + 1;
  expect(stdout).toContain(`${join(service, "database", "connection.ts")}:${line}:`);
});

test.each(["bootstrap", "migrate", "ping"])("%s starts", (program) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/${program}.js`, "--help"], {
    cwd: service,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`Usage: ${program}`);
});

describe("the service", () => {
  let child: ChildProcess;
  afterEach(() => {
    child.kill("SIGKILL");
  });

  test("starts without a database, answers, and ends when it is told to", async () => {
    child = spawn(process.execPath, ["dist/main.js"], {
      cwd: service,
      // nothing is at the database's port
      env: { HOST: "127.0.0.1", PORT: "0", DB_HOST: "127.0.0.1", DB_PORT: "1", SHUTDOWN_DRAIN_SECONDS: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    const address = await listening(child);

    expect(await (await fetch(`${address}/live`)).json()).toEqual({ live: true });
    const ready = await fetch(`${address}/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, reason: expect.stringContaining("it cannot be reached") as unknown },
    ]);

    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
  });
});

async function listening({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("it has no output");
  for await (const line of createInterface({ input: stdout })) {
    const [, address] = /listens at (http:[^"]+)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("it has ended");
}
