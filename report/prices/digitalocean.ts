import type { DigitaloceanEnvironment } from "../../environments/schema/environment";
import { monthly, type Price, type PriceTable } from "./price";

const list = "public lists of droplet prices, compared 2026-11";
const openapi = "digitalocean/openapi of 2026-08-07";

const nodes: Record<DigitaloceanEnvironment["cluster"]["nodeType"], Price> = {
  "s-1vcpu-2gb": monthly(12, list),
  "s-2vcpu-2gb": monthly(18, list),
  "s-2vcpu-4gb": monthly(24, list),
  "s-4vcpu-8gb": monthly(48, list),
  "c-2": monthly(42, list),
  "g-2vcpu-8gb": monthly(63, list),
};

const databases: Record<DigitaloceanEnvironment["database"]["size"], Price> = {
  "db-s-1vcpu-1gb": monthly(15.15),
  "db-s-1vcpu-2gb": monthly(30.45),
  "db-s-2vcpu-4gb": monthly(60.9),
  "db-s-4vcpu-8gb": monthly(122.1),
};

const registries: Record<DigitaloceanEnvironment["registry"]["tier"], Price> = {
  starter: monthly(0, openapi),
  basic: monthly(5, openapi),
  professional: monthly(20, openapi),
};

const price = { highAvailability: monthly(40), balancer: monthly(15) };

export const digitalocean: PriceTable = {
  asOf: "2026-11-20",
  region: "all regions",
  pages: [
    "https://www.digitalocean.com/pricing/kubernetes",
    "https://www.digitalocean.com/pricing/managed-databases",
    "https://www.digitalocean.com/pricing/container-registry",
  ],
  notIncluded: ["traffic beyond the allowance", "images beyond the plan of the registry"],
  estimate: (resources) => {
    const { digitalocean_kubernetes_cluster, digitalocean_database_cluster, digitalocean_container_registry } =
      resources as unknown as DigitaloceanResources;
    const [cluster] = digitalocean_kubernetes_cluster;
    const { size: nodeType, node_count: nodeCount } = cluster.node_pool;
    const [{ size, node_count: copies }] = digitalocean_database_cluster;
    const tier = digitalocean_container_registry?.[0].subscription_tier_slug;
    return [
      {
        what: "replicated control plane",
        count: cluster.ha ? 1 : 0,
        price: price.highAvailability,
        settings: ["cluster.highlyAvailable"],
      },
      {
        what: nodeType,
        count: nodeCount,
        price: nodes[nodeType],
        settings: ["cluster.nodeType", "cluster.nodeCount"],
      },
      { what: "network load balancer", count: 1, price: price.balancer },
      {
        what: `${size}${copies > 1 ? ", with standby" : ""}`,
        count: copies,
        price: databases[size],
        settings: ["database.size", "database.highlyAvailable"],
      },
      // one that exists already is paid for already
      ...(tier === undefined
        ? []
        : [{ what: `registry, ${tier}`, count: 1, price: registries[tier], settings: ["registry.tier"] }]),
    ];
  },
};

/** The settings that prices depend on. */
interface DigitaloceanResources {
  readonly digitalocean_kubernetes_cluster: readonly [
    { readonly ha: boolean; readonly node_pool: { readonly size: keyof typeof nodes; readonly node_count: number } },
  ];
  readonly digitalocean_database_cluster: readonly [
    { readonly size: keyof typeof databases; readonly node_count: number },
  ];
  readonly digitalocean_container_registry?: readonly [{ readonly subscription_tier_slug: keyof typeof registries }];
}
