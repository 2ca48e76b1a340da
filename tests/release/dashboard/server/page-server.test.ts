import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { ValidationError } from "../../../../environments/schema/problems";
import { ApiError, Unreachable } from "../../../../release/cluster/errors";
import type { Dashboard } from "../../../../release/dashboard/server/dashboard";
import { Listeners } from "../../../../release/dashboard/server/listeners";
import { pageServer } from "../../../../release/dashboard/server/page-server";
import { Refusal } from "../../../../release/dashboard/server/refusal";
import { ReleaseFailure } from "../../../../release/failure";
import { type Asked, ask } from "./asked";

const token = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const page = { html: "<!doctype html>", script: "page()", style: "body{}" };
const plan = { command: "promote", image: "app:1.1.0", steps: [] } as const;
const written = { at: "2026-03-01T12:00:00.000Z", by: "ana", text: "it is slow" };

const safe = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const json = "application/json; charset=utf-8";

describe("The server of the page", () => {
  const started = jest.fn<undefined, Parameters<Dashboard["start"]>>();
  const added = jest.fn<Promise<typeof written>, Parameters<Dashboard["addNote"]>>();
  const onDefect = jest.fn();
  const serve = (isReadOnly: boolean) => {
    const dashboard: Dashboard = {
      isReadOnly,
      listeners: new Listeners(),
      plan: (command) => Promise.resolve({ ...plan, command }),
      start: started,
      addNote: added,
    };
    return pageServer(dashboard, { token, page, onDefect });
  };
  const servers = [serve(false), serve(true)] as const;
  let [port, readOnlyPort] = [0, 0];
  beforeAll(async () => {
    for (const server of servers) await server.listen({ host: "127.0.0.1", port: 0 });
    [port = 0, readOnlyPort = 0] = servers.map(({ server }) => (server.address() as AddressInfo).port);
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
  });
  beforeEach(() => {
    for (const mock of [started, added, onDefect]) mock.mockReset();
    added.mockResolvedValue(written);
  });

  const at = (path: string): string => `http://127.0.0.1:${port}/${path}`;
  const there = (path: string, asked?: Asked) => ask(at(`${token}/${path}`), asked);
  const sent = (path: string, body: string, headers: Asked["headers"] = {}) =>
    there(path, { method: "POST", body, headers });

  test.each([
    ["", "text/html; charset=utf-8", page.html],
    ["app.js", "text/javascript; charset=utf-8", page.script],
    ["app.css?1", "text/css; charset=utf-8", page.style],
    ["plan?command=promote", json, JSON.stringify(plan)],
    ["plan?command=rollback", json, JSON.stringify({ ...plan, command: "rollback" })],
  ])("gives %j as %s", async (path, type, body) => {
    const answer = await there(path);
    expect(answer).toMatchObject({ status: 200, body, headers: { ...safe, "content-type": type } });
  });

  test.each<[name: string, headers: Asked["headers"]]>([
    ["the person who opens it", { "sec-fetch-site": "none" }],
    ["a program", { "sec-fetch-site": undefined }],
    ["the name of this machine", { host: "LOCALHOST:PORT" }],
    ["its other address", { host: "[::1]:PORT", origin: "http://[::1]:PORT" }],
  ])("is there for %s", async (_, headers = {}) => {
    const own = Object.entries(headers).map(([name, value]) => [name, value?.replace("PORT", String(port))]);
    expect(await there("", { headers: Object.fromEntries(own) as Asked["headers"] })).toMatchObject({ status: 200 });
  });

  const stranger = [403, { message: "open the address that `npx release dashboard` has printed" }] as const;
  const nothing = [404, { message: "there is nothing at this address" }] as const;
  const wrongType = [415, { message: "the content type must be application/json" }] as const;
  const wrongBody = [400, { message: "the request must be HTTP, and its body JSON" }] as const;
  const postOnly = [405, { message: "the method must be POST" }] as const;
  const getOnly = [405, { message: "the method must be GET" }] as const;
  const rollback = (headers: Asked["headers"], body = "{}"): Asked => ({ method: "POST", headers, body });
  const same = token.slice(0, -1);

  test.each<[name: string, path: string, asked: Asked, status: number, body: object]>([
    ["no token", "", {}, ...stranger],
    ["no token, and a file", "app.js", {}, ...stranger],
    ["another token", `${same}H/`, {}, ...stranger],
    ["a part of the token", `${same}/`, {}, ...stranger],
    ["more than the token", `${token}H/`, {}, ...stranger],
    ["the token at another place", `x/${token}/`, {}, ...stranger],
    ["the token as a parameter", `?token=${token}`, {}, ...stranger],
    ["the token, written in another way", `%30${token.slice(1)}/`, {}, ...stranger],
    ["an address that cannot be read, and no token", "%", {}, ...stranger],
    ["an address that cannot be read", `${token}/%`, {}, ...wrongBody],
    ["a foreign name that leads here", `${token}/`, { headers: { host: "evil.example:PORT" } }, ...stranger],
    ["a name that only begins as ours", `${token}/`, { headers: { host: "localhost.evil.example:PORT" } }, ...stranger],
    ["another port", `${token}/`, { headers: { host: "127.0.0.1:1" } }, ...stranger],
    ["no port", `${token}/`, { headers: { host: "127.0.0.1" } }, ...stranger],
    ["a foreign origin", `${token}/events`, { headers: { origin: "http://evil.example" } }, ...stranger],
    ["an origin of this machine", `${token}/`, { headers: { origin: "http://127.0.0.1:1" } }, ...stranger],
    ["a page without an origin", `${token}/`, { headers: { origin: "null" } }, ...stranger],
    ["another site", `${token}/`, { headers: { "sec-fetch-site": "cross-site" } }, ...stranger],
    ["another port of this machine", `${token}/`, { headers: { "sec-fetch-site": "same-site" } }, ...stranger],
    ["a foreign origin that writes", `${token}/rollback`, rollback({ origin: "http://evil.example" }), ...stranger],
    ["no origin that writes", `${token}/rollback`, rollback({ origin: "null" }), ...stranger],
    [
      "nobody knows whose request",
      `${token}/rollback`,
      rollback({ origin: undefined, "sec-fetch-site": undefined }),
      ...stranger,
    ],
    [
      "a person's request that writes",
      `${token}/rollback`,
      rollback({ origin: undefined, "sec-fetch-site": "none" }),
      ...stranger,
    ],
    ["an address with nothing", `${token}/secrets`, {}, ...nothing],
    ["what every object has", `${token}/toString`, {}, ...nothing],
    ["the token without its end", token, {}, ...nothing],
    ["a file of the machine", `${token}/../../etc/passwd`, {}, ...nothing],
    ["a decision that is looked at", `${token}/promote`, {}, ...postOnly],
    ["a decision that is deleted", `${token}/rollback`, { method: "DELETE" }, ...postOnly],
    ["a question before a request", `${token}/notes`, { method: "OPTIONS" }, ...postOnly],
    ["a method of others", `${token}/notes`, { method: "PROPFIND" }, ...postOnly],
    ["the page that is written", `${token}/`, { method: "POST", body: "{}" }, ...getOnly],
    ["the head of the events", `${token}/events`, { method: "PUT" }, ...getOnly],
    [
      "a form",
      `${token}/rollback`,
      rollback({ "content-type": "application/x-www-form-urlencoded" }, "a=b"),
      ...wrongType,
    ],
    ["a form that looks like JSON", `${token}/rollback`, rollback({ "content-type": "text/plain" }), ...wrongType],
    ["no type", `${token}/rollback`, rollback({ "content-type": undefined }), ...wrongType],
    ["another JSON", `${token}/rollback`, rollback({ "content-type": "application/json5" }), ...wrongType],
    ["no JSON", `${token}/rollback`, rollback({}, "{"), ...wrongBody],
    ["no body", `${token}/rollback`, rollback({}, ""), ...wrongBody],
    ["a prototype", `${token}/rollback`, rollback({}, '{"__proto__":{}}'), ...wrongBody],
    ["a rollback of something", `${token}/rollback`, rollback({}, '{"to":1}'), 400, { message: "the body must be {}" }],
    [
      "a promotion of whatever there is",
      `${token}/promote`,
      rollback({}),
      400,
      { message: "the body must have `image`, and may have `accept`" },
    ],
    [
      "a verdict that there is not",
      `${token}/promote`,
      rollback({}, '{"image":"app","accept":"pass"}'),
      400,
      { message: "the body must have `image`, and may have `accept`" },
    ],
    ["a note without a text", `${token}/notes`, rollback({}), 400, { message: "the body must have `text`" }],
    [
      "a note that is too large",
      `${token}/notes`,
      rollback({}, JSON.stringify({ text: "x".repeat(8192) })),
      413,
      { message: "the body must be at most 8192 bytes" },
    ],
    ["no plan", `${token}/plan`, {}, 400, { message: "`command` must be promote or rollback" }],
    [
      "two plans",
      `${token}/plan?command=promote&command=rollback`,
      {},
      400,
      { message: "`command` must be promote or rollback" },
    ],
  ])("refuses %s", async (_, path, asked, status, message) => {
    const headers = Object.entries(asked.headers ?? {}).map(([name, value]) => [
      name,
      value?.replace("PORT", `${port}`),
    ]);
    const answer = await ask(at(path), { ...asked, headers: Object.fromEntries(headers) as Asked["headers"] });
    expect({ ...answer, body: JSON.parse(answer.body) as unknown }).toMatchObject({
      status,
      body: message,
      headers: {
        ...safe,
        "content-type": json,
        ...(status === 405 ? { allow: /POST|GET/.exec(JSON.stringify(message))?.[0] } : {}),
      },
    });
    expect(answer.body).toBe(JSON.stringify(message));
    expect([started.mock.calls, added.mock.calls]).toEqual([[], []]);
  });

  test("does not answer what is no HTTP", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write("EHLO there\r\n\r\n");
    expect(await text(socket)).toBe("");
  });

  test("begins what was decided on, and keeps what was written", async () => {
    expect(await sent("promote", '{"image":"app:1.1.0","accept":"fail"}')).toMatchObject({ status: 202, body: "" });
    expect(await sent("rollback", "{}", { "content-type": "application/json; charset=utf-8" })).toMatchObject({
      status: 202,
    });
    expect(started.mock.calls).toEqual([
      ["promote", { image: "app:1.1.0", accept: "fail" }],
      ["rollback", {}],
    ]);
    const note = await sent("notes", '{"text":"it is slow"}', { origin: undefined });
    expect(note).toMatchObject({ status: 201, body: JSON.stringify(written), headers: safe });
    expect(added.mock.calls).toEqual([["it is slow"]]);
  });

  test.each(["promote", "rollback", "notes"])("changes nothing by %s when it is read-only", async (path) => {
    const answer = await ask(`http://127.0.0.1:${readOnlyPort}/${token}/${path}`, { method: "POST", body: "{}" });
    expect(answer).toMatchObject({
      status: 403,
      headers: safe,
      body: '{"message":"this page only shows, and changes nothing"}',
    });
    expect(await ask(`http://127.0.0.1:${readOnlyPort}/${token}/plan?command=promote`)).toMatchObject({ status: 200 });
    expect([started.mock.calls, added.mock.calls]).toEqual([[], []]);
  });

  test.each<[name: string, error: Error, status: number, message: string]>([
    ["an obstacle", new Refusal(409, "somebody is at work"), 409, "somebody is at work"],
    [
      "a wrong note",
      new ValidationError([{ file: "the note", problems: [{ path: "text", rule: "must not be empty", got: 0 }] }]),
      400,
      "`text` must not be empty, got: 0",
    ],
    ["nothing to do it with", new ReleaseFailure("nothing was released yet"), 409, "nothing was released yet"],
    ["a cluster that refuses", new ApiError(403, "Forbidden", "it is forbidden", "GET pods"), 503, "it is forbidden"],
    ["a cluster that is away", new Unreachable("there is no answer", "GET pods"), 503, "there is no answer"],
    [
      "a defect",
      new TypeError("token is undefined"),
      500,
      "the dashboard has a defect; the terminal that it runs in tells more",
    ],
  ])("tells of %s", async (_, error, status, message) => {
    added.mockRejectedValue(error);
    expect(await sent("notes", '{"text":"it is slow"}')).toMatchObject({
      status,
      headers: safe,
      body: JSON.stringify({ message }),
    });
    expect(onDefect.mock.calls).toEqual(status === 500 ? [[error]] : []);
  });
});
