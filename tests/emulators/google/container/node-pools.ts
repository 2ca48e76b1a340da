import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag, without } from "../values";
import { zonesOf, regionOf } from "./cluster-rules";
import { clusterOf } from "./clusters";
import { alreadyExists, notFound } from "./container-error";
import { type NodePoolSettings, nodePoolModels } from "./node-models";
import { NodePool } from "./node-pool";
import { checkManagement, checkNodePool } from "./node-pool-rules";
import { begin, checkIdle } from "./operations";

export function routeNodePools(router: Router<Handler>): void {
  const path = "/container/v1/projects/{project}/locations/{location}/clusters/{cluster}/nodePools";
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}`, (request) =>
      ok({ nodePools: [...clusterOf(request).nodePools.values()].map((pool) => pool.shown()) }),
    )
    .on(`GET ${path}/{pool}`, (request) => ok(poolOf(request).shown()))
    .on(`PUT ${path}/{pool}`, (request) => update(request, poolOf(request)))
    .on(`POST ${path}/{pool}:setSize`, (request) => {
      const { nodeCount } = request.read(nodePoolModels.setSize);
      return change(poolOf(request), "SET_NODE_POOL_SIZE", (pool) => {
        pool.nodeCount = nodeCount;
      });
    })
    .on(`POST ${path}/{pool}:setManagement`, (request) => {
      const { management } = request.read(nodePoolModels.setManagement);
      const pool = poolOf(request);
      checkManagement(management, pool.cluster.settings);
      return change(pool, "SET_NODE_POOL_MANAGEMENT", (changed) => {
        changed.settings = { ...changed.settings, management };
      });
    })
    .on(`DELETE ${path}/{pool}`, (request) => {
      const pool = poolOf(request);
      const { cluster } = pool;
      checkIdle(cluster);
      pool.status = "STOPPING";
      return begin(
        cluster,
        { phase: "deleting", kind: "node-pool", type: "DELETE_NODE_POOL", target: pool.path },
        () => {
          cluster.nodePools.delete(pool.name);
        },
      );
    });
}

/** @throws {ApiError} when there is none */
function poolOf(request: ApiRequest): NodePool {
  const cluster = clusterOf(request);
  const name = request.parameter("pool");
  const pool = cluster.nodePools.get(name);
  if (pool === undefined) throw notFound(`${cluster.path}/nodePools/${name}`);
  return pool;
}

const create: Handler = (request) => {
  const cluster = clusterOf(request);
  const { nodePool: settings } = request.read(nodePoolModels.create);
  checkIdle(cluster);
  const pool = new NodePool(cluster, settings);
  if (cluster.nodePools.has(pool.name)) throw alreadyExists(pool.path);
  checkNodePool(pool, zonesOf(regionOf(cluster.location)));
  cluster.nodePools.set(pool.name, pool);
  const become = (status: "RUNNING" | "ERROR") => (): void => {
    pool.status = status;
  };
  const begun = { phase: "creating", kind: "node-pool", type: "CREATE_NODE_POOL", target: pool.path } as const;
  return begin(cluster, begun, become("RUNNING"), become("ERROR"));
};

function update(request: ApiRequest, pool: NodePool): ReturnType<Handler> {
  const wanted = without(request.read(nodePoolModels.update), "name", "nodePoolId", "bootDisk");
  const { nodeVersion, locations, upgradeSettings, nodeNetworkConfig, ...rest } = wanted;
  const { labels, resourceLabels, tags, taints, ...config } = rest;
  const { settings, cluster } = pool;
  const next: NodePoolSettings = {
    ...settings,
    ...(nodeVersion !== undefined && { version: nodeVersion }),
    ...(locations !== undefined && { locations }),
    ...(upgradeSettings !== undefined && { upgradeSettings }),
    ...(nodeNetworkConfig !== undefined && { networkConfig: nodeNetworkConfig }),
    config: {
      ...settings.config,
      ...config,
      ...(labels !== undefined && { labels: labels.labels }),
      ...(resourceLabels !== undefined && { resourceLabels: resourceLabels.labels }),
      ...(tags !== undefined && { tags: tags.tags }),
      ...(taints !== undefined && { taints: taints.taints }),
    },
  };
  checkNodePool(new NodePool(cluster, next), zonesOf(regionOf(cluster.location)));
  return change(pool, nodeVersion === undefined ? "UPDATE_CLUSTER" : "UPGRADE_NODES", (changed) => {
    changed.settings = next;
  });
}

function change(pool: NodePool, type: string, finish: (pool: NodePool) => void): ReturnType<Handler> {
  const { cluster } = pool;
  checkIdle(cluster);
  pool.status = "RECONCILING";
  const ended = (how: () => void) => (): void => {
    how();
    pool.etag = newEtag();
    pool.status = "RUNNING";
  };
  return begin(
    cluster,
    { phase: "updating", kind: "node-pool", type, target: pool.path },
    ended(() => {
      finish(pool);
    }),
    ended(() => undefined),
  );
}
