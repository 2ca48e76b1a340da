import { setTimeout as sleep } from "node:timers/promises";

import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { resourceName, sqlInstanceName } from "../../../environments/schema/names";
import type { GoogleEmulator } from "../../emulators/google/google-emulator";
import { ApiClient } from "../../emulators/google/testing/api-client";
import { clusterLocation } from "./addresses";

interface Cluster {
  readonly status: string;
  readonly nodePools?: readonly { readonly name: string; readonly status: string }[];
}

interface Instance {
  readonly state: string;
  readonly settings: { readonly retainBackupsOnDelete?: boolean };
}

/** What Google Cloud itself says of an environment, as somebody sees it with `gcloud` who cannot ask Terraform. */
export class FoundInCloud {
  private readonly client: ApiClient;
  private readonly clusterPath: string;
  private readonly instancePath: string;
  private readonly servicesPath: string;

  constructor({ address }: GoogleEmulator, environment: GoogleEnvironment) {
    this.client = new ApiClient(address);
    const { projectId } = environment;
    const location = clusterLocation(environment);
    this.clusterPath = `/container/v1/projects/${projectId}/locations/${location}/clusters/${resourceName(environment)}`;
    this.instancePath = `/sql/v1beta4/projects/${projectId}/instances/${sqlInstanceName(environment)}`;
    this.servicesPath = `/serviceusage/v1/projects/${projectId}/services`;
  }

  instance(): Promise<Instance> {
    return this.client.must<Instance>(`GET ${this.instancePath}`);
  }

  /** Names of the node pools, each of which is paid for. */
  async nodePools(): Promise<readonly string[]> {
    const { nodePools = [] } = await this.cluster();
    return nodePools.map(({ name }) => name).sort();
  }

  private cluster(): Promise<Cluster> {
    return this.client.must<Cluster>(`GET ${this.clusterPath}`);
  }

  /** Names of the APIs that are switched on. */
  async services(): Promise<readonly string[]> {
    const { services } = await this.client.must<{ services: readonly { config: { name: string } }[] }>(
      `GET ${this.servicesPath}?filter=state:ENABLED`,
    );
    return services.map(({ config }) => config.name);
  }

  /** Does what `gcloud container node-pools delete` does. */
  async removePool(name: string): Promise<void> {
    await this.client.must(`DELETE ${this.clusterPath}/nodePools/${name}`);
  }

  /** Waits until neither the cluster nor the database is being made or changed any more. */
  async untilReady(): Promise<void> {
    for (;;) {
      const [{ status, nodePools = [] }, { state }] = await Promise.all([this.cluster(), this.instance()]);
      const pools = nodePools.map((pool) => pool.status);
      if ([status, ...pools].every((one) => one === "RUNNING") && state === "RUNNABLE") return;
      await sleep(500);
    }
  }
}
