import { setTimeout as sleep } from "node:timers/promises";

import { json, send, sendRaw } from "./exchange";
import { migrations, withService } from "./served";

/** A line of Prometheus' text format. */
interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
function readMetrics(text: string): { samples: Sample[]; types: Map<string, string> } {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const comment = /^# (?:HELP [a-zA-Z_:][\w:]* \S|TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$)/.exec(
      line,
    );
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line);
    if (comment?.[1] !== undefined) types.set(comment[1], comment[2]!);
    if (comment === null && sample === null) throw new Error(`this is not in Prometheus' format: ${line}`);
    if (sample !== null) {
      const labels = [...(sample[2] ?? "").matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g)];
      samples.push({
        name: sample[1]!,
        labels: Object.fromEntries(labels.map(([, name, value]) => [name!, value!])),
        value: Number(sample[3]),
      });
    }
  }
  return { samples, types };
}

describe("The service in operation", () => {
  const served = withService({ state: "empty" });
  const migrate = (...names: readonly string[]) =>
    served().sql(
      `CREATE TABLE IF NOT EXISTS schema_migrations (name text)`,
      `TRUNCATE schema_migrations`,
      ...names.map((name) => `INSERT INTO schema_migrations VALUES ('${name}')`),
    );
  const ready = async () => {
    // longer than an answer holds
    await sleep(300);
    const { status, body } = await send(served().port, "GET", "/ready");
    return { status, body: JSON.parse(body) as unknown };
  };
  const metrics = async () => {
    const { body, headers } = await send(served().port, "GET", "/metrics");
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    const { samples, types } = readMetrics(body);
    const value = (name: string, labels: Sample["labels"] = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
        .reduce((sum, { value }) => sum + value, 0);
    return { samples, types, value };
  };

  beforeEach(async () => {
    await served().sql(
      `CREATE TABLE IF NOT EXISTS "People" (id serial PRIMARY KEY, "firstName" text, "lastName" text,
         "createdAt" timestamptz, "updatedAt" timestamptz)`,
    );
    await migrate(...migrations);
  });

  test("is ready when the database has all migrations, or more than that", async () => {
    expect(await ready()).toEqual({ status: 200, body: { ready: true } });
    await migrate("0000_older", ...migrations, "9999_newer");
    expect(await ready()).toEqual({ status: 200, body: { ready: true } });
  });

  test("is not ready while the database lacks a migration, or all", async () => {
    await migrate("9999_newer");
    const lacks = `the database lacks migrations: ${migrations.join(", ")}`;
    expect(await ready()).toEqual({ status: 503, body: { ready: false, reason: lacks } });
    await served().sql("DROP TABLE schema_migrations");
    const reason = "the database is not available: it is not migrated";
    expect(await ready()).toEqual({ status: 503, body: { ready: false, reason } });
  });

  test("asks the database once when many ask at once, however long it takes", async () => {
    await sleep(300);
    const { port, pool, sql } = served();
    const query = jest.spyOn(pool, "query");
    const locked = sql("BEGIN; LOCK TABLE schema_migrations; SELECT pg_sleep(0.8)");
    await sleep(100);
    const early = Array.from({ length: 30 }, () => send(port, "GET", "/ready"));
    await sleep(400);
    const late = Array.from({ length: 30 }, () => send(port, "GET", "/ready"));
    const answers = await Promise.all([...early, ...late]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(query).toHaveBeenCalledTimes(1);
    await locked;
  });

  test("counts requests by their routes and answers, and nothing that a client makes up", async () => {
    const { port } = served();
    const before = await metrics();
    await send(port, "PUT", "/person", json({ firstName: "al" }));
    await send(port, "PUT", "/person", json({ firstName: "bo" }));
    await send(port, "PUT", "/person", json({}));
    await send(port, "GET", "/person/2147483647");
    for (let i = 0; i < 20; i++) await send(port, "GET", `/nowhere/${i}`);
    await send(port, "GET", "/person/%");
    await send(port, "PROPFIND", "/all");
    const after = await metrics();
    const counted = after.samples
      .filter(({ name }) => name === "http_requests_total")
      .map(({ name, labels, value }) => ({ ...labels, value: value - before.value(name, labels) }))
      .filter(({ value }) => value !== 0);
    expect(counted).toHaveLength(7);
    expect(counted).toEqual(
      expect.arrayContaining([
        { method: "PUT", route: "/person", status: "200", value: 2 },
        { method: "PUT", route: "/person", status: "400", value: 1 },
        { method: "GET", route: "/person/:id", status: "404", value: 1 },
        { method: "GET", route: "unknown", status: "404", value: 20 },
        { method: "GET", route: "unknown", status: "400", value: 1 },
        { method: "PROPFIND", route: "/all", status: "405", value: 1 },
        // that of before
        { method: "GET", route: "/metrics", status: "200", value: 1 },
      ]),
    );
  });

  test("measures how long requests take", async () => {
    const { port, sql } = served();
    const labels = { method: "DELETE", route: "/person/:id" };
    const before = await metrics();
    const locked = sql(`BEGIN; LOCK TABLE "People"; SELECT pg_sleep(0.4)`);
    await sleep(100);
    await send(port, "DELETE", "/person/1");
    await locked;
    await send(port, "DELETE", "/person/1");
    const after = await metrics();
    const grown = (name: string, more: Sample["labels"] = {}) =>
      after.value(name, { ...labels, ...more }) - before.value(name, { ...labels, ...more });
    expect(grown("http_request_duration_seconds_count")).toBe(2);
    expect(grown("http_request_duration_seconds_sum")).toBeGreaterThan(0.2);
    expect(grown("http_request_duration_seconds_sum")).toBeLessThan(3);
    expect(grown("http_request_duration_seconds_bucket", { le: "0.1" })).toBe(1);
    expect(grown("http_request_duration_seconds_bucket", { le: "+Inf" })).toBe(2);
    expect(after.types.get("http_request_duration_seconds")).toBe("histogram");
  });

  test("tells of its connections to the database and of what runs", async () => {
    const { port, sql } = served();
    const locked = sql(`BEGIN; LOCK TABLE "People"; SELECT pg_sleep(0.5)`);
    await sleep(100);
    const waiting = Array.from({ length: 7 }, () => send(port, "GET", "/all"));
    await sleep(100);
    const busy = await metrics();
    expect(busy.value("database_pool_connections", { state: "used" })).toBe(5);
    expect(busy.value("database_pool_requests_waiting")).toBe(2);
    expect(busy.value("database_pool_connections_max")).toBe(5);
    await Promise.all([locked, ...waiting]);
    const idle = await metrics();
    expect(idle.value("database_pool_connections", { state: "used" })).toBe(0);
    expect(idle.value("database_pool_connections", { state: "idle" })).toBe(5);
    expect(idle.value("database_pool_requests_waiting")).toBe(0);
    expect(idle.value("build_info", { version: "1.2.3", track: "canary" })).toBe(1);
    expect(idle.value("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    const untyped = idle.samples.filter(
      ({ name }) => !idle.types.has(name) && !idle.types.has(name.replace(/_[a-z]+$/, "")),
    );
    expect(untyped).toEqual([]);
  });

  test.each([
    ["none", undefined],
    ["markup", "<script>"],
    ["too long", "x".repeat(129)],
    ["JSON", '","level":"fatal'],
  ])("gives a request an id of its own when the client's is %s", async (_what, given) => {
    const headers = given === undefined ? undefined : { "x-request-id": given };
    const answer = await send(served().port, "GET", "/nowhere", { headers });
    expect(answer.headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
    expect(answer.body).toContain(`"requestId":"${String(answer.headers["x-request-id"])}"`);
    expect(served().log()).not.toContain(JSON.stringify(given ?? "undefined").slice(1, -1));
  });

  test("takes the id of a balancer, and writes it into the log", async () => {
    const id = "Root=1-67891233-abcdef012345678912345678";
    const answer = await send(served().port, "GET", "/nowhere?secret", { headers: { "x-request-id": id } });
    expect(answer.headers["x-request-id"]).toBe(id);
    expect(served().log()).toContain(`"requestId":"${id}","method":"GET","path":"/nowhere","status":404,`);
    expect(served().log()).not.toContain("secret");
  });
});

describe("The service that is about to end", () => {
  const served = withService();

  test("says so, and asks its clients to leave, and answers them", async () => {
    const { port } = served();
    const kept = sendRaw(port, "GET /live HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => kept.socket.once("data", resolve));
    served().drain();
    kept.socket.write("GET /all HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(await kept.received).toMatch(
      /HTTP\/1\.1 200 OK\r\n.*HTTP\/1\.1 200 OK\r\n.*\r\nconnection: close\r\n.*\[\]$/s,
    );

    const answer = await fetch(`http://127.0.0.1:${port}/ready`);
    expect(answer.headers.get("connection")).toBe("close");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, reason: "the service is about to end" });
    const live = await fetch(`http://127.0.0.1:${port}/live`);
    expect(live.status).toBe(200);
  });
});
