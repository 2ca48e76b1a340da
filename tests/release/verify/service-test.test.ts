import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Service } from "../../../environments/schema/service";
import type { FunctionalTest } from "../../../environments/schema/verification";
import { PodTimeout, Silence } from "../../../release/cluster/pod-request";
import { test as testService } from "../../../release/commands/test";
import { UrlAccess } from "../../../release/verify/url-access";
import { SimulatedClock } from "../../cluster/clock";
import { changedEnvironment } from "../../support/changed-environment";
import { environment, minimal } from "../../support/environments";
import { type Answer, ScriptedPods } from "./scripted-pods";

describe("A service at a URL", () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let access: UrlAccess;
  beforeEach(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    access = new UrlAccess(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is asked with the method, path, headers and body of a test", async () => {
    answer = (request, response) => {
      request.setEncoding("utf8").on("data", (body: string) => {
        response.writeHead(201, { "X-Kind": "person" });
        response.end(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
      });
    };
    const headers = { "content-type": "application/json" };
    expect(
      await access.request("", 0, { method: "PUT", path: "//person?x=1", headers, body: '{"a":1}' }),
    ).toMatchObject({
      status: 201,
      headers: { "x-kind": "person" },
      body: 'PUT //person?x=1 application/json {"a":1}',
    });
  });

  test("answers with a redirection, which is not followed", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    expect(await access.request("", 0, { method: "GET", path: "/" })).toMatchObject({
      status: 302,
      headers: { location: "/elsewhere" },
    });
  });

  test("may be too slow", async () => {
    answer = () => undefined;
    const asked = access.request("", 0, { method: "GET", path: "/", timeoutMillis: 20 });
    await expect(asked).rejects.toThrow(new PodTimeout("no answer within 0.02 s", ""));
  });

  test("may hang up, or not be there", async () => {
    answer = (request) => request.socket.destroy();
    const asked = () => access.request("", 0, { method: "GET", path: "/" });
    await expect(asked()).rejects.toThrow(new Silence("other side closed", ""));
    await new Promise((closed) => server.close(closed));
    await expect(asked()).rejects.toThrow(/^connect ECONNREFUSED 127\.0\.0\.1:\d+$/);
  });
});

describe("The functional tests of a service without a cluster", () => {
  const name = "127.0.0.1:3000";
  const hello: FunctionalTest = {
    name: "it greets",
    request: { method: "GET", path: "/hello" },
    expect: { status: 200, body: { matches: "^hello$" } },
  };
  const { service } = changedEnvironment(environment("aws-test", minimal.aws), {
    service: { verification: { functionalTests: [hello] } },
  });

  async function run(answer: (path: string, at: number) => Answer, tested: Service = service) {
    const clock = new SimulatedClock();
    const begun = clock.now();
    const access = new ScriptedPods().set(name, ({ path }) => answer(path, clock.now() - begun));
    const events: object[] = [];
    const outcome = await testService(
      tested,
      { access, address: { name, port: 3000 } },
      {
        clock,
        deadline: begun + 10_000,
        signal: new AbortController().signal,
        say: (event) => events.push(event),
      },
    );
    return { outcome, events, sent: access.sent() };
  }

  test("are run when it is ready", async () => {
    const { outcome, events, sent } = await run((path, at) =>
      path === "/ready" ? (at < 1200 ? "refused" : {}) : { body: "hello" },
    );
    expect(outcome).toEqual({ code: 0, summary: `${name} has passed 1 of 1 functional tests`, next: [] });
    expect(sent).toEqual(["GET /ready", "GET /ready", "GET /ready", "GET /ready", "GET /hello"]);
    expect(events).toEqual([
      { type: "step", step: "verify", state: "running" },
      { type: "step", step: "verify", state: "done", note: "pass" },
      {
        type: "verdict",
        verdict: {
          verdict: "pass",
          findings: [
            {
              kind: "functional",
              name: "it greets",
              pod: name,
              verdict: "pass",
              evidence: "GET /hello was answered with 200",
              millis: 0,
            },
          ],
        },
      },
    ]);
  });

  test("fail with what is wrong", async () => {
    const { outcome, events } = await run((path) => (path === "/ready" ? {} : { status: 500, body: "no table" }));
    expect(outcome).toEqual({ code: 1, summary: `${name} has passed 0 of 1 functional tests`, next: [] });
    expect(JSON.stringify(events)).toContain("GET /hello: status 500 instead of 200; body: no table");
  });

  test("fail when it is silent", async () => {
    const { outcome, events } = await run((path) => (path === "/ready" ? {} : "refused"));
    expect(outcome.code).toBe(1);
    expect(JSON.stringify(events)).toContain("GET /hello was not answered: error trying to reach service");
  });

  test.each<[answer: Answer, why: string]>([
    [{ status: 503, body: "the database\nis away" }, "GET /ready was answered with 503: the database is away"],
    ["late", "GET /ready was not answered: no answer within 5 s"],
  ])("are not run when it is not ready in time: %j", async (answer, why) => {
    const { outcome, sent } = await run(() => answer);
    expect(outcome).toEqual({ code: 70, summary: `${name} is not ready: ${why}`, next: [] });
    expect(new Set(sent)).toEqual(new Set(["GET /ready"]));
  });

  test("may be none", async () => {
    const { verification } = service;
    const without = { ...service, verification: { ...verification, functionalTests: [] } };
    expect((await run(() => ({}), without)).outcome).toEqual({
      code: 0,
      summary: `${name} has passed 0 of 0 functional tests`,
      next: [],
    });
  });
});
