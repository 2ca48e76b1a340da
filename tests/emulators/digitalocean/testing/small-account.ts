import type { ApiClient } from "./api-client";

let made = 0;

/** A name that no other resource of the test has. */
export const uniqueName = (prefix: string): string => `${prefix}-${(made += 1)}`;

interface Resource {
  readonly id: string;
}

export interface ShownCluster extends Resource {
  readonly name: string;
  readonly version: string;
  readonly vpc_uuid: string;
  readonly status: { readonly state: string };
  readonly node_pools: readonly { readonly id: string; readonly nodes: readonly { readonly status: object }[] }[];
}

/** What most tests need before the one thing that they are about, in the region fra1. */
export class SmallAccount {
  constructor(private readonly client: ApiClient) {}

  /** @returns its id */
  async vpc(settings: object = {}): Promise<string> {
    const wanted = { name: uniqueName("vpc"), region: "fra1", ...settings };
    return (await this.client.must<Resource>("POST /v2/vpcs", wanted)).id;
  }

  /** @returns its name */
  async registry(tier = "starter"): Promise<string> {
    const wanted = { name: uniqueName("registry"), subscription_tier_slug: tier, region: "fra1" };
    return (await this.client.must<{ name: string }>("POST /v2/registry", wanted)).name;
  }

  clusterSettings(settings: object = {}): object {
    const node_pools = [{ name: "nodes", size: "s-2vcpu-4gb", count: 3 }];
    return { name: uniqueName("cluster"), region: "fra1", version: "latest", node_pools, ...settings };
  }

  cluster(settings: object = {}): Promise<ShownCluster> {
    return this.client.must<ShownCluster>("POST /v2/kubernetes/clusters", this.clusterSettings(settings));
  }

  databaseSettings(settings: object = {}): object {
    const size = { size: "db-s-1vcpu-2gb", num_nodes: 1 };
    return { name: uniqueName("database"), engine: "pg", version: "16", region: "fra1", ...size, ...settings };
  }

  /** @returns its id */
  async database(settings: object = {}): Promise<string> {
    return (await this.client.must<Resource>("POST /v2/databases", this.databaseSettings(settings))).id;
  }
}
