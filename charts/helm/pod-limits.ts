import type { Environment } from "../../environments/schema/environment";
import { serviceProblems } from "../../environments/schema/rules/service";

/** How many pods a release may have. */
export interface PodLimits {
  /** Of the track that carries the service. */
  readonly least: number;
  /** Of all tracks together: for more, the nodes or the database have no room. */
  readonly most: number;
}

/** The same rules as for the environment's own numbers, tried one by one. */
export function podLimits(environment: Environment): PodLimits {
  const { service } = environment;
  const right = Array.from({ length: 100 }, (_, index) => index + 1).filter(
    (stablePods) => serviceProblems({ ...environment, service: { ...service, stablePods } }).length === 0,
  );
  const least = Math.min(...right);
  const most = Math.max(...right);
  return { least, most: most + (service.strategy === "canary" ? service.canaryPods : most) };
}
