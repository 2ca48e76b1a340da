import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

/** Asked every few seconds by machines. */
const probes = new Set(["/live", "/ready", "/metrics"]);

/** Fastify's own lines, without those of a request, which would be two and none when the client goes away. */
export class FrameworkLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: "requestId" });
  }

  override incomingRequest(): void {
    return;
  }

  override requestCompleted(): void {
    return;
  }
}

/** One line for a request that is over, without what its client has sent: neither body nor query nor headers. */
export function logRequest(request: FastifyRequest, reply: FastifyReply, status: number): void {
  const route = request.routeOptions.url;
  const level = status >= 500 ? "warn" : probes.has(route ?? "") ? "debug" : "info";
  request.log[level](
    {
      method: request.method,
      route,
      path: request.url.split("?", 1)[0],
      status,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    },
    "request",
  );
}
