import { once } from "node:events";
import { createServer } from "node:net";

import type { Running } from "../../terraform/harness/terraform-command";
import { Program } from "./program";

jest.setTimeout(120_000);

describe("npm run dev", () => {
  let dev: Program;
  const running: Running[] = [];
  beforeEach(() => {
    dev = new Program("dev/main.ts");
  });
  afterEach(async () => {
    for (const { process, end } of running.splice(0)) {
      process.kill("SIGTERM");
      await end;
    }
    dev.close();
  });

  /** Starts it, and waits until it says that it works. */
  async function start(...args: readonly string[]): Promise<Running & { readonly url: string; readonly said: string }> {
    const port = await freePort();
    const child = dev.begin({}, "--port", String(port), ...args);
    running.push(child);
    let said = "";
    const works = new Promise<void>((resolve) => {
      child.process.stderr?.on("data", (text: string) => {
        said += text;
        if (said.includes("Ctrl-C ends both")) resolve();
      });
    });
    await Promise.race([works, child.end.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
    return { ...child, url: `http://127.0.0.1:${port}`, said };
  }

  const persons = async (url: string) => (await fetch(`${url}/all`)).json();

  test("serves once, ends in order, and has kept everybody, unless it is to begin anew", async () => {
    const first = await start();
    const body = new URLSearchParams({ firstName: "al", lastName: "pacino" });
    const put = await fetch(`${first.url}/person`, { method: "PUT", body });
    const al: unknown = await put.json();
    expect(al).toMatchObject({ id: 1, firstName: "al", lastName: "pacino" });
    expect(first.said).toContain(
      `curl -w "\\n" -X PUT -d "firstName=al&lastName=pacino" ${first.url.slice(7)}/person\n`,
    );
    expect(first.said).toMatch(/^ {2}postgresql:\/\/demouser:[\w-]{16}@127\.0\.0\.1:\d+\/demo$/m);
    const samePort = new URL(first.url).port;
    const refused = await dev.run({}, "--port", samePort);
    expect({ status: refused.status, stderr: refused.stderr }).toEqual({
      status: 1,
      stderr: `error: \`--port\` must be a port that nobody uses, got: ${samePort} (EADDRINUSE); end who uses it, or give another one\n`,
    });
    const byVariable = await dev.run({ PORT: samePort, HOST: "0.0.0.0" });
    expect({ status: byVariable.status, stderr: byVariable.stderr }).toEqual({
      status: 1,
      stderr: "warning: `HOST` is not used, the service listens on this machine only, got: 0.0.0.0\n" + refused.stderr,
    });
    // a variable that is set to nothing is not set: it gets as far as the other port
    expect((await dev.run({ PORT: "" }, "--database-port", samePort)).status).toBe(1);
    const { status, stderr } = await dev.run({}, "--port", String(await freePort()), "--fresh");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: another npm run dev keeps its data in \S+ \(its PostgreSQL is process \d+\); end it first\n$/,
    );
    expect(await persons(first.url)).toEqual([al]);

    first.process.kill("SIGTERM");
    const ended = await first.end;
    expect({ status: ended.status, log: ended.stdout.trim().split("\n").map(message) }).toEqual({
      status: 0,
      log: [expect.stringContaining("listens"), "request", "request", "the service ends", "the service has ended"],
    });

    const second = await start();
    expect(await persons(second.url)).toEqual([al]);
    second.process.kill("SIGINT");
    expect((await second.end).status).toBe(0);

    const third = await start("--fresh");
    expect(await persons(third.url)).toEqual([]);
  });

  test("refuses what is no port with 2", async () => {
    const { status, stderr } = await dev.run({}, "--port", "web");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: option '-p, --port <port>' argument 'web' is invalid. It must be a port from 1 to 65535.\n",
    });
    const byVariable = await dev.run({ PORT: "web" });
    expect({ status: byVariable.status, stderr: byVariable.stderr }).toEqual({
      status: 2,
      stderr:
        "error: option '-p, --port <port>' value 'web' from env 'PORT' is invalid. It must be a port from 1 to 65535.\n",
    });
  });
});

const message = (line: string): string => (JSON.parse(line) as { message: string }).message;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
