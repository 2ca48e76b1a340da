import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag } from "../values";
import { type Database, type Instance, linkTo, newDatabase } from "./instance";
import { instanceOf } from "./instances";
import { begin, checkIdle } from "./operations";
import { alreadyExists, invalidRequest } from "./sql-error";

const fields = { charset: z.string().optional(), collation: z.string().optional() };

const models = {
  insert: z.strictObject({
    name: z.string(),
    instance: z.string().optional(),
    project: z.string().optional(),
    ...fields,
  }),
  update: z.strictObject({ name: z.string().optional(), instance: z.string().optional(), ...fields }),
};

/** A database that every instance has is not shown among those of a user. */
const builtIn = "postgres";

const pathOf = (instance: Instance, name: string): string => `${instance.path}/databases/${name}`;

const shown = (instance: Instance, { name, charset, collation, etag }: Database): object => ({
  kind: "sql#database",
  name,
  charset,
  collation,
  etag,
  instance: instance.name,
  project: instance.project.id,
  selfLink: linkTo(pathOf(instance, name)),
});

export function routeDatabases(router: Router<Handler>): void {
  const path = "/sql/v1beta4/projects/{project}/instances/{instance}/databases";
  const found = (request: ApiRequest): Database => {
    const database = instanceOf(request).databases.get(request.parameter("database"));
    if (database === undefined) throw new ApiError(404, "Not Found", { reason: "notFound" });
    return database;
  };
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, (request) => {
      const instance = instanceOf(request);
      const items = [...instance.databases.values()].map((database) => shown(instance, database));
      return ok({ kind: "sql#databasesList", items });
    })
    .on(`GET ${path}/{database}`, (request) => ok(shown(instanceOf(request), found(request))))
    .on(`PUT ${path}/{database}`, (request) => {
      const database = found(request);
      const { charset = database.charset, collation = database.collation } = request.read(models.update);
      // PostgreSQL has no statement for it
      if (charset !== database.charset || collation !== database.collation)
        throw invalidRequest("charset and collation of a PostgreSQL database cannot be changed.");
      const instance = instanceOf(request);
      const about = pathOf(instance, database.name);
      return begin(instance, { phase: "updating", type: "UPDATE_DATABASE", about }, () => {
        database.etag = newEtag();
      });
    })
    .on(`DELETE ${path}/{database}`, (request) => {
      const [instance, { name }] = [instanceOf(request), found(request)];
      if (name === builtIn) throw invalidRequest("the database postgres cannot be deleted.");
      return begin(instance, { phase: "deleting", type: "DELETE_DATABASE", about: pathOf(instance, name) }, () => {
        instance.databases.delete(name);
      });
    });
}

const insert: Handler = (request) => {
  const instance = instanceOf(request);
  const { name, charset, collation } = request.read(models.insert);
  checkIdle(instance);
  if (!/^[A-Za-z_][A-Za-z0-9_$-]{0,62}$/.test(name)) throw invalidRequest(`invalid database name (${name}).`);
  if (instance.databases.has(name)) throw alreadyExists(`database "${name}" already exists`);
  return begin(instance, { phase: "creating", type: "CREATE_DATABASE", about: pathOf(instance, name) }, () => {
    instance.databases.set(name, newDatabase(name, charset, collation));
  });
};
