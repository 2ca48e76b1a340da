import { type Track, trackName } from "../../constructs/kubernetes/release-track";
import { annotationsOf, type Notes } from "../annotations";
import type { Deployment } from "../cluster/objects";
import { type Manifests, withChanges } from "../manifests";
import { note, type Release } from "../release";
import { type StandingTrack, standingTrack } from "../standing";
import { checkUnchanged } from "./changed";
import { gone, waitFor, waitForFewer, waitForOwnRollout, waitForRollout } from "./rollout";

/** The track as it stands just now, or nothing when it has no Deployment. */
export const find = ({ observer, environment }: Release, track: Track): StandingTrack | undefined =>
  standingTrack(environment.service, track, observer.snapshot());

/** The same for one that was just brought up. */
export function present(release: Release, track: Track): StandingTrack {
  const found = find(release, track);
  if (found !== undefined) return found;
  throw gone(trackName(release.environment.service, track));
}

/** How a track shall be. */
export interface Wanted {
  readonly track: Track;
  readonly image: string;
  /** Left out where an autoscaler decides. */
  readonly pods: number | undefined;
  readonly notes: Notes;
}

/**
 * Makes a track as the charts say, with an image and a number of pods, and waits until it is.
 *
 * @throws {ReleaseFailure} when somebody else makes something else of it meanwhile
 */
export async function bring(release: Release, manifests: Manifests, wanted: Wanted): Promise<StandingTrack> {
  const { cluster } = release;
  const { track, image, pods, notes } = wanted;
  const deployment = manifests.deployment(track);
  for (const object of manifests.beside(track)) await cluster.apply(object);
  const applied = await cluster.apply(withChanges(deployment, { image, replicas: pods, notes }));
  note(release, `${nameOf(deployment)}: ${image}${pods === undefined ? "" : `, ${podCount(pods)}`}`);
  await waitForOwnRollout(release, applied);
  return unchanged(release, { track, deployment: applied });
}

/**
 * A track as it stands just now, which must be what this release has made of it.
 *
 * @param made as it was then
 * @throws {ReleaseFailure} when somebody else has changed it since
 */
export function unchanged(release: Release, made: Pick<StandingTrack, "track" | "deployment">): StandingTrack {
  const now = present(release, made.track);
  checkUnchanged(made.deployment, now.deployment);
  return now;
}

/**
 * Changes nothing but the number of pods, and waits until it is so: for new ones until they are ready, also when they
 * were asked for by an earlier run; for those that go until they have begun to drain, however those are that stay.
 */
export async function scale(release: Release, track: StandingTrack, pods: number): Promise<void> {
  const { desiredPods: before, name } = track;
  if (before === pods) return waitForRollout(release, track.deployment);
  const scaled = await release.cluster.patch("Deployment", name, { spec: { replicas: pods } });
  if (scaled === undefined) throw gone(name);
  note(release, `${name}: ${podCount(pods)} instead of ${before}`);
  await (before > pods ? waitForFewer(release, scaled) : waitForRollout(release, scaled));
}

/** Writes something down on a track. @returns it as it is then, which is newer than what is watched */
export async function writeNotes(release: Release, track: StandingTrack, notes: Notes): Promise<Deployment> {
  const change = { metadata: { annotations: annotationsOf(notes) } };
  const written = await release.cluster.patch("Deployment", track.name, change);
  if (written === undefined) throw gone(track.name);
  return written;
}

/** Takes a track away. Its pods drain by themselves; what is left of the API's work is waited for. */
export async function remove(release: Release, track: StandingTrack): Promise<void> {
  const { cluster } = release;
  await cluster.delete("Deployment", track.name, { uid: track.deployment.metadata?.uid });
  note(release, `${track.name} is removed`);
  await waitFor(release, {
    what: `the end of ${track.name}`,
    deployments: [],
    isDone: ({ deployments }) => deployments.every(({ metadata }) => metadata?.uid !== track.deployment.metadata?.uid),
  });
}

export const podCount = (pods: number): string => (pods === 1 ? "1 pod" : `${pods} pods`);

const nameOf = ({ metadata }: { readonly metadata?: { readonly name?: string } }): string => metadata?.name ?? "";
