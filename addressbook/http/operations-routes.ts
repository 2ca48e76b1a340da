import type { FastifyPluginCallback } from "fastify";
import type { Registry } from "prom-client";

import type { Readiness } from "../database/readiness";

export interface OperationsOptions {
  readonly readiness: Readiness;
  readonly registry: Registry;
  /** Whether the service is about to end. */
  readonly isDraining: () => boolean;
}

/** What Kubernetes, Prometheus and people ask who run the service. */
export const operationsRoutes: FastifyPluginCallback<OperationsOptions> = (
  app,
  { readiness, registry, isDraining },
  done,
) => {
  const ready = (obstacle?: string) =>
    ({ type: "object", properties: { ready: { const: obstacle === undefined } }, required: ["ready"] }) as const;

  app.get(
    "/live",
    {
      schema: {
        operationId: "isLive",
        summary: "Whether the process works; the database is not asked",
        response: { 200: { description: "It does", type: "object", properties: { live: { const: true } } } },
      },
    },
    () => ({ live: true }),
  );

  app.get(
    "/ready",
    {
      schema: {
        operationId: "isReady",
        summary: "Whether requests can be answered: the database works, and has the schema that is needed",
        response: {
          200: { description: "They can", ...ready() },
          503: {
            description: "They cannot, and why",
            type: "object",
            properties: { ready: { const: false }, reason: { type: "string" } },
            required: ["ready", "reason"],
          },
        },
      },
    },
    async (_request, reply) => {
      const reason = isDraining() ? "the service is about to end" : await readiness.obstacle();
      if (reason === undefined) return { ready: true };
      reply.code(503);
      return { ready: false, reason };
    },
  );

  app.get(
    "/metrics",
    {
      schema: {
        operationId: "getMetrics",
        summary: "Figures for Prometheus",
        response: {
          200: {
            description: "Figures in Prometheus' text format",
            content: { "text/plain": { schema: { type: "string" } } },
          },
        },
      },
    },
    async (_request, reply) => {
      reply.type(registry.contentType);
      return registry.metrics();
    },
  );
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  done();
};
