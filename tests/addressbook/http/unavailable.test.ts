import { setTimeout as sleep } from "node:timers/promises";

import { ask } from "../database/service-database";
import { json, send } from "./exchange";
import { withService } from "./served";

describe("Without a database", () => {
  const served = withService();

  test("the service lives and is not ready, and is so again by itself when the database is back", async () => {
    const { port, postgres, pool } = served();
    const status = async (path: string) => (await send(port, "GET", path)).status;
    expect([await status("/live"), await status("/ready"), await status("/all")]).toEqual([200, 200, 200]);
    await postgres.kill();
    await sleep(300);
    expect([await status("/live"), await status("/ready"), await status("/all")]).toEqual([200, 503, 503]);
    const problem = await send(port, "PUT", "/person", json({ firstName: "al" }));
    expect(problem).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(JSON.parse(problem.body)).toMatchObject({ detail: "the database is not available; try again later" });
    expect(await (await fetch(`http://127.0.0.1:${port}/ready`)).json()).toEqual({
      ready: false,
      reason: "the database is not available: it cannot be reached",
    });
    await postgres.restart();
    await sleep(300);
    expect([await status("/live"), await status("/ready"), await status("/all")]).toEqual([200, 200, 200]);
    expect(pool.totalCount).toBeLessThanOrEqual(5);
  });

  test.each([
    ["the password has changed", "PASSWORD 'another'", "PASSWORD 'password of the service'", "it refuses the login"],
    ["the role may not log in", "NOLOGIN", "LOGIN", "it refuses the login"],
    ["others have all its connections", "CONNECTION LIMIT 0", "CONNECTION LIMIT -1", "it has too many connections"],
  ])("because %s, requests are 503, and are answered later", async (_what, before, later, reason) => {
    const { port, postgres, sql } = served();
    const [{ user } = {}] = await sql("SELECT current_user AS user");
    const role = (change: string) => ask(postgres, postgres.superuser, `ALTER ROLE ${String(user)} ${change}`);
    await role(before);
    await ask(
      postgres,
      postgres.superuser,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tests'",
    );
    await sleep(300);
    const answers = [await send(port, "GET", "/all"), await send(port, "GET", "/ready")];
    await role(later);
    await sleep(300);
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(JSON.parse(answers[1]!.body)).toEqual({ ready: false, reason: `the database is not available: ${reason}` });
    expect(served().log()).toContain(`the database is not available: ${reason}`);
    expect(await send(port, "GET", "/all")).toMatchObject({ status: 200 });
  });

  test("that answers in time requests are 503, those that wait for a connection too", async () => {
    const { port, pool, sql } = served();
    const locked = sql(`BEGIN; LOCK TABLE "People"; SELECT pg_sleep(6)`);
    await sleep(200);
    const begin = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { status } = await send(port, "GET", "/all");
        return { status, seconds: Math.round((performance.now() - begin) / 1000) };
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(503));
    // three had to wait for a connection, and five for the database
    expect(answers.filter(({ seconds }) => seconds < 4)).toHaveLength(3);
    await locked;
    expect(await send(port, "GET", "/all")).toMatchObject({ status: 200 });
    expect(pool.totalCount).toBe(pool.idleCount);
  });
});
