import type { Account } from "../account";
import { unprocessable } from "../api-error";
import { accepted, ok } from "../api-request";
import type { Router } from "../router";
import { timestamp } from "../timestamp";
import type { Cluster } from "./cluster";
import { clusterOf } from "./clusters";
import { models } from "./models";
import { releaseOf, shownVersion, slugOf } from "./versions";

export function routeUpgrades(router: Router, account: Account): void {
  router
    .on("GET /v2/kubernetes/clusters/{id}/upgrades", (request) => {
      const slugs = account.kubernetesVersions.upgradesFrom(clusterOf(account, request).version);
      return ok({ available_upgrade_versions: slugs.map(shownVersion) });
    })
    .on("POST /v2/kubernetes/clusters/{id}/upgrade", (request) => {
      const cluster = clusterOf(account, request);
      const version = account.kubernetesVersions.resolve(request.read(models.upgrade).version);
      if (cluster.state !== "running") throw unprocessable(`cluster is ${cluster.state}`);
      // no way down, one minor version at a time, and that only from the newest patch
      // https://github.com/digitalocean/terraform-provider-digitalocean/issues/708
      if (!account.kubernetesVersions.upgradesFrom(cluster.version).includes(version))
        throw unprocessable("invalid upgrade path");
      upgrade(account, cluster, version);
      return accepted();
    });
}

/** The new version is shown at once, and what runs follows. */
function upgrade(account: Account, cluster: Cluster, version: string): void {
  cluster.version = version;
  cluster.updatedAt = timestamp();
  cluster.state = "upgrading";
  account.schedule.then("updating", "cluster", () => {
    if (cluster.state === "upgrading") cluster.state = "running";
  });
}

/**
 * What DigitalOcean does in the weekly maintenance windows: the newest patch of the minor version, for clusters that
 * want to be upgraded.
 *
 * @returns what was upgraded, by name of the cluster
 */
export function runMaintenance(account: Account): Readonly<Record<string, string>> {
  const upgraded: Record<string, string> = {};
  for (const cluster of account.clusters.values()) {
    const { minor, patch } = releaseOf(cluster.version);
    const newest = account.kubernetesVersions.newestPatch(minor);
    if (!cluster.autoUpgrade || cluster.state !== "running" || newest === undefined || newest.patch <= patch) continue;
    upgrade(account, cluster, slugOf(newest));
    upgraded[cluster.name] = cluster.version;
  }
  return upgraded;
}
