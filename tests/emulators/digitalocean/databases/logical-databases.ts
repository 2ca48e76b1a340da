import type { Account } from "../account";
import { notFound, unprocessable } from "../api-error";
import { type ApiRequest, created, noContent, ok } from "../api-request";
import type { Router } from "../router";
import { databaseOf, onlineDatabaseOf } from "./find-database";
import type { Database } from "./database";
import { models } from "./models";

const all = "/v2/databases/{id}/dbs";

/** Databases inside of a PostgreSQL. `defaultdb` is there from the start. */
export function routeLogicalDatabases(router: Router, account: Account): void {
  const found = (database: Database, request: ApiRequest): string => {
    const name = request.parameter("name");
    if (!database.databases.includes(name)) throw notFound();
    return name;
  };
  router
    .on(`GET ${all}`, (request) => ok({ dbs: databaseOf(account, request).databases.map((name) => ({ name })) }))
    .on(`POST ${all}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const { name } = request.read(models.logicalDatabase);
      if (database.databases.includes(name)) throw unprocessable("database name is not available");
      database.databases = [...database.databases, name];
      return created({ db: { name } });
    })
    .on(`GET ${all}/{name}`, (request) => ok({ db: { name: found(databaseOf(account, request), request) } }))
    .on(`DELETE ${all}/{name}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const name = found(database, request);
      database.databases = database.databases.filter((other) => other !== name);
      return noContent;
    });
}
