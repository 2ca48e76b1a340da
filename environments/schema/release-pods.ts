import type { Environment } from "./environment";
import type { Service } from "./service";

/** Seconds that a new pod must be ready before the next old one goes. */
export const minReadySeconds = 5;

/** The migration runs beside the service, with one connection. */
export const migrationPods = 1;

/** Some of the pods of a release, and what they are. */
export interface PodCount {
  readonly count: number;
  readonly what: string;
}

/**
 * The service's pods outside of a release; the colour that gets no traffic is kept, to switch back to.
 *
 * @param stablePods pods of the stable track, or of each colour. @default - the least number of them
 */
export function standingPods(
  { strategy, canaryPods, ...service }: Service,
  stablePods = service.stablePods,
): PodCount[] {
  const tracks: Record<string, number> =
    strategy === "canary" ? { stable: stablePods, canary: canaryPods } : { blue: stablePods, green: stablePods };
  return Object.entries(tracks).map(([what, count]) => ({ what, count }));
}

/**
 * The service's pods at the worst moment of a release: a rolling update starts one pod more than asked for, and pods
 * that are to stop hold what they have while they go on serving.
 */
export function releasePods(service: Service): PodCount[] {
  const most = service.autoscaling?.maxPods ?? service.stablePods;
  const stopping = Math.min(most, Math.ceil(service.drainSeconds / minReadySeconds));
  return [...standingPods(service, most), { count: 1, what: "starting" }, { count: stopping, what: "stopping" }];
}

export const total = (pods: readonly PodCount[]): number => pods.reduce((sum, { count }) => sum + count, 0);

/** `3 stable + 1 canary` */
export const sumOf = (pods: readonly PodCount[]): string =>
  pods.map(({ count, what }) => `${count} ${what}`).join(" + ");

/**
 * Pods of stable beside a canary, when nobody says how many: as many as make the sum what it was. With the book's
 * numbers that are 2 beside 1.
 */
export function stablePodsBesideCanary(service: Service, canaryPods = service.canaryPods): number {
  const { strategy, route, autoscaling, stablePods, minimumPods } = service;
  if (strategy === "blue-green" || route !== undefined || autoscaling !== undefined) return stablePods;
  // one of them may be on a node that is drained
  const least = Math.max(canaryPods, minimumPods + 1);
  return Number.isInteger(canaryPods) ? Math.max(Math.min(least, stablePods), stablePods - canaryPods) : stablePods;
}

/** Whether the service has anything to do with the database. */
export const usesDatabase = ({ databasePoolSize }: Service): boolean => databasePoolSize > 0;

/** Connections to the database that the service and its migration hold at the worst moment of a release. */
export function releaseConnections({ service }: Environment): number {
  return total(releasePods(service)) * service.databasePoolSize + (usesDatabase(service) ? migrationPods : 0);
}
