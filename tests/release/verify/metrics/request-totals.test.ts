import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";

import { createMetrics } from "../../../../addressbook/http/metrics";
import service from "../../../../environments/service";
import { requestTotals } from "../../../../release/verify/metrics/request-totals";

const { metrics, failureStatus } = service.verification.analysis;
const settings = { metrics, failureStatus, ignoredRoutes: new Set(["/ready", "/live", "/metrics"]) };

describe("the figures of the service itself", () => {
  const pool = { idleCount: 0, totalCount: 0, waitingCount: 0, options: { max: 3 } } as unknown as Pool;
  const page = async (requests: readonly (readonly [route: string, status: number, millis: number])[]) => {
    const figures = createMetrics({ version: "1.0.0", track: "canary" }, pool);
    for (const [url, status, elapsedTime] of requests) {
      const request = { method: "GET", routeOptions: { url } } as unknown as FastifyRequest;
      figures.count(request, { elapsedTime } as FastifyReply, status);
    }
    return figures.registry.metrics();
  };

  test("are read, without those of probes", async () => {
    const text = await page([
      ["/all", 200, 3],
      ["/all", 503, 700],
      ["/person/:id", 404, 20],
      ["/ready", 503, 2000],
      ["/metrics", 200, 5],
    ]);
    const totals = requestTotals(text, settings)!;
    expect(totals).toMatchObject({ requests: 3, failures: 1, startedAt: expect.any(Number) as number });
    expect(totals.durations).toEqual(
      [
        [0.001, 0],
        [0.0025, 0],
        [0.005, 1],
        [0.01, 1],
        [0.025, 2],
        [0.05, 2],
        [0.1, 2],
        [0.25, 2],
        [0.5, 2],
        [1, 3],
        [2.5, 3],
        [5, 3],
        [10, 3],
        [Infinity, 3],
      ].map(([seconds, requests]) => ({ seconds, requests })),
    );
  });

  test("are zero before the first request, not missing", async () => {
    expect(requestTotals(await page([]), settings)).toMatchObject({ requests: 0, failures: 0, durations: [] });
  });
});

describe("the figures of another service", () => {
  const ours = {
    ...settings,
    failureStatus: "5..|UNAVAILABLE",
    metrics: { ...metrics, requests: "rpc_total", statusLabel: "code", duration: "rpc_seconds", routeLabel: "rpc" },
  };

  test("are read by their own names", () => {
    const text = [
      'rpc_total{rpc="Get",code="OK"} 10',
      'rpc_total{rpc="Get",code="UNAVAILABLE"} 2',
      'rpc_total{rpc="Get",code="1500"} 1',
      'rpc_total{rpc="/ready",code="UNAVAILABLE"} 9',
      'rpc_seconds_bucket{rpc="Get",le="1.0"} 4',
      'rpc_seconds_bucket{rpc="Put",le="1"} 3',
      'rpc_seconds_bucket{rpc="Put",le="+Inf"} 5',
      'rpc_seconds_bucket{rpc="/ready",le="1"} 50',
      'rpc_total{rpc="Get",code="OK"} NaN',
    ].join("\n");
    expect(requestTotals(text, ours)).toEqual({
      requests: 13,
      failures: 2,
      durations: [
        { seconds: 1, requests: 7 },
        { seconds: Infinity, requests: 5 },
      ],
      startedAt: undefined,
    });
  });

  test.each([
    ["has no such metric", "up 1", undefined],
    ["is a page of a proxy", "<html>not found</html>", undefined],
    [
      "declares it as OpenMetrics does",
      "# TYPE rpc counter\n# EOF",
      { requests: 0, failures: 0, startedAt: undefined },
    ],
    ["has no histogram", "rpc_total 4", { requests: 4, failures: 0, startedAt: undefined }],
  ])("that %s", (_title, text, expected) => {
    expect(requestTotals(text, ours)).toEqual(expected);
  });
});
