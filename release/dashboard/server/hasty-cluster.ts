import type { Clock } from "../../clock";
import type { Cluster } from "../../cluster/cluster";
import type { KubernetesCluster } from "../../cluster/kubernetes-cluster";

/** Somebody looks at a page, and wants to know that there is no answer. */
const patienceMillis = 10_000;

/** The same cluster, for questions that are given up soon: a dashboard has no deadline, but each answer has. */
export const hastyCluster = (cluster: KubernetesCluster, clock: Clock, signal: AbortSignal): Cluster =>
  new Proxy<Cluster>(cluster, {
    get: (_, property) => {
      const limited = cluster.within({ deadline: clock.now() + patienceMillis, signal });
      const value: unknown = Reflect.get(limited, property);
      return typeof value === "function" ? (value.bind(limited) as unknown) : value;
    },
  });
