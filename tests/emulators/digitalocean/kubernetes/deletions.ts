import type { Account } from "../account";
import { notFound } from "../api-error";
import { noContent, ok } from "../api-request";
import { removeLoadBalancer, removeVolume } from "../leftover-resources";
import type { Router } from "../router";
import { type Cluster, clusterUrn } from "./cluster";
import { clusterOf } from "./clusters";
import { models } from "./models";

const base = "/v2/kubernetes/clusters/{id}";

/** Deletion of clusters, with or without what Kubernetes has made beside them. */
export function routeDeletions(router: Router, account: Account): void {
  router
    .on(`DELETE ${base}`, (request) => {
      remove(account, clusterOf(account, request));
      return noContent;
    })
    .on(`GET ${base}/destroy_with_associated_resources`, (request) => {
      const { loadBalancers, volumes } = associatedWith(account, clusterOf(account, request));
      return ok({
        load_balancers: loadBalancers.map(({ id, name }) => ({ id, name })),
        volumes: volumes.map(({ id, name }) => ({ id, name })),
        volume_snapshots: [],
      });
    })
    .on(`DELETE ${base}/destroy_with_associated_resources/dangerous`, (request) => {
      const cluster = clusterOf(account, request);
      const { loadBalancers, volumes } = associatedWith(account, cluster);
      for (const { id } of loadBalancers) removeLoadBalancer(account, id);
      for (const { id } of volumes) removeVolume(account, id);
      remove(account, cluster);
      return noContent;
    })
    .on(`DELETE ${base}/destroy_with_associated_resources/selective`, (request) => {
      const cluster = clusterOf(account, request);
      const { load_balancers = [], volumes = [] } = request.read(models.selective);
      for (const id of load_balancers) removeLoadBalancer(account, id);
      for (const id of volumes) removeVolume(account, id);
      remove(account, cluster);
      return noContent;
    });
}

const associatedWith = ({ loadBalancers, volumes }: Account, { id }: Cluster) => ({
  loadBalancers: [...loadBalancers.values()].filter((one) => one.clusterId === id && !one.isDeleted),
  volumes: [...volumes.values()].filter((one) => one.clusterId === id),
});

/**
 * It is accepted at once; until all is gone the cluster is shown as deleted, and in its VPC. (The API also knows the
 * state `deleting`, which the pinned provider cannot read.)
 */
function remove(account: Account, cluster: Cluster): void {
  if (cluster.state === "deleted") throw notFound();
  cluster.state = "deleted";
  account.forget(clusterUrn(cluster));
  account.schedule.then("deleting", "cluster", () => {
    account.clusters.delete(cluster.id);
  });
}
