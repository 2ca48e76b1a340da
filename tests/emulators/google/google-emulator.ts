import type { Server } from "node:http";

import { HttpEmulator, listening } from "../http/http-emulator";
import type { Exchange, Parts } from "../http/api-server";
import { Faults } from "../http/faults";
import { RequestLog } from "../http/request-log";
import { GoogleApi } from "./api";
import { Cloud, type CloudSettings, type ClusterEndpoint } from "./cloud";
import { control } from "./control";
import { Tunnel } from "./tunnel";
import type { GoogleWaiting } from "./waiting";

export interface GoogleEmulatorOptions extends GoogleWaiting, CloudSettings {
  /** @default 0 - any that is free */
  readonly port?: number | undefined;
  /** Through which other hosts than Google's are reached. @default - directly */
  readonly proxy?: string | undefined;
  /** Is told of every request and its answer. @default - nobody */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
}

/** Where the provider takes the API of each service to be, and the path that it has here. */
const endpoints: Readonly<Record<string, string>> = {
  ARTIFACT_REGISTRY: "artifactregistry/v1",
  CLOUD_BILLING: "cloudbilling/v1",
  COMPUTE: "compute/v1",
  CONTAINER: "container/v1",
  IAM: "iam/v1",
  IAM_BETA: "iam/v1",
  IAM_CREDENTIALS: "iamcredentials/v1",
  RESOURCE_MANAGER: "cloudresourcemanager/v1",
  RESOURCE_MANAGER_V3: "cloudresourcemanager/v3",
  SECRET_MANAGER: "secretmanager/v1",
  SERVICE_NETWORKING: "servicenetworking/v1",
  SERVICE_USAGE: "serviceusage/v1",
  SQL: "sql/v1beta4",
};

/** Google Cloud in this process. It has no access to the real one. */
export class GoogleEmulator extends HttpEmulator<GoogleWaiting> {
  private constructor(
    server: Server,
    parts: Parts,
    private readonly tunnel: Tunnel,
  ) {
    super(server, parts);
  }

  static async start(options: GoogleEmulatorOptions = {}): Promise<GoogleEmulator> {
    const { port = 0, proxy = "", observe, creating, updating, deleting, ...settings } = options;
    const cloud = new Cloud(settings);
    const [faults, log] = [new Faults(), new RequestLog()];
    const parts: Parts = { api: new GoogleApi(cloud), faults, log, control: control(cloud, faults, log), observe };
    const server = await listening(parts, port);
    const emulator = new GoogleEmulator(server, parts, new Tunnel(server, log, proxy));
    await emulator.setWaiting({ creating, updating, deleting });
    return emulator;
  }

  /** What Terraform and CDKTF need, and what keeps them from any real project. */
  override get environment(): Readonly<Record<string, string>> {
    const addresses = Object.entries(endpoints).map(([service, path]) => [
      `GOOGLE_${service}_CUSTOM_ENDPOINT`,
      `${this.address}/${path}/`,
    ]);
    return {
      ...(Object.fromEntries(addresses) as Record<string, string>),
      // of Terraform itself, for a state in a bucket
      GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT: `${this.address}/storage/v1/`,
      GOOGLE_OAUTH_ACCESS_TOKEN: "emulated",
      // the provider asks Google who it is at an address that cannot be set, and goes on when nobody says so
      HTTPS_PROXY: this.address,
      NO_PROXY: "127.0.0.1",
    };
  }

  override async stop(): Promise<void> {
    this.tunnel.close();
    await super.stop();
  }

  /**
   * Has the next operation of a type begin as always and end with an error.
   *
   * @param type as the services call it: `CREATE_CLUSTER`, `CREATE`, `insert`
   */
  async failOperation(type: string, message: string): Promise<void> {
    await this.do("POST failures", { type, message });
  }

  /** Where the API of all clusters answers from now on. */
  async setClusterEndpoint(to: ClusterEndpoint): Promise<void> {
    await this.do("POST cluster-endpoint", to);
  }
}
