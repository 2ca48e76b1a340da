import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import service from "../../../../environments/service";
import { PrometheusRequestCounter } from "../../../../release/verify/metrics/prometheus-request-counter";
import type { PodAddress } from "../../../../release/verify/pod-address";
import { SimulatedClock } from "../../../cluster/clock";

const { metrics, failureStatus } = service.verification.analysis;

interface Query {
  readonly query: string;
  readonly authorization?: string | undefined;
}

const vector = (rows: readonly (readonly [labels: object, value: string])[]) => ({
  status: "success",
  data: { resultType: "vector", result: rows.map(([metric, value]) => ({ metric, value: [1772366400, value] })) },
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A Prometheus that answers as a test has it, and what it was asked. */
async function prometheus(answer: (query: string) => object | string, status = 200) {
  const queries: Query[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const query = new URLSearchParams(body).get("query") ?? "";
      queries.push({ query, authorization: request.headers.authorization });
      const answered = answer(query);
      response.statusCode = request.url === "/base/api/v1/query" ? status : 404;
      response.end(typeof answered === "string" ? answered : JSON.stringify(answered));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
  const clock = new SimulatedClock();
  const pods = { canary: [{ name: "canary-1", port: 3000 }], stable: [] as PodAddress[] };
  const counter = new PrometheusRequestCounter({
    prometheus: { url, podLabel: "pod", namespaceLabel: "kubernetes_namespace" },
    namespace: "shop",
    tracks: { canary: () => pods.canary, stable: () => pods.stable },
    settings: { metrics, failureStatus, ignoredRoutes: new Set(["/ready", "/a+b"]) },
    clock,
    token: "marker",
  });
  return { counter, queries, clock, pods, url, server };
}

test("the requests are those that Prometheus knows of the pods of each track since the beginning", async () => {
  const { counter, queries, clock, pods } = await prometheus((query) => {
    if (query.includes("_bucket"))
      return vector([
        [{ le: "+Inf" }, "21"],
        [{ le: "0.1" }, "19.6"],
      ]);
    return vector(
      query.includes("stable-1")
        ? [[{ status: "200" }, "300.4"]]
        : [
            [{ status: "200" }, "17.7"],
            [{ status: "503" }, "2.9"],
            [{ status: "404" }, "NaN"],
          ],
    );
  });
  expect(await counter.begin()).toBeUndefined();
  pods.stable = [
    { name: "stable-1", port: 3000 },
    { name: "stable-2", port: 3000 },
  ];
  await clock.sleep(60_000);
  const durations = [
    { seconds: 0.1, requests: 20 },
    { seconds: Infinity, requests: 21 },
  ];
  expect(await counter.count()).toEqual({
    canary: { requests: 21, failures: 3, durations },
    stable: { requests: 300, failures: 0, durations },
  });
  const selector = (podsOf: string) =>
    String.raw`{kubernetes_namespace="shop",pod=~"${podsOf}",route!~"/ready|/a\\+b"}[60s]`;
  expect(queries.map(({ query }) => query).sort()).toEqual([
    `sum by (le) (increase(http_request_duration_seconds_bucket${selector("canary-1")}))`,
    `sum by (le) (increase(http_request_duration_seconds_bucket${selector("stable-1|stable-2")}))`,
    `sum by (status) (increase(http_requests_total${selector("canary-1")}))`,
    `sum by (status) (increase(http_requests_total${selector("stable-1|stable-2")}))`,
    "vector(1)",
  ]);
  expect(new Set(queries.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer marker"]));
});

describe("what Prometheus does not tell", () => {
  test.each([
    [
      "because it knows no such metric",
      () => vector([]),
      200,
      "Prometheus knows no http_requests_total of the canary pods: set `analysis.metrics`",
    ],
    ["because it refuses", () => ({ status: "error", error: "parse error" }), 400, "URL answered 400: parse error"],
    ["because a page is there", () => "<html>", 502, "URL answered 502: that is no answer of Prometheus"],
    ["because something else is there", () => "null", 200, "URL answered 200: that is no answer of Prometheus"],
  ])("is said: %s", async (_title, answer, status, sentence) => {
    const { counter, url } = await prometheus(answer, status);
    await counter.begin();
    expect(await counter.count()).toBe(sentence.replace("URL", `${url}api/v1/query`));
  });

  test("is said at the beginning when nobody listens, without the token", async () => {
    const { counter, server, url } = await prometheus(() => vector([]));
    await new Promise((resolve) => server.close(resolve));
    const obstacle = await counter.begin();
    expect(obstacle).toMatch(new RegExp(`^${url}api/v1/query does not answer: connect ECONNREFUSED`));
    expect(obstacle).not.toContain("marker");
  });
});
