import { ReleaseFailure } from "../failure";
import { templateHash } from "../manifests";
import { verificationNotes } from "../noted/noted-findings";
import { joinedReports } from "../noted/noted-reports";
import { proofOf } from "../proof";
import { note, type Release, warn } from "../release";
import { timestamp } from "../server-time";
import { isReady, isRolledOut, readyPods, type StandingTrack, templateHashOf } from "../standing";
import { currentHash, restore } from "../steps/revisions";
import { takeOver } from "../steps/take-over";
import { bring, find, present, remove, scale, writeNotes } from "../steps/tracks";
import { standingPodsOf } from "./standing-pods";
import { giveTraffic } from "../steps/traffic";
import { Doomed, TimedOut } from "../stuck";
import type { Strategy } from "./strategy";

/** A few pods of the new version beside the old ones; when they are proven, the old ones are updated. */
export const canaryStrategy: Strategy = {
  prepare: async (release, { manifests, settings }) => {
    await takeOver(release);
    const canary = find(release, "canary");
    // the share of the version before it is not that of one of which nothing is known
    if (canary !== undefined && canary.notes.image !== settings.image && find(release, "stable") !== undefined)
      await giveTraffic(release, manifests, { stable: 100, canary: 0 });
    return "canary";
  },

  podsOfNew: ({ settings }) => settings.canaryPods,

  old: (release) => find(release, "stable"),

  share: async (release, request, canary) => {
    const stable = find(release, "stable");
    const { route, autoscaling } = release.environment.service;
    const weight = stable === undefined ? 100 : (route?.canaryWeight ?? 0);
    await giveTraffic(release, request.manifests, { stable: 100 - weight, canary: weight });
    if (stable === undefined || autoscaling !== undefined) return;
    // the balancer shares by pods, so this is what sets the canary's share
    const { stablePods } = request.settings;
    // a stable that has this number already, and is broken, must not keep its successor from being verified
    if (stablePods === stable.desiredPods) return;
    if (stablePods < stable.desiredPods) guardMinimum(release, canary.pods.filter(isReady).length + stablePods);
    await scale(release, stable, stablePods);
  },

  live: (release) => Promise.resolve(find(release, "stable")),

  candidate: (release) => Promise.resolve(find(release, "canary")),

  promote: async (release, request, canary, image) => {
    const { manifests, standingPods } = request;
    const { service } = release.environment;
    const stable = find(release, "stable");
    const template = templateHash(service, "stable", manifests.deployment("stable"));
    // what the verification said stays with what is released, also when a person has accepted it
    const verification = verificationNotes(canary.notes);
    let previous = stable !== undefined && isUnderWay(stable, canary) ? stable.notes.previous : undefined;
    if (stable !== undefined && !isReleased(stable, image, template)) {
      previous ??= hashOfPods(stable) ?? (await currentHash(release, stable));
      // with the number of pods that it has: more of them at once would be of the old version
      const reports = canary.notes.reports ?? "";
      // the release before it was not of this image, whose own has not come to its end
      const unreleased = { "released-at": undefined, "released-by": undefined, candidate: undefined };
      const notes = { ...stable.notes, ...unreleased, image, template, previous, reports, ...verification };
      await bring(release, manifests, { track: "stable", image, pods: stable.desiredPods, notes });
    }
    const notes = {
      image,
      template,
      previous,
      candidate: canary.deployment.metadata?.uid,
      "released-at": timestamp(release),
      "released-by": release.by,
      ...verification,
      // those that came meanwhile, too; whoever promotes once more takes none away
      reports: joinedReports(find(release, "stable")?.notes.reports, find(release, "canary")?.notes.reports),
    };
    const pods = standingPodsOf(service, standingPods, find(release, "stable"));
    const released = await bring(release, manifests, { track: "stable", image, pods, notes });
    await giveTraffic(release, manifests, { stable: 100, canary: 0 });
    guardMinimum(release, released.pods.filter(isReady).length);
    await remove(release, canary);
    note(release, `${service.name} is all ${image}`);
  },

  underWay: (release) => {
    const canary = find(release, "canary");
    const stable = find(release, "stable");
    const updated = stable !== undefined && isUnderWay(stable, canary) ? stable : undefined;
    return Promise.resolve([canary, updated].filter((track) => track !== undefined));
  },

  rollBack: async (release, request) => {
    const { autoscaling } = release.environment.service;
    const done: string[] = [];
    let stable = find(release, "stable");
    const canary = find(release, "canary");
    if (stable?.notes.previous !== undefined && isUnderWay(stable, canary)) {
      stable = await restore(release, stable, stable.notes.previous);
      done.push(`${stable.name} is back to ${stable.image}`);
    }
    if (stable !== undefined) {
      if (autoscaling === undefined) await scaleAsFarAsItGoes(release, stable, request.standingPods);
      stable = present(release, "stable");
    }
    if (stable !== undefined || canary !== undefined)
      await giveTraffic(release, request.manifests, { stable: stable === undefined ? 0 : 100, canary: 0 });
    if (canary !== undefined) {
      if (stable !== undefined) {
        guardMinimum(release, stable.pods.filter(isReady).length);
        await noteRollback(release, stable, canary);
      }
      await remove(release, canary);
      done.push(`${canary.name} is removed`);
    }
    return done.length === 0 ? undefined : done.join(", ");
  },
};

