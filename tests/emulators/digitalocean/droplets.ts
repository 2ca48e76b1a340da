import { digitaloceanNodeTypes } from "../../../environments/schema/catalogue/digitalocean";
import type { Account } from "./account";
import { notFound } from "./api-error";
import { ok } from "./api-request";
import { listing } from "./listing";
import type { Router } from "./router";

/** Machines: here only the nodes of clusters, which live as long as something of their cluster is there. */
export function routeDroplets(router: Router, account: Account): void {
  router
    .on("GET /v2/droplets", (request) => {
      const tag = request.url.searchParams.get("tag_name");
      const wanted = droplets(account).filter(({ tags }) => tag === null || tags.includes(tag));
      return listing(request, "droplets", wanted);
    })
    .on("GET /v2/droplets/{id}", (request) => {
      const droplet = droplets(account).find(({ id }) => String(id) === request.parameter("id"));
      if (droplet === undefined) throw notFound();
      return ok({ droplet });
    });
}

interface Droplet {
  readonly id: number;
  readonly tags: readonly string[];
}

const droplets = ({ clusters }: Account): Droplet[] =>
  [...clusters.values()].flatMap((cluster) =>
    cluster.nodePools.flatMap((pool) =>
      pool.nodes.map((node) => ({
        ...machine(pool.size),
        ...without,
        id: Number(node.dropletId),
        name: node.name,
        status: node.state === "provisioning" ? "new" : "active",
        created_at: node.createdAt,
        region: { name: cluster.region, slug: cluster.region, features: [], available: true, sizes: [] },
        tags: ["k8s", `k8s:${cluster.id}`, "k8s:worker", ...pool.tags],
        vpc_uuid: cluster.vpcId,
      })),
    ),
  );

function machine(size: string): object {
  const types: Readonly<Record<string, { readonly processors: number; readonly memoryMib: number }>> =
    digitaloceanNodeTypes;
  const { processors: vcpus = 1, memoryMib: memory = 1024 } = types[size] ?? {};
  const common = { memory, vcpus, disk: 50 };
  const price = { transfer: 4, price_monthly: 0, price_hourly: 0, regions: [], available: true, description: "Basic" };
  return { ...common, size: { slug: size, ...common, ...price }, size_slug: size };
}

/** What nodes do not have. */
const without = {
  locked: false,
  features: [],
  backup_ids: [],
  next_backup_window: null,
  snapshot_ids: [],
  volume_ids: [],
  image: {},
  networks: { v4: [], v6: [] },
};
