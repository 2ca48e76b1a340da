import type { CloudEnvironment } from "../../environments/schema/environment";

/** An environment that pipelines deliver to. */
export interface Target {
  readonly environment: CloudEnvironment;
  readonly canary: "automatic" | "manual";
  /** Whether pipelines plan and apply its infrastructure. */
  readonly provision: boolean;
  /** Names of secrets of Semaphore. */
  readonly secrets: {
    readonly release: string;
    /** @default - the cluster has the database's login already */
    readonly database?: string | undefined;
    readonly plan: string;
    readonly apply: string;
  };
  /** Adds its cluster to the kubeconfig of whoever runs it. */
  readonly kubeconfigCommand: string;
  /** Lets docker push to its registry. */
  readonly registryLoginCommand: string;
}
