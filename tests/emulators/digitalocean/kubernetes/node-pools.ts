import type { z } from "zod";

import type { Account } from "../account";
import { notFound, unprocessable } from "../api-error";
import { accepted, type ApiRequest, created, noContent, ok } from "../api-request";
import type { Router } from "../router";
import { checkPool } from "./cluster-settings";
import { clusterOf } from "./clusters";
import { models } from "./models";
import { addNodes, newPool, type NodePool, settle, shownPool } from "./node-pool";

const all = "/v2/kubernetes/clusters/{id}/node_pools";

/** Groups of nodes of a cluster. */
export function routeNodePools(router: Router, account: Account): void {
  const found = (request: ApiRequest): NodePool => {
    const pool = clusterOf(account, request).nodePools.find(({ id }) => id === request.parameter("pool"));
    if (pool === undefined) throw notFound();
    return pool;
  };
  const shown = (request: ApiRequest, pool: NodePool): object => ({
    node_pool: shownPool(pool, request.parameter("id")),
  });

  router
    .on(`GET ${all}`, (request) => {
      const { id, nodePools } = clusterOf(account, request);
      return ok({ node_pools: nodePools.map((pool) => shownPool(pool, id)) });
    })
    .on(`POST ${all}`, (request) => {
      const cluster = clusterOf(account, request);
      const wanted = request.read(models.pool);
      checkPool(wanted);
      const pool = newPool(wanted);
      cluster.nodePools.push(pool);
      account.schedule.then("creating", "node-pool", () => {
        settle(pool);
      });
      return created(shown(request, pool));
    })
    .on(`GET ${all}/{pool}`, (request) => ok(shown(request, found(request))))
    .on(`PUT ${all}/{pool}`, (request) => {
      const pool = found(request);
      change(pool, request.read(models.poolUpdate));
      account.schedule.then("updating", "node-pool", () => {
        settle(pool);
      });
      return accepted(shown(request, pool));
    })
    .on(`DELETE ${all}/{pool}`, (request) => {
      const cluster = clusterOf(account, request);
      const pool = found(request);
      if (cluster.nodePools.length === 1) throw unprocessable("the last node pool of a cluster cannot be deleted");
      for (const node of pool.nodes) node.state = "draining";
      account.schedule.then("deleting", "node-pool", () => {
        cluster.nodePools = cluster.nodePools.filter((other) => other !== pool);
      });
      return noContent;
    });
}

function change(pool: NodePool, wanted: z.infer<typeof models.poolUpdate>): void {
  const autoScale = wanted.auto_scale ?? pool.autoScale;
  const count = wanted.count ?? pool.count;
  const [min_nodes, max_nodes] = [wanted.min_nodes ?? pool.minNodes, wanted.max_nodes ?? pool.maxNodes];
  checkPool({ name: pool.name, size: pool.size, count, auto_scale: autoScale, min_nodes, max_nodes });
  pool.name = wanted.name ?? pool.name;
  pool.count = count;
  pool.autoScale = autoScale;
  pool.minNodes = autoScale ? min_nodes : 0;
  pool.maxNodes = autoScale ? max_nodes : 0;
  // what was shown is sent back with the tags that DigitalOcean adds
  pool.tags = (wanted.tags ?? pool.tags).filter((tag) => tag !== "k8s" && !tag.startsWith("k8s:"));
  pool.labels = wanted.labels ?? pool.labels;
  pool.taints = wanted.taints ?? pool.taints;
  for (const node of pool.nodes.slice(count)) node.state = "draining";
  addNodes(pool);
}
