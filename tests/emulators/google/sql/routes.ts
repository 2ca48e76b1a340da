import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { routeDatabases } from "./databases";
import { routeInstances } from "./instances";
import { routeSqlOperations } from "./operations";
import { routeUsers } from "./users";

/** Cloud SQL for PostgreSQL. */
export function routeSql(router: Router<Handler>): void {
  routeInstances(router);
  routeDatabases(router);
  routeUsers(router);
  routeSqlOperations(router);
}
