import type { Account } from "../account";
import { ok } from "../api-request";
import type { Router } from "../router";
import { databaseOf, onlineDatabaseOf } from "./find-database";
import { configurationModel } from "./configuration-model";

/** Parameters of PostgreSQL. Only those that were changed are shown. */
export function routeConfiguration(router: Router, account: Account): void {
  router
    .on("GET /v2/databases/{id}/config", (request) => ok({ config: databaseOf(account, request).configuration }))
    .on("PATCH /v2/databases/{id}/config", (request) => {
      const database = onlineDatabaseOf(account, request);
      const { config } = request.read(configurationModel);
      database.configuration = { ...database.configuration, ...config };
      return { status: 200 };
    });
}
