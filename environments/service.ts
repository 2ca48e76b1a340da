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
});
