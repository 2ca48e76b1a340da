import type { PlatformOutputs } from "../constructs/contracts";
import type { Environment } from "../environments/schema/environment";
import type { Clock } from "./clock";
import { connect } from "./cluster/connect";
import type { KubernetesCluster } from "./cluster/kubernetes-cluster";
import { kubeconfigFor } from "./connect/kubeconfig";
import { localPrograms } from "./connect/programs";
import type { ClusterOptions } from "./options";
import type { ClusterAccess } from "./release";

/** A cluster that can be talked to, and how others get there. */
export interface OpenCluster {
  readonly cluster: KubernetesCluster;
  /** For programs that this one starts. */
  readonly access: ClusterAccess;
  close(): void;
}

export interface OpenTools {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly outputs?: PlatformOutputs;
  /** Called when the API has to be asked again, with the reason. */
  readonly onTrouble: (reason: string) => void;
}

/**
 * The cluster of an environment, by the kubeconfig of whoever runs this.
 *
 * @param outputs of the environment's Terraform, whose cluster is logged in to by itself. @default - it must be in the
 *   kubeconfig already
 * @throws {ValidationError} when it is not sure that it is the cluster of the environment
 */
export async function openCluster(
  environment: Environment,
  options: Pick<ClusterOptions, "kubeconfig" | "context" | "timeout">,
  { clock, signal, outputs, onTrouble }: OpenTools,
): Promise<OpenCluster> {
  const { kubeconfig, context } = options;
  const programs = localPrograms(process.env, signal);
  const tools = { programs, variables: process.env };
  const access = await kubeconfigFor({ environment, kubeconfig, context, outputs }, tools);
  const cluster = await connect({
    ...access,
    namespace: environment.service.namespace,
    clock,
    deadline: clock.now() + options.timeout * 1000,
    signal,
    onTrouble,
  });
  return {
    cluster,
    access,
    close: () => {
      cluster.close();
      access.remove();
    },
  };
}
