import { randomInt, randomUUID } from "node:crypto";

import type { z } from "zod";

import { timestamp } from "../timestamp";
import type { models } from "./models";

interface Node {
  readonly id: string;
  readonly name: string;
  readonly dropletId: string;
  state: "provisioning" | "running" | "draining";
  readonly createdAt: string;
  updatedAt: string;
}

export interface NodePool {
  readonly id: string;
  name: string;
  readonly size: string;
  count: number;
  tags: readonly string[];
  labels: Readonly<Record<string, string>>;
  taints: readonly object[];
  autoScale: boolean;
  minNodes: number;
  maxNodes: number;
  nodes: Node[];
}

export function newPool(wanted: z.infer<typeof models.pool>): NodePool {
  const autoScale = wanted.auto_scale ?? false;
  const count = wanted.count ?? wanted.min_nodes ?? 1;
  const pool: NodePool = {
    id: randomUUID(),
    name: wanted.name,
    size: wanted.size,
    count,
    tags: wanted.tags ?? [],
    labels: wanted.labels ?? {},
    taints: wanted.taints ?? [],
    autoScale,
    // node_pool.yml: 0 without scaling
    minNodes: autoScale ? (wanted.min_nodes ?? 0) : 0,
    maxNodes: autoScale ? (wanted.max_nodes ?? 0) : 0,
    nodes: [],
  };
  addNodes(pool);
  return pool;
}

/** Those that the pool lacks, not yet running. */
export function addNodes(pool: NodePool): void {
  while (pool.nodes.length < pool.count) {
    const suffix = randomUUID().slice(0, 5);
    pool.nodes.push({
      id: randomUUID(),
      name: `${pool.name}-${suffix}`,
      dropletId: String(randomInt(100_000_000, 999_999_999)),
      state: "provisioning",
      createdAt: timestamp(),
      updatedAt: timestamp(),
    });
  }
}

/** What a pool is when nothing is left to be done: as many nodes as wanted, all of them running. */
export function settle(pool: NodePool): void {
  pool.nodes = pool.nodes.filter(({ state }) => state !== "draining").slice(0, pool.count);
  for (const node of pool.nodes) {
    if (node.state !== "running") node.updatedAt = timestamp();
    node.state = "running";
  }
}

/** resources/kubernetes/models/node_pool.yml */
export const shownPool = (pool: NodePool, clusterId: string): object => ({
  id: pool.id,
  name: pool.name,
  size: pool.size,
  count: pool.count,
  tags: ["k8s", `k8s:${clusterId}`, "k8s:worker", ...pool.tags],
  labels: Object.keys(pool.labels).length === 0 ? null : pool.labels,
  taints: pool.taints,
  auto_scale: pool.autoScale,
  min_nodes: pool.minNodes,
  max_nodes: pool.maxNodes,
  nodes: pool.nodes.map((node) => ({
    id: node.id,
    name: node.name,
    status: { state: node.state },
    droplet_id: node.dropletId,
    created_at: node.createdAt,
    updated_at: node.updatedAt,
  })),
});
