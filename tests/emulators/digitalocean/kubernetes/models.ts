import { z } from "zod";

import { cidr, hour, tags, uuid, weekdays } from "../models";

/** Requests after resources/kubernetes/models in the OpenAPI of DigitalOcean. */

/** node_pool.yml; the client of the provider writes the members of a taint with capitals. */
const taint = z.preprocess(
  (given) =>
    typeof given === "object" && given !== null
      ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value as unknown]))
      : given,
  z.strictObject({
    key: z.string(),
    value: z.string().optional(),
    effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
  }),
);

const changeablePool = {
  count: z.int().min(0).max(512).optional(),
  tags: tags.optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(taint).optional(),
  auto_scale: z.boolean().optional(),
  min_nodes: z.int().min(0).optional(),
  max_nodes: z.int().min(0).optional(),
};

const pool = z.strictObject({ name: z.string(), size: z.string(), ...changeablePool });

const plugin = z.strictObject({ enabled: z.boolean().optional() }).optional();

const changeableCluster = {
  name: z.string(),
  tags: tags.optional(),
  maintenance_policy: z
    .strictObject({
      day: z.enum(["any", ...weekdays]).optional(),
      start_time: hour.optional(),
      duration: z.string().optional(),
    })
    .optional(),
  auto_upgrade: z.boolean().optional(),
  surge_upgrade: z.boolean().optional(),
  ha: z.boolean().optional(),
  control_plane_firewall: z
    .strictObject({ enabled: z.boolean().optional(), allowed_addresses: z.array(z.string()).optional() })
    .optional(),
  cluster_autoscaler_configuration: z
    .strictObject({
      scale_down_utilization_threshold: z.number().optional(),
      scale_down_unneeded_time: z.string().optional(),
      expanders: z.array(z.enum(["random", "priority", "least_waste"])).optional(),
    })
    .optional(),
  routing_agent: plugin,
  amd_gpu_device_plugin: plugin,
  amd_gpu_device_metrics_exporter_plugin: plugin,
  nvidia_gpu_device_plugin: plugin,
  rdma_shared_dev_plugin: plugin,
  p2p_oci_registry_plugin: plugin,
  // younger than the pinned provider
  sso: z.looseObject({}).optional(),
  coredns_autoscaler: z.looseObject({}).optional(),
};

export const models = {
  pool,
  // the API says that name and count are required; the provider sends only tags when it imports a cluster
  poolUpdate: z.strictObject({ name: z.string().optional(), ...changeablePool }),
  cluster: z.strictObject({
    ...changeableCluster,
    region: z.string(),
    version: z.string(),
    vpc_uuid: uuid.optional(),
    worker_subnet_uuid: uuid.optional(),
    isolated_workers: z.boolean().optional(),
    cluster_subnet: cidr.optional(),
    service_subnet: cidr.optional(),
    node_pools: z.array(pool),
  }),
  clusterUpdate: z.strictObject(changeableCluster),
  upgrade: z.strictObject({ version: z.string() }),
  registry: z.strictObject({ cluster_uuids: z.array(z.string()) }),
  selective: z.strictObject({
    load_balancers: z.array(z.string()).optional(),
    volumes: z.array(z.string()).optional(),
    volume_snapshots: z.array(z.string()).optional(),
  }),
};
