import type { Account } from "./account";
import { ApiError } from "./api-error";
import { type ApiAnswer, type ApiRequest } from "./api-request";
import { listing } from "./listing";
import { repositoriesIn } from "./registry-plans";
import { registryOf } from "./registries";
import type { Router } from "./router";
import { timestamp } from "./timestamp";

/**
 * As a push of an image would: nothing is stored in the emulator.
 *
 * @throws {ApiError} when the plan does not have room for another
 */
export function pushTo(account: Account, registryName: string, repository: string): void {
  const { repositories } = registryOf(account, registryName);
  const all = [...account.registries.values()].reduce((sum, one) => sum + one.repositories.size, 0);
  if (!repositories.has(repository) && all >= repositoriesIn(account.registryPlan?.tier ?? "starter"))
    throw new ApiError(403, "registry contains 1 or more repositories more than its plan allows");
  repositories.add(repository);
}

/** What was pushed. */
export function routeRepositories(router: Router, account: Account): void {
  const list = (request: ApiRequest): ApiAnswer => {
    const { name, repositories } = registryOf(account, request.parameter("name"));
    const digest = `sha256:${"0".repeat(64)}`;
    const about = (repository: string): object => ({
      registry_name: name,
      repository,
      digest,
      updated_at: timestamp(),
    });
    const shown = [...repositories].map((repository) => ({
      registry_name: name,
      name: repository,
      latest_manifest: about(repository),
      tag_count: 1,
      manifest_count: 1,
    }));
    return listing(request, "repositories", shown);
  };
  for (const base of ["/v2/registry", "/v2/registries"]) router.on(`GET ${base}/{name}/repositoriesV2`, list);
}
