import { createRequire } from "node:module";
import { resolve } from "node:path";

import type * as FastifyModule from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { isFromHere } from "./access";
import type { Dashboard } from "./dashboard";
import { safeHeaders } from "./headers";
import { bodyLimit, defect, Refusal, refusalOf } from "./refusal";
import { addRoutes, methodOf, type PageFiles } from "./routes";

export interface PageServerOptions {
  /** The first part of every path; who knows it may do everything. */
  readonly token: string;
  readonly page: PageFiles;
  /** Told of what must not happen. */
  readonly onDefect: (error: unknown) => void;
}

/** The server of the page, not listening yet. */
export function pageServer(dashboard: Dashboard, { token, page, onDefect }: PageServerOptions): FastifyInstance {
  // only the dashboard needs it, and a script of node:vm, which releases are, cannot use `import()`
  const { fastify } = createRequire(resolve("package.json"))("fastify") as typeof FastifyModule;

  const refuse = (error: unknown, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(error);
    if (refusal === undefined) onDefect(error);
    const { statusCode, message, headers } = refusal ?? defect;
    return reply.code(statusCode).headers(headers).send({ message });
  };
  const app = fastify({
    bodyLimit,
    requestTimeout: 10_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // an address that cannot be read, before any hook
    frameworkErrors: (error, request, reply) => {
      void refuse(isFromHere(request.raw, token) ? error : stranger, reply.headers(safeHeaders));
    },
    // what is no HTTP is not answered
    clientErrorHandler: (_error, socket) => {
      socket.destroy();
    },
  });
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(safeHeaders);
    done(obstacleTo(request, token, dashboard));
  });
  app.setErrorHandler((error, _request, reply) => refuse(error, reply));
  addRoutes(app, dashboard, page);
  return app;
}

const stranger = new Refusal(403, "open the address that `npx release dashboard` has printed");

/** Why a request is refused before its body is read. */
function obstacleTo(request: FastifyRequest, token: string, { isReadOnly }: Dashboard): Refusal | undefined {
  const { method, raw, headers } = request;
  if (!isFromHere(raw, token)) return stranger;
  const allowed = methodOf(request.url);
  if (allowed === undefined) return new Refusal(404, "there is nothing at this address");
  if (method !== allowed) return new Refusal(405, `the method must be ${allowed}`, { allow: allowed });
  if (method === "GET") return undefined;
  // a form of another site can have any other type
  if (!/^application\/json *(;|$)/i.test(headers["content-type"] ?? ""))
    return new Refusal(415, "the content type must be application/json");
  return isReadOnly ? new Refusal(403, "this page only shows, and changes nothing") : undefined;
}
