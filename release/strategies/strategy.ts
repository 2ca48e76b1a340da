import type { Track } from "../../constructs/kubernetes/release-track";
import type { Request } from "../commands/outcome";
import type { Release } from "../release";
import type { StandingTrack } from "../standing";

/** How the new version comes to all clients, and how it is taken away from them. All of it can be done again. */
export interface Strategy {
  /** Makes the cluster fit for a release. @returns the track that gets the new version */
  prepare(release: Release, request: Request): Promise<Track>;

  /** Pods that the new track gets before it is proven. */
  podsOfNew(request: Request): number;

  /** The track that has the traffic until the new one is proven; undefined at the first release. */
  old(release: Release, track: Track): StandingTrack | undefined;

  /** Gives the new track, whose pods have passed their tests, the part of the requests that it is watched with. */
  share(release: Release, request: Request, track: StandingTrack): Promise<void>;

  /** The track that has the traffic, or most of it; undefined before the first release is at its end. */
  live(release: Release): Promise<StandingTrack | undefined>;

  /** The track that was verified, if there is one. */
  candidate(release: Release): Promise<StandingTrack | undefined>;

  /** Gives all requests to what the candidate has proven. @param image by digest */
  promote(release: Release, request: Request, candidate: StandingTrack, image: string): Promise<void>;

  /** The tracks that a rollback would bring back or take away. */
  underWay(release: Release): Promise<readonly StandingTrack[]>;

  /** Brings back what had the traffic before. @returns what was done, in a few words; undefined when there was nothing to do */
  rollBack(release: Release, request: Request): Promise<string | undefined>;
}
