import { isPinned } from "../../charts/image";
import type { Track } from "../../constructs/kubernetes/release-track";
import type { Notes } from "../annotations";
import { ReleaseFailure } from "../failure";
import { joinedReports } from "../noted/noted-reports";
import { type Release, warn } from "../release";
import { timestamp } from "../server-time";
import { isReady, type StandingTrack } from "../standing";
import { waitForRollout } from "../steps/rollout";
import { bring, find, present, remove, writeNotes } from "../steps/tracks";
import { giveTraffic, liveColour } from "../steps/traffic";
import { standingPodsOf } from "./standing-pods";
import type { Strategy } from "./strategy";

/** All pods of the new version beside the old ones, then one switch, which can be taken back at once. */
export const blueGreenStrategy: Strategy = {
  prepare: async (release, { settings: { image } }) => {
    if (!isPinned(image)) warn(release, `${image} is a tag: if it is moved, pods that start later run something else`);
    const live = await liveColour(release);
    if (live === undefined) return "blue";
    const current = find(release, live);
    const idle = find(release, otherColour(live));
    if (current !== undefined && wasRolledBack(current) && idle !== undefined && wasReleased(idle))
      throw new ReleaseFailure(`the rollback of ${current.name} is not at its end`, [
        `npx release rollback --environment ${release.environment.name}`,
      ]);
    if (current !== undefined && isHalfReleased(current)) {
      // it is brought to its end, and not done once more
      if (current.notes.image === image) return live;
      await writeNotes(release, current, released(release));
    }
    return otherColour(live);
  },

  podsOfNew: ({ settings }) => settings.stablePods,

  old: (release, track) => find(release, otherColour(track)),

  // it is watched without requests of clients
  share: () => Promise.resolve(),

  live: async (release) => (await colours(release)).current,

  candidate: async (release) => {
    const { current, idle } = await colours(release);
    if (idle !== undefined && !wasReleased(idle) && !wasRolledBack(idle)) return idle;
    // what had the traffic before is kept to go back to; what has it may lack the last word
    return current !== undefined && isHalfReleased(current) ? current : undefined;
  },

  promote: async (release, { manifests, standingPods }, candidate, image) => {
    const { track, notes } = candidate;
    // they were all ready once, and must be so now
    await waitForRollout(release, candidate.deployment);
    guardMinimum(release, present(release, track));
    await giveTraffic(release, manifests, { [track]: 100, [otherColour(track)]: 0 });
    await bring(release, manifests, {
      track,
      // the very pods that were proven
      image: candidate.image,
      pods: standingPodsOf(release.environment.service, standingPods, candidate),
      // reports may have come meanwhile, and stay where they are
      notes: { ...notes, reports: undefined, "proven-image": image, ...released(release) },
    });
  },

  underWay: async (release) => {
    const { current, idle } = await colours(release);
    if (idle === undefined || wasRolledBack(idle)) return [];
    return wasReleased(idle) && current !== undefined ? [current] : [idle];
  },

  rollBack: async (release, { manifests }) => {
    const { live, current, idle } = await colours(release);
    if (idle === undefined || wasRolledBack(idle)) return undefined;
    if (live === undefined || !wasReleased(idle)) {
      const { reports } = idle.notes;
      if (current !== undefined && reports !== undefined)
        await writeNotes(release, current, { reports: joinedReports(current.notes.reports, reports) });
      await remove(release, idle);
      return `${idle.name} is removed`;
    }
    guardMinimum(release, idle);
    // before the switch: whoever does it again after a kill must not switch back
    if (current !== undefined && !wasRolledBack(current))
      await writeNotes(release, current, {
        "released-at": "",
        "rolled-back": `${timestamp(release)} ${current.image}`,
      });
    await giveTraffic(release, manifests, { [idle.track]: 100, [live]: 0 });
    return `requests go to ${idle.name} (${idle.image}) again`;
  },
};

/** The colour that has the traffic, with its track, and the track of the other one. */
async function colours(release: Release): Promise<{
  readonly live: Track | undefined;
  readonly current: StandingTrack | undefined;
  readonly idle: StandingTrack | undefined;
}> {
  const live = await liveColour(release);
  return {
    live,
    current: live === undefined ? undefined : find(release, live),
    idle: find(release, live === undefined ? "blue" : otherColour(live)),
  };
}

const otherColour = (track: Track): "blue" | "green" => (track === "blue" ? "green" : "blue");

const released = (release: Release): Notes => ({
  "released-at": timestamp(release),
  "released-by": release.by,
});

const wasReleased = ({ notes }: StandingTrack): boolean => notes["released-at"] !== undefined;
const wasRolledBack = ({ notes }: StandingTrack): boolean => notes["rolled-back"] !== undefined;

/** Of a colour that has the traffic: its promotion was killed between the switch and the last word. */
const isHalfReleased = (track: StandingTrack): boolean => !wasReleased(track) && !wasRolledBack(track);

/** @throws {ReleaseFailure} when too few pods would get the traffic */
function guardMinimum({ environment }: Release, { name, pods }: StandingTrack): void {
  const { minimumPods } = environment.service;
  const ready = pods.filter(isReady).length;
  if (ready >= minimumPods && ready > 0) return;
  throw new ReleaseFailure(`${name} has ${ready} ready pods, and \`service.minimumPods\` is ${minimumPods}`, [
    `npx release diagnose --environment ${environment.name}`,
  ]);
}
