import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { routeClusterUpdates } from "./cluster-updates";
import { routeClusters } from "./clusters";
import { routeInstanceGroups } from "./instance-groups";
import { routeNodePools } from "./node-pools";
import { routeContainerOperations } from "./operations";

/** Google Kubernetes Engine. */
export function routeContainer(router: Router<Handler>): void {
  routeClusters(router);
  routeClusterUpdates(router);
  routeNodePools(router);
  routeInstanceGroups(router);
  routeContainerOperations(router);
}
