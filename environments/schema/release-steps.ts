import type { Service } from "./service";

/** A step of a release: who answers while it is done, and for whom the new version answers afterwards. */
export interface ReleaseStep {
  /** What is done, as a command: "start the canary". */
  readonly what: string;
  /** Pods that get traffic and are ready at every moment, even when a node is drained meanwhile. */
  readonly readyPods: number;
  /** Part of the requests that the new version gets afterwards, in percent. */
  readonly newPercent: number;
}

/** The disruption budget lets one pod go at a time. */
const evictedPods = 1;

/** The steps of a release in order. With autoscaling they speak of the least number of pods. */
export function releaseSteps(service: Service): ReleaseStep[] {
  const { stablePods, canaryPods } = service;
  const alone = stablePods - evictedPods;
  if (service.strategy === "blue-green")
    return [
      { what: "start the new colour", readyPods: alone, newPercent: 0 },
      { what: "switch to it", readyPods: alone, newPercent: 100 },
    ];
  return [
    { what: "start the canary", readyPods: alone, newPercent: canaryPercent(service) },
    // each old pod goes when a new one is ready
    { what: "update stable", readyPods: stablePods + canaryPods - evictedPods, newPercent: 100 },
    { what: "end the canary", readyPods: alone, newPercent: 100 },
  ];
}

/** Percent of the requests that the canary gets: its weight at the Gateway, or else its share of the pods. */
export const canaryPercent = (service: Service): number => service.route?.canaryWeight ?? podsPercent(service);

/** The canary's share of the pods, in percent. */
export const podsPercent = ({ canaryPods, stablePods }: Service): number =>
  Math.round((100 * canaryPods) / (canaryPods + stablePods));
