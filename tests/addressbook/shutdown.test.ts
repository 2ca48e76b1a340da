import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { skipAloud } from "../terraform/harness/with-terraform";
import { BalancedClients } from "./balanced-clients";
import { Program } from "./database/program";
import { ask, type ServiceDatabase, serviceDatabase } from "./database/service-database";
import { send, sendRaw } from "./http/exchange";
import { RunningService } from "./running-service";

jest.setTimeout(60_000);

describe("The service, when it is to end,", () => {
  let postgres: PostgresServer;
  let database: ServiceDatabase;
  let program: Program;
  const started: RunningService[] = [];
  const start = async (variables: Readonly<Record<string, string>> = {}, wrapper?: readonly string[]) => {
    const service = await RunningService.start(program, { ...database.variables, ...variables }, wrapper);
    started.push(service);
    return service;
  };
  const seconds = async (work: Promise<unknown>) => {
    const begin = performance.now();
    await work;
    return (performance.now() - begin) / 1000;
  };
  const fill = (count: number) =>
    ask(
      postgres,
      database.service,
      `TRUNCATE "People"`,
      `INSERT INTO "People" SELECT n, repeat('x', 255), NULL, now(), now() FROM generate_series(1, ${count}) AS n`,
    );
  /** A client in the middle of a long list. */
  const reader = async ({ port }: RunningService) => {
    const connection = sendRaw(port, "GET /all HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => connection.socket.once("data", resolve));
    connection.socket.pause();
    return connection;
  };

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    database = await serviceDatabase(postgres);
    program = new Program("main.ts");
  });
  afterEach(async () => {
    for (const service of started.splice(0)) {
      service.signal("SIGKILL");
      await service.end;
    }
  });
  afterAll(async () => {
    program.close();
    await postgres.stop();
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends soon and well after %s", async (signal) => {
    const service = await start();
    service.signal(signal);
    expect(await seconds(service.end)).toBeLessThan(4);
    expect((await service.end).status).toBe(0);
    expect(service.log).toContain('"message":"the service has ended"');
  });

  test("loses no request of those who keep their connections, nor of those who come", async () => {
    const [first, second] = [await start({ SHUTDOWN_DRAIN_SECONDS: "2" }), await start()];
    await fill(0);
    const clients = new BalancedClients([first.port, second.port]);
    while (clients.tally.answered < 200) await sleep(10);
    first.signal("SIGTERM");
    const duration = await seconds(first.end);
    const answered = clients.byInstance.get(second.port) ?? 0;
    while ((clients.byInstance.get(second.port) ?? 0) < answered + 50) await sleep(10);
    await clients.end();

    const { tally } = clients;
    expect(tally).toEqual({ sent: tally.sent, answered: tally.sent, lost: [] });
    expect(clients.byInstance.get(first.port)).toBeGreaterThan(50);
    expect(await ask(postgres, database.service, 'SELECT count(*)::integer AS count FROM "People"')).toEqual([
      { count: tally.sent },
    ]);
    expect((await first.end).status).toBe(0);
    expect(duration).toBeLessThan(6);
  });

  test("waits until no clients come any more, although there is none between two of them", async () => {
    const service = await start();
    service.signal("SIGTERM");
    await service.until("the service ends");
    for (const end = performance.now() + 1500; performance.now() < end;) {
      // each has a connection of its own, which is closed with the answer
      expect((await send(service.port, "GET", "/live")).status).toBe(200);
      await sleep(150);
    }
    expect(await seconds(service.end)).toBeLessThan(3);
    expect((await service.end).status).toBe(0);
  });

  test("waits no longer for them than it is told to", async () => {
    const service = await start({ SHUTDOWN_DRAIN_SECONDS: "1" });
    service.signal("SIGTERM");
    await service.until("the service ends");
    const ended = seconds(service.end);
    const client = setInterval(() => {
      send(service.port, "GET", "/live").catch(() => undefined);
    }, 50);
    expect(await ended).toBeLessThan(4);
    clearInterval(client);
    expect((await service.end).status).toBe(0);
  });

  test("completes a list that somebody is reading", async () => {
    const service = await start({ SHUTDOWN_DRAIN_SECONDS: "0" });
    await fill(30_000);
    const { socket, received } = await reader(service);
    service.signal("SIGTERM");
    await service.until("the service ends");
    await sleep(300);
    socket.resume();
    const text = await received;
    expect(text.endsWith("]\r\n0\r\n\r\n")).toBe(true);
    expect(text.match(/"id":/g)).toHaveLength(30_000);
    // the client would go on with the connection
    expect(await seconds(service.end)).toBeLessThan(4);
    expect((await service.end).status).toBe(0);
  });

  test("does not wait for ever for somebody who does not read on", async () => {
    const service = await start({ SHUTDOWN_DRAIN_SECONDS: "0", SHUTDOWN_TIMEOUT_SECONDS: "1" });
    await fill(30_000);
    const { socket } = await reader(service);
    service.signal("SIGTERM");
    expect(await seconds(service.end)).toBeLessThan(4);
    expect((await service.end).status).toBe(1);
    expect(service.log).toContain("the service ends although it still answers somebody");
    socket.destroy();
  });

  test("ends at once after a second signal", async () => {
    const service = await start({ SHUTDOWN_DRAIN_SECONDS: "30", SHUTDOWN_TIMEOUT_SECONDS: "60" });
    const { socket } = sendRaw(service.port, "");
    await sleep(100);
    service.signal("SIGTERM");
    await service.until("the service ends");
    service.signal("SIGTERM");
    expect(await seconds(service.end)).toBeLessThan(3);
    expect((await service.end).status).toBe(1);
    expect(service.log).toContain("the service ends at once");
    socket.destroy();
  });

  test("does not need the database for it", async () => {
    const service = await start();
    expect((await fetch(`http://127.0.0.1:${service.port}/all`)).status).toBe(200);
    await postgres.kill();
    try {
      service.signal("SIGTERM");
      expect(await seconds(service.end)).toBeLessThan(8);
      expect((await service.end).status).toBe(0);
    } finally {
      await postgres.restart();
    }
  });

  test("because its port is taken, says so and fails", async () => {
    const service = await start();
    const other = program.run({ ...database.variables, HOST: "127.0.0.1", PORT: String(service.port) });
    expect(await seconds(other)).toBeLessThan(8);
    expect(await other).toMatchObject({
      status: 1,
      stdout: "",
      stderr: `error: \`PORT\` must be free at 127.0.0.1, got: ${service.port}, where another program listens\n`,
    });
  });

  test("because of a mistake, says which one and fails", async () => {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    const mistake = join(folder, "mistake.cjs");
    writeFileSync(mistake, 'process.on("SIGUSR2", () => { throw new TypeError("a mistake"); });');
    const service = await start({ NODE_OPTIONS: `--require ${mistake}` });
    service.signal("SIGUSR2");
    expect(await seconds(service.end)).toBeLessThan(4);
    rmSync(folder, { recursive: true });
    expect((await service.end).status).toBe(1);
    const fatal = service.log.split("\n").find((line) => line.includes('"level":"fatal"')) ?? "{}";
    expect(JSON.parse(fatal)).toMatchObject({
      message: "the service has failed",
      err: { type: "TypeError", message: "a mistake", stack: expect.stringContaining("mistake.cjs") as string },
    });
  });

  const namespace = ["unshare", "--fork", "--pid", "--kill-child"];
  const what = "ends soon and well as process 1 of a container";
  if (spawnSync(namespace[0]!, [...namespace.slice(1), "true"]).status === 0)
    test(what, async () => {
      const service = await start({}, namespace);
      const { stdout: children } = spawnSync("pgrep", ["-P", String(service.pid)], { encoding: "utf8" });
      process.kill(Number(children), "SIGTERM");
      expect(await seconds(service.end)).toBeLessThan(4);
      expect((await service.end).status).toBe(0);
    });
  else skipAloud(what, "a namespace of processes cannot be made here");
});
