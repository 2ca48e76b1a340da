import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

import type { Dashboard } from "./dashboard";
import { safeHeaders } from "./headers";
import { Refusal } from "./refusal";

/** What the page is made of. */
export interface PageFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** By what stands behind the token. */
const methods = {
  "": "GET",
  "app.js": "GET",
  "app.css": "GET",
  events: "GET",
  plan: "GET",
  promote: "POST",
  rollback: "POST",
  notes: "POST",
} as const;

type Place = keyof typeof methods;

/** The only method of an address; undefined when nothing is there. */
export function methodOf(url: string): "GET" | "POST" | undefined {
  const place = /^\/[^/?]*\/([^?]*)/.exec(url)?.[1];
  return place !== undefined && Object.hasOwn(methods, place) ? methods[place as Place] : undefined;
}

const commands = z.enum(["promote", "rollback"]);
const bodies = {
  promote: z.strictObject({ image: z.string().min(1), accept: z.enum(["inconclusive", "fail"]).optional() }),
  rollback: z.strictObject({}),
  notes: z.strictObject({ text: z.string() }),
};

export function addRoutes(app: FastifyInstance, dashboard: Dashboard, page: PageFiles): void {
  const handlers: Readonly<Record<Place, Handler>> = {
    "": (_, reply) => reply.type("text/html; charset=utf-8").send(page.html),
    "app.js": (_, reply) => reply.type("text/javascript; charset=utf-8").send(page.script),
    "app.css": (_, reply) => reply.type("text/css; charset=utf-8").send(page.style),
    events: (_, reply) => {
      dashboard.listeners.add(() => {
        reply.hijack();
        return reply.raw.writeHead(200, { ...safeHeaders, "content-type": "text/event-stream; charset=utf-8" });
      });
    },
    plan: ({ query }) => {
      const { command } = checked(z.object({ command: commands }), query, "`command` must be promote or rollback");
      return dashboard.plan(command);
    },
    promote: ({ body }, reply) => {
      const decided = checked(bodies.promote, body, "the body must have `image`, and may have `accept`");
      dashboard.start("promote", decided);
      return reply.code(202).send();
    },
    rollback: ({ body }, reply) => {
      checked(bodies.rollback, body, "the body must be {}");
      dashboard.start("rollback", {});
      return reply.code(202).send();
    },
    notes: async ({ body }, reply) => {
      const { text } = checked(bodies.notes, body, "the body must have `text`");
      return reply.code(201).send(await dashboard.addNote(text));
    },
  };
  for (const [place, handler] of Object.entries(handlers))
    app.route({ url: `/:token/${place}`, method: methods[place as Place], handler });
}

function checked<T>(schema: z.ZodType<T>, given: unknown, rule: string): T {
  const { success, data } = schema.safeParse(given);
  if (!success) throw new Refusal(400, rule);
  return data;
}
