import { randomUUID } from "node:crypto";

import type { z } from "zod";

import { digitaloceanNodeTypes, digitaloceanRegions } from "../../../../environments/schema/catalogue/digitalocean";
import type { Account } from "../account";
import { notFound, unprocessable } from "../api-error";
import { accepted, type ApiRequest, created, ok } from "../api-request";
import { listing } from "../listing";
import type { Router } from "../router";
import { timestamp } from "../timestamp";
import { networkFor } from "../vpcs";
import { type Cluster, clusterUrn, shownCluster } from "./cluster";
import { checkPool, checkSubnets, firewallOf, pluginsOf, policyOf } from "./cluster-settings";
import { models } from "./models";
import { newPool, settle } from "./node-pool";
import { shownVersion, slugOf } from "./versions";

/** @throws {ApiError} when there is none */
export function clusterOf(account: Account, request: ApiRequest): Cluster {
  const cluster = account.clusters.get(request.parameter("id"));
  if (cluster === undefined) throw notFound();
  return cluster;
}

export function routeClusters(router: Router, account: Account): void {
  const shown = (cluster: Cluster): object => shownCluster(cluster, account.clusterEndpoint?.endpoint);
  router
    .on("GET /v2/kubernetes/options", () => ok({ options: options(account) }))
    .on("GET /v2/kubernetes/clusters", (request) =>
      listing(request, "kubernetes_clusters", [...account.clusters.values()].map(shown)),
    )
    .on("POST /v2/kubernetes/clusters", (request) =>
      created({ kubernetes_cluster: shown(create(account, request.read(models.cluster))) }),
    )
    .on("GET /v2/kubernetes/clusters/{id}", (request) => ok({ kubernetes_cluster: shown(clusterOf(account, request)) }))
    .on("PUT /v2/kubernetes/clusters/{id}", (request) => {
      const cluster = clusterOf(account, request);
      change(cluster, request.read(models.clusterUpdate));
      return accepted({ kubernetes_cluster: shown(cluster) });
    });
}

/** models/options.yml */
const options = (account: Account): object => ({
  regions: digitaloceanRegions.map((slug) => ({ name: slug.toUpperCase(), slug })),
  versions: account.kubernetesVersions.offered().map((release) => shownVersion(slugOf(release))),
  sizes: Object.keys(digitaloceanNodeTypes).map((slug) => ({ name: slug, slug })),
});

type Wanted = z.infer<typeof models.cluster>;

function create(account: Account, wanted: Wanted): Cluster {
  if (!(digitaloceanRegions as readonly string[]).includes(wanted.region))
    throw unprocessable("validation error: invalid region slug");
  const version = account.kubernetesVersions.resolve(wanted.version);
  if (wanted.node_pools.length === 0) throw unprocessable("validation error: a cluster needs a node pool");
  wanted.node_pools.forEach(checkPool);
  const { ipRange, id: vpcId } = networkFor(account, wanted.region, wanted.vpc_uuid);
  const subnets = {
    clusterSubnet: wanted.cluster_subnet ?? "10.244.0.0/16",
    serviceSubnet: wanted.service_subnet ?? "10.245.0.0/16",
  };
  checkSubnets(account, vpcId, ipRange, subnets);
  const cluster: Cluster = {
    id: randomUUID(),
    name: wanted.name,
    region: wanted.region,
    version,
    vpcId,
    ...subnets,
    tags: wanted.tags ?? [],
    nodePools: wanted.node_pools.map(newPool),
    maintenancePolicy: policyOf(wanted.maintenance_policy),
    autoUpgrade: wanted.auto_upgrade ?? false,
    surgeUpgrade: wanted.surge_upgrade ?? false,
    // models/cluster.yml: what is left out is true from 1.36 on
    highlyAvailable: wanted.ha ?? Number(version.split(".")[1]) >= 36,
    registryEnabled: false,
    firewall: firewallOf(wanted.control_plane_firewall),
    plugins: pluginsOf(wanted),
    state: "provisioning",
    createdAt: timestamp(),
    updatedAt: timestamp(),
  };
  account.clusters.set(cluster.id, cluster);
  account.assign(clusterUrn(cluster));
  account.schedule.then("creating", "cluster", () => {
    if (cluster.state === "provisioning") cluster.state = "running";
    cluster.nodePools.forEach(settle);
  });
  return cluster;
}

function change(cluster: Cluster, wanted: z.infer<typeof models.clusterUpdate>): void {
  // models/cluster_update.yml
  if (cluster.highlyAvailable && wanted.ha === false) throw unprocessable("ha cannot be disabled");
  cluster.name = wanted.name;
  cluster.tags = wanted.tags ?? [];
  if (wanted.maintenance_policy !== undefined) cluster.maintenancePolicy = policyOf(wanted.maintenance_policy);
  cluster.autoUpgrade = wanted.auto_upgrade ?? cluster.autoUpgrade;
  // the client of the provider does not send it when it is false
  cluster.surgeUpgrade = wanted.surge_upgrade ?? false;
  cluster.highlyAvailable = wanted.ha ?? cluster.highlyAvailable;
  if (wanted.control_plane_firewall?.enabled !== undefined)
    cluster.firewall = firewallOf(wanted.control_plane_firewall);
  cluster.plugins = { ...cluster.plugins, ...pluginsOf(wanted) };
  cluster.updatedAt = timestamp();
}
