import { digestOf } from "../digest";
import { ReleaseFailure } from "../failure";
import { proofOf } from "../proof";
import type { Release } from "../release";
import { standingTracks, type StandingTrack } from "../standing";
import type { Strategy } from "../strategies/strategy";
import { command, type Outcome, type Request } from "./outcome";

/**
 * Looks whether a command is about the image that whoever runs it means. A pipeline may run it late, when another one
 * has started the release of another image. Only digests are compared: the same image may be in several registries.
 *
 * @returns how the command ends without doing anything; undefined when it may go on
 */
export type Guard = (release: Release, strategy: Strategy) => Promise<Outcome | undefined>;

type Work = (release: Release, strategy: Strategy, request: Request) => Promise<Outcome>;

/** Does the work when the guard has nothing against it. @param guard none lets everything be done */
export const guarded =
  (guard: Guard | undefined, work: Work): Work =>
  async (release, strategy, request) =>
    (await guard?.(release, strategy)) ?? work(release, strategy, request);

/** Nothing but the image may be promoted; when it is released already, all is done. */
export const promotesOnly =
  (image: string): Guard =>
  async (release, strategy) => {
    const { environment } = release;
    const candidate = await strategy.candidate(release);
    if (candidate !== undefined && isOf(candidate, image)) return undefined;
    const live = await strategy.live(release);
    if (live !== undefined && isOf(live, image) && isReleased(live))
      return { code: 0, summary: `${live.image} is released already`, next: [command("status", environment)] };
    throw new ReleaseFailure(
      `${image} is not what would be promoted: ${whatRuns(release)}${rolledBack(release, image)}`,
      [command("status", environment)],
    );
  };

/** What is under way of another image stays; that is no failure, because nothing of this one is left to take back. */
export const takesBackOnly =
  (image: string): Guard =>
  async (release, strategy) => {
    const underWay = await strategy.underWay(release);
    if (underWay.some((track) => isOf(track, image))) return undefined;
    return {
      code: 0,
      summary: `nothing of this image is under way; ${whatRuns(release)}`,
      next: [command("status", release.environment)],
    };
  };

/** By its tag an image is known only as far as its pods are proven. */
const isOf = (track: StandingTrack, image: string): boolean =>
  (digestOf(track.image) ?? digestOf(proofOf(track)?.image ?? "")) === digestOf(image);

/** Whether its promotion was not killed in the middle. */
const isReleased = ({ notes }: StandingTrack): boolean =>
  notes["released-at"] !== undefined && (notes.previous === undefined || notes.candidate !== undefined);

function whatRuns({ environment, observer }: Release): string {
  const tracks = standingTracks(environment.service, observer.snapshot());
  return tracks.length === 0 ? "nothing runs" : tracks.map(({ name, image }) => `${name} is ${image}`).join(", ");
}

/** The note has a time and an image. */
function rolledBack({ environment, observer }: Release, image: string): string {
  const notes = standingTracks(environment.service, observer.snapshot()).map(
    (track) => track.notes["rolled-back"] ?? "",
  );
  const [when] = notes.find((note) => digestOf(note) === digestOf(image))?.split(" ") ?? [];
  return when === undefined ? "" : `; it was rolled back at ${when}`;
}
