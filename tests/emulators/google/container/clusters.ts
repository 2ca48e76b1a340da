import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag } from "../values";
import { autopilotNodes, autopilotSettings } from "./autopilot";
import { Cluster } from "./cluster";
import { clusterModels } from "./cluster-models";
import { checkCluster, placeOf, rangesFor, zonesFor } from "./cluster-rules";
import { alreadyExists, notFound } from "./container-error";
import { NodePool } from "./node-pool";
import { begin, checkIdle } from "./operations";

export function routeClusters(router: Router<Handler>): void {
  const path = "/container/v1/projects/{project}/locations/{location}/clusters";
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}`, (request) => {
      const location = request.parameter("location");
      const clusters = [...request.project.clusters.values()].filter((one) => ["-", one.location].includes(location));
      return ok({ clusters: clusters.map((cluster) => cluster.shown()) });
    })
    .on(`GET ${path}/{cluster}`, (request) => ok(clusterOf(request).shown()))
    .on(`DELETE ${path}/{cluster}`, remove);
}

/** @throws {ApiError} when there is none */
export function clusterOf(request: ApiRequest): Cluster {
  const { project } = request;
  const [location, name] = [request.parameter("location"), request.parameter("cluster")];
  const cluster = project.clusters.get(`${location}/${name}`);
  if (cluster === undefined) throw notFound(`${project.relativeName}/locations/${location}/clusters/${name}`);
  return cluster;
}

const create: Handler = (request) => {
  const { project } = request;
  const { cluster: wanted } = request.read(clusterModels.create);
  const location = request.parameter("location");
  if (project.clusters.has(`${location}/${wanted.name}`))
    throw alreadyExists(`${project.relativeName}/locations/${location}/clusters/${wanted.name}`);
  const { network, subnetwork } = placeOf(project, location, wanted);
  const placed = { ...wanted, network: network.path, subnetwork: subnetwork.path };
  const settings = wanted.autopilot?.enabled === true ? autopilotSettings(placed) : placed;
  const zones = zonesFor(location, settings.locations);
  const cluster = new Cluster(project, location, settings, zones, rangesFor(project, subnetwork, settings));
  checkCluster(cluster);
  project.clusters.set(`${location}/${cluster.name}`, cluster);
  const pool = new NodePool(cluster, {
    name: "default-pool",
    initialNodeCount: cluster.isAutopilot ? 1 : (settings.initialNodeCount ?? 0),
    config: cluster.isAutopilot ? autopilotNodes(settings) : (settings.nodeConfig ?? {}),
    ...(cluster.isAutopilot && { maxPodsConstraint: { maxPodsPerNode: "32" } }),
    management: { autoRepair: true, autoUpgrade: true },
  });
  cluster.nodePools.set(pool.name, pool);
  const become = (status: "RUNNING" | "ERROR") => (): void => {
    cluster.status = status;
    pool.status = status;
  };
  const begun = { phase: "creating", kind: "cluster", type: "CREATE_CLUSTER" } as const;
  return begin(cluster, begun, become("RUNNING"), become("ERROR"));
};

/** @see https://cloud.google.com/kubernetes-engine/docs/how-to/deleting-a-cluster */
const remove: Handler = (request) => {
  const cluster = clusterOf(request);
  checkIdle(cluster);
  cluster.status = "STOPPING";
  cluster.etag = newEtag();
  return begin(
    cluster,
    { phase: "deleting", kind: "cluster", type: "DELETE_CLUSTER" },
    () => {
      cluster.project.clusters.delete(`${cluster.location}/${cluster.name}`);
    },
    () => {
      cluster.status = "ERROR";
    },
  );
};
