import type { Account } from "../account";
import { ApiError, notFound } from "../api-error";
import { type ApiRequest, noContent } from "../api-request";
import type { Router } from "../router";
import type { Cluster } from "./cluster";
import { models } from "./models";

/** Whether nodes may pull from the account's registry. */
export function routeRegistryIntegration(router: Router, account: Account): void {
  const clusters = (request: ApiRequest): Cluster[] =>
    request.read(models.registry).cluster_uuids.map((id) => {
      const cluster = account.clusters.get(id);
      if (cluster === undefined) throw notFound();
      return cluster;
    });
  router
    .on("POST /v2/kubernetes/registry", (request) => {
      const wanted = clusters(request);
      // without one there is nothing to integrate with: the reason for the order in which things are made
      if (account.registries.size === 0) throw new ApiError(412, "the account has no container registry");
      for (const cluster of wanted) cluster.registryEnabled = true;
      return noContent;
    })
    .on("DELETE /v2/kubernetes/registry", (request) => {
      for (const cluster of clusters(request)) cluster.registryEnabled = false;
      return noContent;
    });
}
