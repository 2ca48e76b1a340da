import { ApiServer } from "./api/api-server";
import { type ClusterOptions, SimulatedCluster } from "./simulated-cluster";

export interface ServedClusterOptions extends ClusterOptions {
  /** @default false: HTTP is quicker */
  readonly https?: boolean;
  /** Of the API. @default - any that is free */
  readonly port?: number;
}

/** A whole cluster in this process, with an API that programs can talk to. */
export class TestCluster extends SimulatedCluster {
  private server: ApiServer | undefined;

  static async start(options: ServedClusterOptions = {}): Promise<TestCluster> {
    const cluster = new TestCluster(options);
    const { store, clock, backend } = cluster;
    cluster.server = await ApiServer.start({ store, clock, backend, https: options.https, port: options.port });
    return cluster;
  }

  get api(): ApiServer {
    if (this.server === undefined) throw new Error("the cluster has not been started");
    return this.server;
  }

  get url(): string {
    return this.api.url;
  }

  /**
   * The text of a kubeconfig for a user.
   *
   * @param user by default one that may do everything
   * @param context what it calls the cluster. @default "test-cluster"
   */
  kubeconfig(user?: string, context?: string): string {
    return this.api.kubeconfig(user, undefined, context);
  }

  async stop(): Promise<void> {
    this.clock.stop();
    await this.server?.stop();
  }
}
