import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { type Answer, json, send, sendRaw } from "./exchange";
import { withService } from "./served";

const ids = ({ body }: Answer) => (JSON.parse(body) as { id: number }[]).map(({ id }) => id);
const numbers = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

describe("The list of everybody", () => {
  const served = withService();
  const list = (query = "") => send(served().port, "GET", `/all${query}`);
  const fill = (count: number, name = "x") =>
    served().sql(
      `TRUNCATE "People" RESTART IDENTITY`,
      `INSERT INTO "People" ("firstName", "createdAt", "updatedAt")
        SELECT '${name}', now(), now() FROM generate_series(1, ${count})`,
      `ANALYZE "People"`,
    );
  const idle = async () => {
    while (served().pool.totalCount > served().pool.idleCount) await sleep(5);
  };

  test.each([0, 1, 999, 1000, 1001, 2000, 2500])("has everybody once, in the order of their ids: %i", async (count) => {
    await fill(count);
    const answer = await list();
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json; charset=utf-8" } });
    expect(answer.headers["link"]).toBeUndefined();
    expect(ids(answer)).toEqual(numbers(count));
    const head = await send(served().port, "HEAD", "/all");
    expect(head).toMatchObject({ status: 200, body: "" });
    // it is not known before everybody was read
    expect(head.headers["content-length"]).toBe(count < 1000 ? String(answer.body.length) : undefined);
  });

  test("comes in parts if wanted, of which each says where the next one is", async () => {
    await fill(25);
    const parts: number[][] = [];
    let next: string | undefined = "?limit=10";
    while (next !== undefined) {
      const answer: Answer = await list(next);
      parts.push(ids(answer));
      next = /^<\/all(\?limit=10&after=\d+)>; rel="next"$/.exec(String(answer.headers["link"]))?.[1];
    }
    expect(parts).toEqual([numbers(10), numbers(10, 11), numbers(5, 21)]);
  });

  test("begins after somebody, and ends with an empty part", async () => {
    await fill(1500);
    expect(ids(await list("?after=1499"))).toEqual([1500]);
    expect(ids(await list("?after=1"))).toEqual(numbers(1499, 2));
    expect(ids(await list("?after=1500"))).toEqual([]);
    expect(ids(await list("?after=2147483647"))).toEqual([]);
    expect(ids(await list("?limit=1000&after=0"))).toEqual(numbers(1000));
    const last = await list("?limit=500&after=1000");
    expect(ids(last)).toEqual(numbers(500, 1001));
    const empty = await list(String(last.headers["link"]).replace(/^<\/all(.*)>.*$/, "$1"));
    expect(empty).toMatchObject({ status: 200, body: "[]" });
    expect(empty.headers["link"]).toBeUndefined();
  });

  test("has nobody twice and lacks nobody while others come and go", async () => {
    await fill(3000);
    const { port } = served();
    let over = false;
    const comeAndGo = async (first: number) => {
      for (let id = first; !over; id += 2) {
        await send(port, "DELETE", `/person/${id}`);
        await send(port, "PUT", "/person", json({ firstName: "new" }));
      }
    };
    // only those with odd ids go
    const others = [comeAndGo(1), comeAndGo(1501)];
    for (let time = 0; time < 3; time++) {
      const listed = ids(await list());
      expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b));
      expect(listed.filter((id) => id <= 3000 && id % 2 === 0)).toEqual(numbers(1500).map((half) => half * 2));
    }
    over = true;
    await Promise.all(others);
  });

  test("breaks when the database fails on the way, and is never a shorter list", async () => {
    await fill(50_000, "n".repeat(200));
    const { port, pool, sql } = served();
    const { socket, received } = sendRaw(port, "GET /all HTTP/1.1\r\nHost: x\r\nX-Request-Id: broken\r\n\r\n");
    socket.once("data", () => {
      socket.pause();
    });
    await sleep(100);
    await idle();
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tests'`,
      `ALTER TABLE "People" RENAME TO "Elsewhere"`,
    );
    socket.resume();
    const text = await received;
    await sql(`ALTER TABLE "Elsewhere" RENAME TO "People"`);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text.endsWith("]\r\n0\r\n\r\n")).toBe(false);
    expect(text.endsWith("0\r\n\r\n")).toBe(false);
    await idle();
    expect(pool.waitingCount).toBe(0);
    // it was 200 for the client
    expect(served().log()).toMatch(/"requestId":"broken","method":"GET","route":"\/all","path":"\/all","status":503,/);
    await expect(fetch(`http://127.0.0.1:${port}/all`).then((response) => response.status)).resolves.toBe(200);
  });

  test("needs no more memory the longer it is, and holds no connection for those who read slowly", async () => {
    await fill(100_000);
    const { port, pool } = served();
    let bytes = 0;
    const before = memoryInUse();
    const slow = Array.from({ length: 20 }, () => sendRaw(port, "GET /all HTTP/1.1\r\nHost: x\r\n\r\n"));
    for (const { socket } of slow) socket.pause();
    const response = await fetch(`http://127.0.0.1:${port}/all`);
    for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
    expect(bytes).toBeGreaterThan(10_000_000);
    // some pages for each client, and not 230 MB
    expect(memoryInUse() - before).toBeLessThan(100_000_000);
    await idle();
    expect(pool.waitingCount).toBe(0);
    for (const { socket } of slow) socket.destroy();
    await Promise.all(slow.map(({ received }) => received));
    await idle();
  });
});

/** Bytes that somebody holds, without what is only not collected yet. */
function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
