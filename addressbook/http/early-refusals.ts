import type { IncomingMessage } from "node:http";

import type { FastifyInstance } from "fastify";

import { HttpProblem, sendNotFound } from "./problem-details";

/** Refuses what is wrong with a request whatever its address is, before a body is read. To be called after other hooks. */
export function refuseEarly(app: FastifyInstance): void {
  const unmet = new WeakSet<IncomingMessage>();
  // Node would answer without a word, and this request would not be counted
  app.server.on("checkExpectation", (request: IncomingMessage, response: unknown) => {
    unmet.add(request);
    app.server.emit("request", request, response);
  });
  app.addHook("onRequest", (request, reply, done) => {
    const { raw, headers } = request;
    if (raw.httpVersion === "1.1" && headers.host === undefined)
      done(new HttpProblem(400, "the header `Host` must be there, got: nothing", { connection: "close" }));
    else if (unmet.has(raw)) {
      const detail = `the header \`Expect\` must be 100-continue, got: ${JSON.stringify(headers.expect)}`;
      // nobody knows whether the body comes
      done(new HttpProblem(417, detail, { connection: "close" }));
    } else if (request.is404) sendNotFound(request, reply);
    else done();
  });
}
