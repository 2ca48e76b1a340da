import { ApiClient } from "../../../release/cluster/api-client";
import { ApiError, Unreachable } from "../../../release/cluster/errors";
import { SimulatedClock } from "../../cluster/clock";
import { type Act, json, page, refuses, resets, ScriptedApi, stalls, truncates } from "./support/scripted-api";

let clock: SimulatedClock;
let api: ScriptedApi;
let troubles: string[];
let start: number;

beforeEach(async () => {
  clock = new SimulatedClock();
  start = clock.now();
  api = await ScriptedApi.start(clock);
  troubles = [];
});
afterEach(async () => {
  clock.stop();
  await api.stop();
});

const client = (seconds = 300, signal = new AbortController().signal): ApiClient =>
  new ApiClient(api, { clock, signal, deadline: start + seconds * 1000, onTrouble: (reason) => troubles.push(reason) });

const question = { name: "GET pods/one", method: "GET", path: "/api/v1/namespaces/demo/pods/one" };
const pod = { kind: "Pod", metadata: { name: "one" } };
const passed = (): number => (clock.now() - start) / 1000;

describe("What passes by is survived, and told once", () => {
  test.each<[string, Act, string]>([
    ["throttling", refuses(429, "TooManyRequests", "too many requests"), "429 too many requests"],
    [
      "an internal error",
      refuses(500, "InternalError", "etcd is changing its leader"),
      "500 etcd is changing its leader",
    ],
    ["a proxy without a server", page(502, "502 Bad Gateway"), '502 a web page "502 Bad Gateway" of a proxy'],
    ["a server that is not ready", refuses(503, "ServiceUnavailable", "not ready"), "503 not ready"],
    ["a time-out", refuses(504, "Timeout", "request did not complete"), "504 request did not complete"],
    [
      "a server that is starting",
      refuses(403, "Forbidden", 'pods "one" is forbidden: not yet ready to handle request'),
      '403 pods "one" is forbidden: not yet ready to handle request',
    ],
    ["a closed connection", resets, "the connection was closed before the answer was there"],
    ["half an answer", truncates, "the answer was cut off"],
    ["an answer that is not JSON", (response) => response.end("pods: none"), "the answer is not whole"],
    [
      "a page in the place of the answer",
      page(200, "Sign in"),
      '200 and a web page "Sign in" of a proxy, which is not the API of a cluster',
    ],
    [
      "a page that says that there is nothing",
      page(404, "Not Found"),
      '404 and a web page "Not Found" of a proxy, which is not the API of a cluster',
    ],
    [
      "a redirection",
      (response) => response.writeHead(302, { Location: "https://login.example.com/?ticket=hunter2" }).end(),
      "302 and a redirection to login.example.com, which is not the API of a cluster",
    ],
    ["no answer", stalls({ begun: false }), "no answer within 15 s"],
    ["an answer that does not end", stalls({ begun: true }), "no answer within 15 s"],
  ])("%s", async (_what, act, reason) => {
    api.does(json(200, {}), act, act, json(200, pod));
    const asking = client();
    await asking.ask(question);

    expect(await asking.ask(question)).toMatchObject({ status: 200, object: pod });
    expect(api.asked).toHaveLength(4);
    expect(troubles).toEqual([reason]);
  });
});

test("nothing is asked sooner than the server wants", async () => {
  api.does(refuses(429, "TooManyRequests", "slow down", { "Retry-After": "7" }), json(200, pod));
  await client().ask(question);

  expect(passed()).toBeGreaterThanOrEqual(7);
  expect(passed()).toBeLessThan(8);
});

test("a date at which to come back is understood, too", async () => {
  const when = new Date(start + 20_000).toUTCString();
  api.does(refuses(503, "ServiceUnavailable", "upgrade", { "Retry-After": when }), json(200, pod));
  await client().ask(question);

  expect(passed()).toBeGreaterThanOrEqual(20);
  expect(passed()).toBeLessThan(21);
});

test("it is asked less and less often, until the deadline, and then told what the last trouble was", async () => {
  api.does(json(200, pod), refuses(503, "ServiceUnavailable", "the server is starting"));
  const asking = client(120);
  await asking.ask(question);

  const failure = await asking.ask(question).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Unreachable);
  expect((failure as Unreachable).message).toBe(
    "GET pods/one: the cluster gave no answer for 120 s: 503 the server is starting",
  );
  expect((failure as Unreachable).request).toBe("GET pods/one");
  expect(passed()).toBe(120);
  // 200 ms, 400 ms, … 5 s, and less by up to a half
  expect(api.asked.length).toBeGreaterThan(27);
  expect(api.asked.length).toBeLessThan(58);
});

test("a try does not outlive the deadline", async () => {
  api.does(stalls({ begun: true }));

  await expect(client(4).ask(question)).rejects.toThrow(
    "GET pods/one: the cluster gave no answer for 4 s: no answer within 4 s",
  );
  expect(passed()).toBe(4);
});

test("a server that has never answered is given up after half a minute", async () => {
  await api.stop();

  await expect(client().ask(question)).rejects.toThrow(
    `GET pods/one: the cluster gave no answer for 30 s: 127.0.0.1:${api.port} refuses the connection: nothing listens there`,
  );
});

test("a server that is restarted is waited for", async () => {
  const asking = client();
  api.does(json(200, pod));
  await asking.ask(question);
  await api.stop();
  clock.after(100_000, () => void api.listen());

  expect(await asking.ask(question)).toMatchObject({ object: pod });
  expect(passed()).toBeGreaterThanOrEqual(100);
  expect(passed()).toBeLessThan(115);
});

