import { METHODS } from "node:http";

import type { FastifyInstance } from "fastify";

import { HttpProblem } from "./problem-details";

/** Which methods each address has. To be called before the routes are added. */
export function collectMethods(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>();
  app.addHook("onRoute", (route) => {
    const known = methods.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) known.add(method);
    methods.set(route.url, known);
  });
  return methods;
}

/** Has every other method refused, and the client told which ones there are. To be called when all routes are there. */
export function refuseOtherMethods(app: FastifyInstance, allowed: ReadonlyMap<string, ReadonlySet<string>>): void {
  // CONNECT is not a request, and Node has an event of its own for it
  const methods = METHODS.filter((method) => method !== "CONNECT");
  for (const method of methods.filter((method) => !app.supportedMethods.includes(method)))
    app.addHttpMethod(method, { hasBody: true });
  for (const [url, known] of [...allowed]) {
    const allow = [...known].sort().join(", ");
    const rule = known.size === 1 ? allow : `one of ${allow}`;
    app.route({
      url,
      method: methods.filter((method) => !known.has(method)),
      // before a body is read
      onRequest: (request, _reply, done) => {
        done(new HttpProblem(405, `the method must be ${rule}, got: ${request.method}`, { allow }));
      },
      schema: { hide: true },
      handler: () => undefined,
    });
  }
}
