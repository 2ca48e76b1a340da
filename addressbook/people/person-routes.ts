import { Readable } from "node:stream";

import type { FastifyPluginCallback } from "fastify";
import type { FromSchema, JSONSchema } from "json-schema-to-ts";

import { integersFromText } from "../http/bodies";
import { HttpProblem, problemResponses } from "../http/problem-details";
import { IdIsTaken, type Json, type Page, type People, pageSize } from "./people";
import { type NewPerson, newPerson, person, personId } from "./person";

const onePerson = { type: "object", properties: { id: personId }, required: ["id"] } as const satisfies JSONSchema;

const listing = {
  type: "object",
  properties: {
    limit: {
      type: "integer",
      minimum: 1,
      maximum: pageSize,
      description: `an integer from 1 to ${pageSize}: no more persons than that are wanted`,
    },
    after: {
      type: "integer",
      minimum: 0,
      maximum: personId.maximum,
      description: `an integer from 0 to ${personId.maximum}: persons with greater ids are wanted`,
    },
  },
} as const satisfies JSONSchema;

type OnePerson = FromSchema<typeof onePerson>;
type Listing = FromSchema<typeof listing>;

const json = "application/json; charset=utf-8";

/** What the service is for: persons are put, got, listed and deleted. */
export const personRoutes: FastifyPluginCallback<{ people: People }> = (app, { people }, done) => {
  app.put<{ Body: NewPerson }>(
    "/person",
    {
      schema: {
        operationId: "putPerson",
        summary: "Adds a person",
        description: "Without an `id` the service chooses one. With an `id` that somebody has, nothing is changed.",
        consumes: ["application/json", "application/x-www-form-urlencoded"],
        body: newPerson,
        response: {
          200: { description: "The person as it is now", ...person },
          ...problemResponses(400, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply): Promise<Json> => {
      reply.type(json);
      try {
        return await people.create(request.body);
      } catch (error) {
        throw error instanceof IdIsTaken ? new HttpProblem(409, error.message) : error;
      }
    },
  );

  app.get<{ Params: OnePerson }>(
    "/person/:id",
    {
      preValidation: integersFromText("params", "id"),
      schema: {
        operationId: "getPerson",
        summary: "Gives a person",
        params: onePerson,
        response: { 200: { description: "The person", ...person }, ...problemResponses(400, 404, 503) },
      },
    },
    async (request, reply): Promise<Json> => {
      reply.type(json);
      return (await people.find(request.params.id)) ?? nobodyHas(request.params.id);
    },
  );

  app.delete<{ Params: OnePerson }>(
    "/person/:id",
    {
      preValidation: integersFromText("params", "id"),
      schema: {
        operationId: "deletePerson",
        summary: "Deletes a person",
        params: onePerson,
        response: { 200: { description: "The person is gone", type: "null" }, ...problemResponses(400, 404, 503) },
      },
    },
    async (request, reply) => {
      if (!(await people.remove(request.params.id))) nobodyHas(request.params.id);
      return reply.send();
    },
  );

  app.get<{ Querystring: Listing }>(
    "/all",
    {
      preValidation: integersFromText("query", "limit", "after"),
      schema: {
        operationId: "getAll",
        summary: "Lists the persons in the order of their ids",
        description:
          "Everybody, or with `limit` a part; the header `Link` then says where the next part is. Persons who are " +
          "added or deleted meanwhile may be in the list or not; nobody is in it twice.",
        querystring: listing,
        response: {
          200: { description: "The persons", type: "array", items: person },
          ...problemResponses(400, 503),
        },
      },
    },
    async (request, reply) => {
      const { limit, after = 0 } = request.query;
      const first = await people.page(after, limit);
      reply.type(json);
      if (limit !== undefined) {
        if (first.count === limit) reply.header("link", `</all?limit=${limit}&after=${first.lastId}>; rel="next"`);
        return `[${first.json}]`;
      }
      // the first page came before the headers, so that a database that is down is a 503
      if (first.count < pageSize) return `[${first.json}]`;
      // the headers of a long list say nothing of the rest
      const list = Readable.from(request.method === "HEAD" ? [] : everybody(people, first), { objectMode: false });
      // for the log and the figures; the client has 200 already, and sees the connection break
      return list.once("error", () => void reply.code(503));
    },
  );
  done();
};

/**
 * Everybody, page by page: no more than two pages are in memory, and a client that reads slowly holds no connection to
 * the database. When the database fails on the way, the connection to the client breaks, so that a part is never taken
 * for the whole.
 */
async function* everybody(people: People, first: Page): AsyncGenerator<Json> {
  yield `[${first.json}`;
  for (let page = first; page.count === pageSize;) {
    page = await people.page(page.lastId);
    if (page.count > 0) yield `,${page.json}`;
  }
  yield "]";
}

function nobodyHas(id: number): never {
  throw new HttpProblem(404, `there is no person with the id ${id}`);
}