/** Whether stable has been brought to the image of the canary, and the promotion is not at its end. */
function isUnderWay({ notes }: StandingTrack, canary: StandingTrack | undefined): boolean {
  if (notes.previous === undefined) return false;
  if (notes.candidate === undefined) return true;
  if (canary === undefined) return false;
  return notes.candidate === canary.deployment.metadata?.uid && notes.image === canary.notes["proven-image"];
}

async function noteRollback(release: Release, stable: StandingTrack, canary: StandingTrack): Promise<void> {
  if (stable.image === canary.notes["proven-image"]) {
    note(release, `${stable.name} has its image already, and keeps it: it had none before`);
    return;
  }
  await writeNotes(release, stable, {
    "rolled-back": `${timestamp(release)} ${canary.notes.image ?? canary.image}`,
    "rolled-back-verdict": proofOf(canary)?.verdict ?? "",
    reports: joinedReports(stable.notes.reports, canary.notes.reports),
  });
}

/** Whether stable has been brought to the image, with the configuration that was proven, and to its end. */
const isReleased = ({ image: has, notes, deployment }: StandingTrack, image: string, template: string): boolean =>
  has === image &&
  notes.template === template &&
  (notes.previous === undefined || notes.candidate !== undefined) &&
  isRolledOut(deployment);

/** How long a canary that is taken back waits for the last pods of stable. */
const scaleMillis = 60_000;

/** A bad canary goes also when stable cannot have all its pods again, as long as it has enough of them. */
async function scaleAsFarAsItGoes(release: Release, stable: StandingTrack, pods: number): Promise<void> {
  const { clock, deadline, environment, say } = release;
  // half of the time that is left is for what follows
  const until = clock.now() + Math.min(scaleMillis, (deadline - clock.now()) / 2);
  try {
    await scale({ ...release, deadline: until }, stable, pods);
  } catch (error) {
    if (!(error instanceof Doomed || error instanceof TimedOut)) throw error;
    const ready = present(release, "stable").pods.filter(isReady).length;
    if (ready === 0 || ready < environment.service.minimumPods) throw error;
    for (const diagnosis of error.diagnoses) say({ type: "diagnosis", diagnosis });
    warn(release, `${stable.name} has ${ready} ready pods, and not yet ${pods}`);
  }
}

/** The template that all pods of a track have now, before it is changed. */
function hashOfPods({ pods }: StandingTrack): string | undefined {
  const hashes = new Set(pods.filter(isReady).map(templateHashOf));
  return hashes.size === 1 ? [...hashes][0] : undefined;
}

/** @throws {ReleaseFailure} when so few pods would be left to answer */
function guardMinimum(release: Release, left: number): void {
  const { minimumPods } = release.environment.service;
  if (left >= minimumPods) return;
  const now = readyPods(release.environment.service, release.observer.snapshot()).length;
  throw new ReleaseFailure(
    `it would leave ${left} ready pods of ${now}, and \`service.minimumPods\` is ${minimumPods}`,
    [`npx release diagnose --environment ${release.environment.name}`],
  );
}
