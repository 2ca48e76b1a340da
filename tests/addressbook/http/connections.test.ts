import { setTimeout as sleep } from "node:timers/promises";

import { type RawConnection, send, sendRaw } from "./exchange";
import { withService } from "./served";

const patience = { request: 400, stalled: 800, check: 50 };

/** The answers in what came over a connection. */
const statuses = (received: string) =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

const problemIn = (received: string): unknown => JSON.parse(received.slice(received.indexOf("\r\n\r\n")));

describe("A connection", () => {
  const served = withService({ patience });
  const raw = (bytes: string): RawConnection => sendRaw(served().port, bytes);
  const connections = () =>
    new Promise<number>((resolve) => {
      served().server.getConnections((_error, count) => {
        resolve(count);
      });
    });
  const fill = (count: number) =>
    served().sql(
      `TRUNCATE "People"`,
      `INSERT INTO "People" SELECT n, repeat('x', 255), repeat('y', 255), now(), now() FROM generate_series(1, ${count}) AS n`,
    );

  const poolIdle = async () => {
    while (served().pool.totalCount > served().pool.idleCount) await sleep(10);
  };

  // nobody is left over, neither here nor at the database
  afterEach(async () => {
    while ((await connections()) > 0) await sleep(10);
    await poolIdle();
  });

  const chunked = "PUT /person HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
  const method = "the request must be HTTP/1.1 and begin with a method that HTTP knows";
  const version = "the request must be HTTP/1.1";
  const path = "the path must begin with / and consist of the characters that URLs have";
  const header = "each header must be a name, a colon and a text on one line";
  const length = "the length of the body must be told once, as a number or by `Transfer-Encoding: chunked`";
  const chunk = "each chunk must begin with its length in hexadecimal digits, be so long, and end with CR LF";
  test.each([
    ["no HTTP at all", "GARBAGE\r\n\r\n", method],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", method],
    ["a method that nobody knows", "FOO /all HTTP/1.1\r\nHost: x\r\n\r\n", method],
    ["another protocol", "GET /live HTTP/3.0\r\nHost: x\r\n\r\n", version],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", version],
    ["a path without its slash", "GET live HTTP/1.1\r\nHost: x\r\n\r\n", path],
    ["bytes in the path", "GET /\xe4 HTTP/1.1\r\nHost: x\r\n\r\n", path],
    ["NUL in a header", "GET /live HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", header],
    ["a header without a colon", "GET /live HTTP/1.1\r\nHost: x\r\nX\r\n\r\n", header],
    ["a space before the colon", "GET /live HTTP/1.1\r\nHost: x\r\nX : 1\r\n\r\n", header],
    ["a length that is none", "PUT /person HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", length],
    ["two lengths", "PUT /person HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", length],
    [
      "a length and chunks, to smuggle",
      `${chunked}Content-Length: 5\r\n\r\n0\r\n\r\nGET /live HTTP/1.1\r\n\r\n`,
      length,
    ],
    [
      "chunks and a length, to smuggle",
      "PUT /person HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      length,
    ],
    ["an encoding twice, to smuggle", `${chunked}Transfer-Encoding: identity\r\n\r\n0\r\n\r\n`, length],
    ["a chunk without a length", `${chunked}\r\nzz\r\n{}\r\n0\r\n\r\n`, chunk],
    ["a chunk that is longer than it says", `${chunked}\r\n1\r\n{}\r\n0\r\n\r\n`, chunk],
  ])("that carries %s is answered with 400 and why, and closed", async (_what, bytes, rule) => {
    const received = await raw(bytes).received;
    expect(statuses(received)).toEqual([400]);
    expect(received).toMatch(/^content-type: application\/problem\+json; charset=utf-8\r$/m);
    expect(problemIn(received)).toEqual({
      title: "Bad Request",
      status: 400,
      detail: `${rule}, got: something else`,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
  });

  test.each([
    ["no host", "GET /live HTTP/1.1\r\n\r\n", 400, "the header `Host` must be there, got: nothing"],
    [
      "an expectation that nobody knows",
      "PUT /person HTTP/1.1\r\nHost: x\r\nExpect: foo\r\nContent-Length: 5\r\n\r\n",
      417,
      'the header `Expect` must be 100-continue, got: "foo"',
    ],
  ])("that carries %s is told so, counted, and closed", async (_what, bytes, status, detail) => {
    const received = await raw(bytes).received;
    expect(statuses(received)).toEqual([status]);
    expect(received).toMatch(/^content-type: application\/problem\+json; charset=utf-8\r$/m);
    expect(problemIn(received)).toMatchObject({ status, detail });
    const { body } = await send(served().port, "GET", "/metrics");
    expect(body).toMatch(RegExp(`^http_requests_total\\{.*status="${status}"\\} `, "m"));
  });

  test.each([
    ["CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", []],
    ["GET /live HTTP/1.1\r\n\r\n", [400]],
    ["GET /live HTTP/1.0\r\n\r\n", [200]],
    ["GET /live HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n\r\n", [417]],
    ["GET /live HTTP/1.1\r\nHost: x\r\nConnection: close, upgrade\r\nUpgrade: websocket\r\n\r\n", [200]],
    ["OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [404]],
    ["GET http://elsewhere/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [200]],
  ])("that carries %j is answered with %j, and closed", async (bytes, answers) => {
    expect(statuses(await raw(bytes).received)).toEqual(answers);
  });

  test("carries several requests at once, and their answers in this order", async () => {
    const get = (path: string, close = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${close}\r\n`;
    const received = await raw(get("/all") + get("/nowhere") + get("/live") + get("/person/x", "Connection: close\r\n"))
      .received;
    expect(statuses(received)).toEqual([200, 404, 200, 400]);
  });

  test("is told to go on when it asks before it sends a body", async () => {
    const body = '{"firstName":"al"}';
    const head = `PUT /person HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
    const connection = raw(`${head}Expect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`);
    connection.socket.once("data", () => connection.socket.write(body));
    expect(statuses(await connection.received)).toEqual([100, 200]);
  });

  test("is not answered a second time in the middle of an answer", async () => {
    await fill(20_000);
    const connection = raw("GET /all HTTP/1.1\r\nHost: x\r\n\r\n");
    connection.socket.once("data", () => connection.socket.write("GARBAGE\r\n\r\n"));
    const received = await connection.received;
    expect(statuses(received)).toEqual([200]);
    expect(received.endsWith("0\r\n\r\n")).toBe(false);
  });

  test.each([
    ["nothing", ""],
    ["half of the headers", "GET /live HTTP/1.1\r\nHost: x\r\n"],
    [
      "half of the body",
      "PUT /person HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ],
    ["half of the chunks", `${chunked}\r\n1\r\n{\r\n`],
  ])("that carries %s is closed in time", async (_what, bytes) => {
    const begin = performance.now();
    const received = await raw(bytes).received;
    expect(performance.now() - begin).toBeGreaterThan(patience.request - 100);
    expect(statuses(received)).toEqual([408]);
    expect(problemIn(received)).toMatchObject({ detail: "the request must come faster, got: a part of it" });
  });

  test("that carries a byte now and then is closed in time as well", async () => {
    const connection = raw("GET /live HTTP/1.1\r\n");
    const drip = setInterval(() => connection.socket.write("X"), 20);
    expect(statuses(await connection.received)).toEqual([408]);
    clearInterval(drip);
  });

  test("whose client does not read is closed in time, and holds nothing of the database", async () => {
    await fill(20_000);
    const connection = raw("GET /all HTTP/1.1\r\nHost: x\r\n\r\n");
    connection.socket.pause();
    while (served().pool.totalCount === served().pool.idleCount) await sleep(1);
    await poolIdle();
    expect(await connections()).toBe(1);
    while ((await connections()) > 0) await sleep(10);
    connection.socket.resume();
    expect((await connection.received).endsWith("0\r\n\r\n")).toBe(false);
  });

  test("is counted and logged as 499 when its client goes away, before the answer and in the middle of it", async () => {
    await fill(20_000);
    const { port, sql } = served();
    const counted = async (route: string) => {
      const { body } = await send(port, "GET", "/metrics");
      return Number(RegExp(`http_requests_total\\{.*route="${route}",status="499"\\} (\\d+)`).exec(body)?.[1] ?? 0);
    };
    const before = { all: await counted("/all"), person: await counted("/person") };

    const list = raw("GET /all HTTP/1.1\r\nHost: x\r\n\r\n");
    list.socket.once("data", () => list.socket.destroy());
    await list.received;

    // a row lock keeps the answer back
    const held = sql(`BEGIN; LOCK TABLE "People"; SELECT pg_sleep(0.3)`);
    await sleep(100);
    const body = '{"firstName":"al"}';
    const put = raw(
      `PUT /person HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await sleep(100);
    put.socket.destroy();
    await held;

    while ((await connections()) > 0) await sleep(10);
    expect(await counted("/all")).toBe(before.all + 1);
    expect(await counted("/person")).toBe(before.person + 1);
    expect(served().log()).toMatch(
      /"requestId":"gone","method":"PUT","route":"\/person","path":"\/person","status":499,/,
    );
  });

  test("is kept longer than load balancers keep theirs", async () => {
    const connection = raw("GET /live HTTP/1.1\r\nHost: x\r\n\r\n");
    connection.socket.once("data", () => connection.socket.end());
    expect(await connection.received).toMatch(/^Keep-Alive: timeout=75\r$/m);
  });
});
