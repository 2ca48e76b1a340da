import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { routeCustomRoles } from "./custom-roles";
import { routeIdentityProviders } from "./identity-providers";
import { routeServiceAccounts } from "./service-accounts";
import { routeIdentityPools } from "./workload-identity-pools";

/** Identity and Access Management. */
export function routeIdentity(router: Router<Handler>): void {
  routeServiceAccounts(router);
  routeCustomRoles(router);
  routeIdentityPools(router);
  routeIdentityProviders(router);
}