describe("What does not pass by is told at once", () => {
  test.each<[number, Act, string, string]>([
    [400, refuses(400, "BadRequest", "the name is wrong"), "BadRequest", "the name is wrong"],
    [404, refuses(404, "NotFound", 'pods "one" not found'), "NotFound", 'pods "one" not found'],
    [405, refuses(405, "MethodNotAllowed", "not here"), "MethodNotAllowed", "not here"],
    [409, refuses(409, "Conflict", "the object has been modified"), "Conflict", "the object has been modified"],
    [422, refuses(422, "Invalid", "spec.replicas: Invalid value: -1"), "Invalid", "spec.replicas: Invalid value: -1"],
    [
      500,
      refuses(500, "", "failed to convert new object (demo/x; /v1, Kind=Pod) to proper version: x"),
      "",
      "failed to convert new object (demo/x; /v1, Kind=Pod) to proper version: x",
    ],
    [403, page(403, "Blocked by policy"), "", '403 a web page "Blocked by policy" of a proxy'],
    [403, refuses(403, "Forbidden", "exceeded quota: small"), "Forbidden", "exceeded quota: small"],
    [
      403,
      refuses(403, "Forbidden", forbidden('resource "deployments" in API group "apps" in the namespace "demo"')),
      "Forbidden",
      forbidden('resource "deployments" in API group "apps" in the namespace "demo"') +
        "; whoever administers the cluster can grant it, and `kubectl auth can-i patch deployments.apps --namespace demo` " +
        "tells when it is there",
    ],
    [
      403,
      refuses(403, "Forbidden", forbidden('resource "pods/proxy" in API group "" in the namespace "demo"')),
      "Forbidden",
      forbidden('resource "pods/proxy" in API group "" in the namespace "demo"') +
        "; whoever administers the cluster can grant it, and " +
        "`kubectl auth can-i patch pods --subresource=proxy --namespace demo` tells when it is there",
    ],
    [
      403,
      refuses(
        403,
        "Forbidden",
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group ""',
      ),
      "Forbidden",
      'the cluster does not know who you are, it got no login of user "ci" of kubeconfig: pods is forbidden: ' +
        'User "system:anonymous" cannot list resource "pods" in API group ""',
    ],
  ])("%i", async (status, act, reason, message) => {
    api.does(act);
    const failure = await client()
      .ask(question)
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status, reason, message, request: "GET pods/one" });
    expect(api.asked).toHaveLength(1);
    expect(passed()).toBe(0);
  });
});

describe("A login that is not accepted (any more)", () => {
  const unauthorized = refuses(401, "Unauthorized", "Unauthorized");

  test("is renewed once, and the request sent again", async () => {
    api.does(unauthorized, json(200, pod));
    await client().ask(question);

    expect(api.asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-0", "Bearer token-1"]);
  });

  test("is told when a fresh one is not accepted either", async () => {
    api.does(unauthorized);

    await expect(client().ask(question)).rejects.toMatchObject({
      status: 401,
      message: 'the cluster does not let user "ci" of kubeconfig in: log in again',
    });
    expect(api.renewals).toBe(1);
  });
});

test("requests share connections", async () => {
  api.does(json(200, pod));
  const asking = client();
  for (let request = 0; request < 5; request++) await asking.ask(question);

  expect(api.connections).toBe(1);
});

test("an interruption ends a request and a wait with its reason", async () => {
  const interrupted = new AbortController();
  api.does(() => {
    interrupted.abort(new Error("Ctrl-C"));
  });

  await expect(client(300, interrupted.signal).ask(question)).rejects.toThrow("Ctrl-C");
  await expect(client(300, interrupted.signal).ask(question)).rejects.toThrow("Ctrl-C");
  expect(api.asked).toHaveLength(1);
});

test("the time of the server is known from its answers, and goes on", async () => {
  const asking = client();
  expect(asking.serverTime()).toBeUndefined();
  api.does(json(200, pod, { Date: new Date(start + 3_600_000).toUTCString() }));
  await asking.ask(question);
  await clock.sleep(5000);

  expect(asking.serverTime()).toBe(start + 3_605_000);
});

test("no value of a Secret is in what is told, though the API quotes it", async () => {
  const marker = "s3cr3t-marker";
  const encoded = Buffer.from(marker).toString("base64");
  const body = JSON.stringify({ kind: "Secret", data: { PASSWORD: encoded }, stringData: { OTHER: `${marker}-2` } });
  const write = { ...question, name: "PATCH secrets/db-params", method: "PATCH", body };
  const says = (said: string): Act => refuses(400, "BadRequest", said);
  const quote = `illegal base64 data, error found in #10 byte of ...|SSWORD":"${marker}`;
  api.does(says(quote), says(`value ${encoded} is wrong, so is ${marker}-2`), refuses(500, "", `webhook: ${marker}`));

  const messages: string[] = [];
  for (let request = 0; request < 3; request++)
    await client(20)
      .ask(write)
      .catch((error: unknown) => messages.push((error as Error).message));
  expect(messages).toEqual([
    "illegal base64 data",
    "value … is wrong, so is …",
    "PATCH secrets/db-params: the cluster gave no answer for 20 s: 500 webhook: …",
  ]);
  expect(JSON.stringify([messages, troubles])).not.toContain("s3cr3t");
});

function forbidden(what: string): string {
  return `deployments.apps "x" is forbidden: User "ci" cannot patch ${what}`;
}
