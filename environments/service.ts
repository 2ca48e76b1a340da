import addressbook from "../addressbook/package.json";
import { defineService } from "./schema/define-service";

/**
 * The service that every environment carries. Put your own here: this file is the only one that knows its name, its
 * programs and its manners. A file of an environment may set any of it differently, under `service`.
 */
export default defineService({
  name: "addressbook",
  namespace: "addressbook",
  version: addressbook.version,

  command: [],
  port: 3000,
  probes: { startup: "/live", readiness: "/ready", liveness: "/live" },
  drainSeconds: 5,
  shutdownSeconds: 25,
  writableDirectories: { "/tmp": "16Mi" },
  configuration: { NODE_ENV: "production" },

  migrationCommand: ["node", "dist/migrate.js"],
  bootstrapCommand: ["node", "dist/bootstrap.js"],
  databasePoolSize: 3,

  strategy: "canary",
  stablePods: 3,
  canaryPods: 1,
  minimumPods: 1,
  resources: { cpuRequest: "100m", cpuLimit: "500m", memoryRequest: "128Mi", memoryLimit: "256Mi" },
  balancer: { exposure: "internet", allowedCidrs: ["0.0.0.0/0"] },

  verification: {
    functionalTests: [
      {
        name: "the service is ready",
        request: { method: "GET", path: "/ready" },
        expect: { status: 200, body: { ready: true } },
      },
      {
        name: "a person can be added",
        request: { method: "PUT", path: "/person", body: { firstName: "Release", lastName: "{{run}}" } },
        expect: { status: 200, body: { firstName: "Release", lastName: "{{run}}" } },
        keep: { id: "body.id" },
        cleanup: { method: "DELETE", path: "/person/{{id}}" },
      },
      {
        name: "the person can be read",
        request: { method: "GET", path: "/person/{{id}}" },
        expect: { status: 200, body: { id: "{{id}}", firstName: "Release", lastName: "{{run}}" } },
      },
      {
        name: "the person can be deleted",
        request: { method: "DELETE", path: "/person/{{id}}" },
        expect: { status: 200 },
      },
      {
        name: "the person is gone",
        request: { method: "GET", path: "/person/{{id}}" },
        expect: { status: 404 },
      },
      {
        name: "persons can be listed",
        request: { method: "GET", path: "/all?limit=1" },
        expect: { status: 200, body: [] },
      },
    ],
    command: [],
    job: [],
    analysis: {
      windowSeconds: 60,
      confidence: 0.95,
      maxErrorPercentagePoints: 1,
      maxSlowdownPercent: 50,
      slowMillis: 100,
      minimumRequests: 50,
      failureStatus: "5..",
      metrics: {
        path: "/metrics",
        requests: "http_requests_total",
        statusLabel: "status",
        duration: "http_request_duration_seconds",
        routeLabel: "route",
        ignoredRoutes: ["/openapi.json"],
      },
    },
    load: { requestsPerSecond: 0, paths: ["/all?limit=10"] },
    onPass: "wait",
    onFail: "rollback",
    onInconclusive: "wait",
  },
});
