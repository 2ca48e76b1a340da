import type { Account } from "../account";
import type { Router } from "../router";
import { routeClusters } from "./clusters";
import { routeCredentials } from "./credentials";
import { routeDeletions } from "./deletions";
import { routeNodePools } from "./node-pools";
import { routeRegistryIntegration } from "./registry-integration";
import { routeUpgrades } from "./upgrades";

export function routeKubernetes(router: Router, account: Account): void {
  routeClusters(router, account);
  routeNodePools(router, account);
  routeUpgrades(router, account);
  routeCredentials(router, account);
  routeRegistryIntegration(router, account);
  routeDeletions(router, account);
}
