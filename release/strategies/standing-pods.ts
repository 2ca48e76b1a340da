import type { Service } from "../../environments/schema/service";
import type { StandingTrack } from "../standing";

/**
 * Pods of a track that has all of the traffic. Where an autoscaler decides it is the number that there is: a field that
 * is no longer written would become 1.
 *
 * @param wanted when nobody else decides; an autoscaler never has fewer
 */
export const standingPodsOf = (
  { autoscaling }: Pick<Service, "autoscaling">,
  wanted: number,
  track: StandingTrack | undefined,
): number => (autoscaling === undefined ? wanted : Math.max(wanted, track?.desiredPods ?? 0));
