import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What runs, for logs and metrics. */
export interface Build {
  readonly version: string;
  /** `canary` or `stable` in a release. */
  readonly track: string;
}

/** In seconds: fine where requests usually are, up to the timeout of statements. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Figures in Prometheus' text format. */
export interface Metrics {
  readonly registry: Registry;
  /** Counts a request that is over. */
  count(request: FastifyRequest, reply: FastifyReply, status: number): void;
}

/** Figures of requests, connections to the database and the process. */
export function createMetrics({ version, track }: Build, pool: Pool): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  new Gauge({ name: "build_info", help: "What runs", labelNames: ["version", "track"], registers }).set(
    { version, track },
    1,
  );
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests by the status of their answer; 499 is that of clients who went away before its end",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the headers of a request to the end of its answer",
    labelNames: ["method", "route"],
    buckets,
    registers,
  });
  const connections = new Gauge({
    name: "database_pool_connections",
    help: "Connections to the database by state",
    labelNames: ["state"],
    registers,
    collect() {
      connections.set({ state: "idle" }, pool.idleCount);
      connections.set({ state: "used" }, pool.totalCount - pool.idleCount);
    },
  });
  new Gauge({
    name: "database_pool_connections_max",
    help: "Connections to the database that are held open at most",
    registers,
  }).set(pool.options.max);
  const waiting = new Gauge({
    name: "database_pool_requests_waiting",
    help: "Requests that wait for a connection to the database",
    registers,
    collect() {
      waiting.set(pool.waitingCount);
    },
  });
  return {
    registry,
    count: ({ method, routeOptions }, { elapsedTime }, status) => {
      // the pattern of the address, so that clients cannot make series as they like
      const route = routeOptions.url ?? "unknown";
      requests.inc({ method, route, status });
      duration.observe({ method, route }, elapsedTime / 1000);
    },
  };
}
