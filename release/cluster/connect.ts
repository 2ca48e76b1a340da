import type { Clock } from "../clock";
import type { ClusterChoice } from "./kubeconfig";
import { KubeconfigLogin } from "./kubeconfig-login";
import { KubernetesCluster } from "./kubernetes-cluster";

/** Which cluster, as who, and for how long. */
export interface ConnectOptions extends ClusterChoice {
  readonly namespace: string;
  readonly clock: Clock;
  /** When nothing is tried any more, in milliseconds since 1970 by the clock. */
  readonly deadline: number;
  /** Ends every request. */
  readonly signal: AbortSignal;
  /** Under which name fields are owned in server-side apply. @default "release" */
  readonly fieldManager?: string;
  /** Called when something is tried again, once a minute for each reason. @default - nobody is told */
  readonly onTrouble?: (reason: string) => void;
  /** @default - those of the process */
  readonly variables?: NodeJS.ProcessEnv;
}

/**
 * Finds out how to log in, without a request to the cluster.
 *
 * @throws {ValidationError} when the kubeconfig does not say who is to log in where
 * @throws {Unreachable} when a program that hands out credentials fails
 */
export async function connect(options: ConnectOptions): Promise<KubernetesCluster> {
  const { kubeconfig, context, variables = process.env, fieldManager = "release", ...limits } = options;
  const login = new KubeconfigLogin({ kubeconfig, context }, variables);
  await login.credentials();
  return new KubernetesCluster(login, { fieldManager, ...limits });
}
