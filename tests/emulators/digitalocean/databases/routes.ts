import type { Account } from "../account";
import type { Router } from "../router";
import { routeDatabaseChanges } from "./changes";
import { routeDatabaseClusters } from "./clusters";
import { routeConfiguration } from "./configuration";
import { routeFirewall } from "./firewall";
import { routeLogicalDatabases } from "./logical-databases";
import { routePools } from "./pools";
import { routeUsers } from "./users";

export function routeDatabases(router: Router, account: Account): void {
  routeDatabaseClusters(router, account);
  routeDatabaseChanges(router, account);
  routeConfiguration(router, account);
  routeFirewall(router, account);
  routeLogicalDatabases(router, account);
  routeUsers(router, account);
  routePools(router, account);
}
