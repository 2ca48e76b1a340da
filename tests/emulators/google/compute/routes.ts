import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { routeAddresses } from "./addresses";
import { routeFirewalls } from "./firewalls";
import { routeForwardingRules } from "./forwarding-rules";
import { routeNetworks } from "./networks";
import { routeOperations } from "./operations";
import { routeRouters } from "./routers";
import { routeSubnetworks } from "./subnetworks";

/** Compute, as far as a network without machines needs it. */
export function routeCompute(router: Router<Handler>): void {
  routeNetworks(router);
  routeSubnetworks(router);
  routeFirewalls(router);
  routeRouters(router);
  routeAddresses(router);
  routeForwardingRules(router);
  routeOperations(router);
}
