import { setTimeout as sleep } from "node:timers/promises";

import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { Program } from "./database/program";
import { ask, serviceDatabase } from "./database/service-database";
import { form, json, send, sendRaw } from "./http/exchange";
import { RunningService } from "./running-service";

jest.setTimeout(60_000);

const password = `pa'ss "wörd" \\ %41 😀&=+/`;

/** How a secret may look in an output. */
const forms = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
];

describe("The service, whatever fails,", () => {
  let postgres: PostgresServer;
  let program: Program;
  beforeAll(async () => {
    postgres = await PostgresServer.start();
    program = new Program("main.ts");
  });
  const started: RunningService[] = [];
  const start = async (variables: Readonly<Record<string, string>>) => {
    const service = await RunningService.start(program, variables);
    started.push(service);
    return service;
  };
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

  test("tells nobody its password, and its log no name of a person; and works on when the database does", async () => {
    const { service: login, administrator, variables } = await serviceDatabase(postgres);
    const setPassword = (text: string) =>
      ask(postgres, administrator, `ALTER ROLE ${login.user} PASSWORD '${text.replaceAll("'", "''")}'`);
    await setPassword(password);
    const service = await start({ ...variables, DB_PASSWORD: password, LOG_LEVEL: "trace" });
    const { port } = service;
    const bodies: string[] = [];
    const statuses: number[] = [];
    const askEverything = async () => {
      for (const [method, path, asked] of [
        ["PUT", "/person", form("firstName=Wilhelmina&lastName=Featherstone")],
        ["PUT", "/person", json({ firstName: "Wilhelmina", id: 1 })],
        ["PUT", "/person", json('{"firstName":"Wilhelmina"')],
        ["PUT", "/person", json({ firstName: "Wilhelmina\0" })],
        ["GET", "/all?name=Wilhelmina", {}],
        ["GET", "/ready", {}],
        ["GET", "/metrics", {}],
      ] as const) {
        const { status, body } = await send(port, method, path, asked);
        statuses.push(status);
        if (path !== "/all?name=Wilhelmina") bodies.push(body);
      }
      const garbage = sendRaw(port, "PUT /person HTTP/1.1\r\nHost: x\r\nWilhelmina\r\n\r\n");
      bodies.push(await garbage.received);
    };
    await askEverything();
    expect(statuses.splice(0)).toEqual([200, 409, 400, 400, 200, 200, 200]);

    // a constraint whose message has the values of the row, a table that is gone, a wrong password, no database
    const failures: (readonly [begin: () => Promise<unknown>, end: () => Promise<unknown>])[] = [
      [
        () =>
          ask(
            postgres,
            administrator,
            `ALTER TABLE "People" ADD CONSTRAINT short CHECK (length("firstName") < 3) NOT VALID`,
          ),
        () => ask(postgres, administrator, `ALTER TABLE "People" DROP CONSTRAINT short`),
      ],
      [
        () => ask(postgres, administrator, `ALTER TABLE "People" RENAME TO "Elsewhere"`),
        () => ask(postgres, administrator, `ALTER TABLE "Elsewhere" RENAME TO "People"`),
      ],
      [
        async () => {
          await setPassword("another one");
          await ask(
            postgres,
            administrator,
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${login.user}'`,
          );
        },
        () => setPassword(password),
      ],
      [() => postgres.kill(), () => postgres.restart()],
    ];
    for (const [begin, end] of failures) {
      await begin();
      await sleep(300);
      await askEverything();
      await end();
      await sleep(300);
      const [first] = statuses.splice(0);
      expect(first).toBeGreaterThanOrEqual(500);
      expect((await send(port, "GET", "/all")).status).toBe(200);
    }
    service.signal("SIGTERM");
    expect((await service.end).status).toBe(0);

    const log = service.log;
    // there is something to look through
    for (const text of ["it refuses the login", "it cannot be reached", "the request failed", "a malformed request"])
      expect(log).toContain(text);
    for (const text of [...forms(password), "Wilhelmina", "Featherstone"]) expect(log).not.toContain(text);
    for (const text of [...forms(password), "ECONN", "demouser", "SELECT", "node_modules"])
      expect(bodies.join("\n")).not.toContain(text);
  });

  test("loses a request only while the database is away, and holds no connection too many", async () => {
    const { administrator, variables } = await serviceDatabase(postgres);
    const service = await start(variables);
    const answers: { readonly at: number; readonly status: number }[] = [];
    let isOver = false;
    const clients = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const { status } = await send(service.port, "PUT", "/person", json({ firstName: "al" }));
          answers.push({ at: performance.now(), status });
          await sleep(5);
        }
      }),
    );
    await sleep(500);
    const down = performance.now();
    await postgres.kill();
    await sleep(500);
    await postgres.restart();
    const up = performance.now();
    await sleep(1000);
    isOver = true;
    await clients;

    // a moment later an answer of before may still be on its way
    const during = answers.filter(({ at }) => at > down && at < up + 200);
    const others = answers.filter((answer) => !during.includes(answer));
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    expect(others.filter(({ at }) => at > up).length).toBeGreaterThan(20);
    expect(during.some(({ status }) => status === 503)).toBe(true);
    expect(during.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    const [{ count } = {}] = await ask(
      postgres,
      administrator,
      "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE application_name = 'addressbook-none'",
    );
    expect(Number(count)).toBeLessThanOrEqual(5);
    service.signal("SIGTERM");
    expect((await service.end).status).toBe(0);
  });
});
