import { randomBytes } from "node:crypto";

import type { Account } from "./account";
import { ApiError } from "./api-error";
import { type ApiAnswer, ok } from "./api-request";
import type { Registry } from "./registries";
import type { Router } from "./router";

/** What docker logs in to a registry with: a name, and a token that is good until it is revoked. */
export function credentialsFor(account: Account, { name }: Registry): ApiAnswer {
  const token = `doo_v1_${randomBytes(32).toString("hex")}`;
  account.registryTokens.set(token, name);
  const auth = Buffer.from(`emulated@example.com:${token}`).toString("base64");
  return ok({ auths: { "registry.digitalocean.com": { auth } } });
}

/**
 * Where tokens are given back; in reality at https://cloud.digitalocean.com, beside the API. The pinned provider calls
 * it when credentials are destroyed.
 */
export function routeRevocation(router: Router, account: Account): void {
  router.on("POST /v1/oauth/revoke", (request) => {
    const token = request.form.get("token") ?? "";
    if (!account.registryTokens.delete(token)) throw new ApiError(401, "invalid token");
    return ok({});
  });
}
