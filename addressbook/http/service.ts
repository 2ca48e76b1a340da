import { randomUUID } from "node:crypto";
import { type IncomingMessage, maxHeaderSize } from "node:http";

import swagger from "@fastify/swagger";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Pool } from "pg";

import type { Readiness } from "../database/readiness";
import { People } from "../people/people";
import { personRoutes } from "../people/person-routes";
import { rules } from "../rules";
import { acceptBodies } from "./bodies";
import { refuseMalformed } from "./malformed-requests";
import { collectMethods, refuseOtherMethods } from "./methods";
import { type Build, createMetrics } from "./metrics";
import { operationsRoutes } from "./operations-routes";
import { bodyLimitBytes, sendNotFound, sendProblem } from "./problem-details";
import { refuseEarly } from "./early-refusals";
import { FrameworkLog, logRequest } from "./request-log";

export interface ServiceOptions {
  readonly pool: Pool;
  readonly readiness: Readiness;
  readonly logger: FastifyBaseLogger;
  readonly build: Build;
  readonly patience?: Patience;
}

/** Milliseconds for which clients are waited for. */
export interface Patience {
  /** For the whole request. */
  readonly request: number;
  /** For the next byte, or for the client to take one. */
  readonly stalled: number;
  /** How often it is looked whether a request is late. */
  readonly check: number;
}

const usualPatience: Patience = { request: 10_000, stalled: 30_000, check: 1000 };

export interface Service {
  readonly app: FastifyInstance;
  /** From now on the service says that it is not ready, and asks clients to leave their connections. */
  readonly drain: () => void;
}

/** What clients who went away before the end of the answer are counted as, by the custom of nginx. */
const clientClosedRequest = 499;

/** The service, not listening yet. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { pool, readiness, logger, build, patience = usualPatience } = options;
  let draining = false;
  const metrics = createMetrics(build, pool);

  /** Whatever becomes of a request, it is counted and logged once. */
  function begin(request: FastifyRequest, reply: FastifyReply): void {
    reply.headers({
      "x-request-id": request.id,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    reply.raw.once("close", () => {
      const status = reply.raw.writableFinished || reply.statusCode >= 500 ? reply.statusCode : clientClosedRequest;
      metrics.count(request, reply, status);
      logRequest(request, reply, status);
    });
  }

  const app = Fastify({
    loggerInstance: logger,
    logController: new FrameworkLog(),
    requestIdHeader: false,
    genReqId: requestId,
    bodyLimit: bodyLimitBytes,
    // a client that sends or reads slowly, or never to the end, holds no connection for ever
    requestTimeout: patience.request,
    connectionTimeout: patience.stalled,
    // Node swaps the two limits when that of the headers is the longer one, which it is by default
    http: {
      headersTimeout: patience.request,
      connectionsCheckingInterval: patience.check,
      // Node would answer without a word
      requireHostHeader: false,
    },
    // longer than load balancers keep theirs, so that it is always they who close one
    keepAliveTimeout: 75_000,
    // whoever still asks while the service ends is answered
    return503OnClosing: false,
    forceCloseConnections: "idle",
    ajv: { customOptions: rules },
    // a long id is refused as any other wrong one
    routerOptions: { maxParamLength: maxHeaderSize },
    frameworkErrors: (error, request, reply) => {
      // no hook is run
      begin(request, reply);
      sendProblem(error, request, reply);
    },
    clientErrorHandler: refuseMalformed,
  });
  // the answers are JSON already, or small
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  app.addHook("onRequest", (request, reply, done) => {
    begin(request, reply);
    done();
  });
  refuseEarly(app);
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (draining) reply.header("connection", "close");
    done();
  });
  acceptBodies(app);
  const methods = collectMethods(app);

  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Address book", description: "Persons and their names", version: build.version },
    },
  });
  await app.register(personRoutes, { people: new People(pool) });
  await app.register(operationsRoutes, { readiness, registry: metrics.registry, isDraining: () => draining });
  refuseOtherMethods(app, methods);
  return {
    app,
    drain: () => {
      draining = true;
    },
  };
}

/** That of the client or of the balancer, if it is a decent one. */
function requestId({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.:/+=-]{1,128}$/.test(given) ? given : randomUUID();
}
