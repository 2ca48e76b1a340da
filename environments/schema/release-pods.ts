import type { Environment } from "./environment";

/** A rolling update starts one pod more than asked for. */
export const surgePods = 1;
/** The migration runs beside the service. */
export const migrationPods = 1;
/** A pod that is going away holds its connections until it has gone. */
export const terminatingPods = 1;

/** Connections to the database that the service and its migration hold at the worst moment of a release. */
export function releaseConnections({ service }: Environment): number {
  const pods = service.stablePods + service.canaryPods + surgePods + terminatingPods;
  return pods * service.databasePoolSize + migrationPods;
}
