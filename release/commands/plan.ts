import { usesDatabase } from "../../environments/schema/release-pods";
import type { Service } from "../../environments/schema/service";
import type { Release } from "../release";
import { type StandingTrack, standingTracks } from "../standing";
import { currentHash, hashOf, revisionsOf, type TrackRevision } from "../steps/revisions";
import { present } from "../steps/tracks";
import type { Strategy } from "../strategies/strategy";
import { strategyOf } from "../strategies/strategy-of";
import { type PlannedImages, type PlannedStep, renderPlan } from "../terminal/render-plan";
import type { Request } from "./outcome";
import { revisionWith, type RollbackOptions } from "./rollback";
import type { View } from "./view";

/** Numbers of pods by name of the track. */
type Pods = Readonly<Record<string, number>>;

/** What there is before the command begins. */
export interface Before {
  readonly pods: Pods;
  /** Track that has the requests, or most of them. @default - none: nothing was released yet */
  readonly live?: string | undefined;
  /** Track that a promotion would give the requests. @default - there is none */
  readonly candidate?: string | undefined;
  /** Tracks that a rollback would bring back or take away. @default - none */
  readonly underWay?: readonly string[];
}

/** A command, or all that a release takes. */
export type PlannedCommand = "release" | "canary" | "promote" | "rollback";

/** In an update one pod more is started before one goes, and those that stop still hold what they have. */
const extraPods = 2;

/**
 * What a command would do, step by step: pods, the new version's part of the requests, the least number of ready pods,
 * and the connections to the database, at most.
 */
export function plannedSteps(service: Service, request: Request, before: Before, what: PlannedCommand): PlannedStep[] {
  const steps = new Steps(service, before.pods);
  const { onPass } = service.verification;
  const plan = service.strategy === "blue-green" ? blueGreenSteps : canarySteps;
  plan(steps, service, request, before, {
    starts: what === "release" || what === "canary",
    promotes: what === "release" || what === "promote" || (what === "canary" && onPass === "promote"),
    rollsBack: what === "rollback",
  });
  return steps.all;
}

/** Which parts of a release a command is. */
interface Parts {
  readonly starts: boolean;
  readonly promotes: boolean;
  readonly rollsBack: boolean;
}

type PlanOf = (steps: Steps, service: Service, request: Request, before: Before, parts: Parts) => void;

const canarySteps: PlanOf = (steps, service, { settings, manifests, standingPods }, before, parts) => {
  const { pods, underWay = [] } = before;
  const { stablePods, canaryPods } = settings;
  const stable = pods["stable"] ?? 0;
  const isFirst = stable === 0;
  if (parts.starts) {
    if (manifests.migration !== undefined) steps.migrate();
    steps.add("start the canary", { canary: canaryPods }, isFirst ? 100 : steps.share({ canary: canaryPods }));
    const beside: Pods = isFirst ? {} : { stable: Math.min(stable, stablePods) };
    const share = isFirst ? 100 : steps.share(beside);
    if (!isFirst) steps.add("give it its share", beside, share);
    steps.add("verify it", {}, share);
  }
  const canary = parts.starts ? canaryPods : (pods["canary"] ?? 0);
  if (parts.promotes && canary > 0) {
    if (isFirst) steps.add("start stable", { stable: standingPods }, 100);
    else {
      steps.add("update stable", {}, 100, extraPods * service.databasePoolSize);
      steps.add("give stable all its pods", { stable: standingPods }, 100);
    }
    steps.add("end the canary", { canary: 0 }, 100);
  }
  if (!parts.rollsBack) return;
  if (underWay.includes("stable"))
    steps.add("bring stable back", {}, steps.share({}), extraPods * service.databasePoolSize);
  if (stable > 0 && stable !== standingPods && service.autoscaling === undefined)
    steps.add("give stable all its pods", { stable: standingPods }, steps.share({ stable: standingPods }));
  if (underWay.includes("canary")) steps.add("end the canary", { canary: 0 }, 0);
};

const blueGreenSteps: PlanOf = (steps, _service, { settings, manifests }, before, parts) => {
  const { live, candidate, underWay = [] } = before;
  const idle = live === "blue" ? "green" : "blue";
  if (parts.starts) {
    if (manifests.migration !== undefined) steps.migrate();
    steps.add(`start ${idle}`, { [idle]: settings.stablePods }, 0);
    steps.add("verify it", {}, 0);
  }
  const promoted = parts.starts ? idle : candidate;
  if (parts.promotes && promoted !== undefined) steps.add(`give ${promoted} the requests`, {}, 100);
  if (!parts.rollsBack) return;
  // what has the requests is taken back by giving them to the other one
  if (live !== undefined && underWay.includes(live)) steps.add(`give ${idle} the requests`, {}, 0);
  else if (underWay.includes(idle)) steps.add(`end ${idle}`, { [idle]: 0 }, 0);
};

/** Steps, each of which begins with what the one before has left. */
class Steps {
  readonly all: PlannedStep[] = [];

  constructor(
    private readonly service: Service,
    private pods: Pods,
  ) {}

  /**
   * @param change pods of the tracks that get another number
   * @param connections to the database that there are for a while, besides those of these pods
   */
  add(what: string, change: Pods, canaryPercent: number, connections = 0): void {
    const before = this.pods;
    this.pods = { ...before, ...change };
    const sum = (count: (one: number, other: number) => number): number =>
      Object.entries(this.pods).reduce((total, [track, pods]) => total + count(before[track] ?? 0, pods), 0);
    this.all.push({
      what,
      pods: this.pods,
      canaryPercent,
      minimumReady: sum(Math.min),
      connections: sum(Math.max) * this.service.databasePoolSize + connections,
    });
  }

  migrate(): void {
    this.add("migrate the database", {}, 0, usesDatabase(this.service) ? 1 : 0);
  }

  /** The canary's part of the requests, in percent, after a change. */
  share(change: Pods): number {
    const pods = { ...this.pods, ...change };
    const all = Object.values(pods).reduce((total, count) => total + count, 0);
    return this.service.route?.canaryWeight ?? Math.round((100 * (pods["canary"] ?? 0)) / Math.max(1, all));
  }
}

/** `release plan`, and `--dry-run`: what a command would do to what runs now. */
export async function plan(
  release: Release,
  request: Request,
  what: PlannedCommand = "release",
  { to }: RollbackOptions = {},
): Promise<View> {
  const { environment, observer } = release;
  const { service } = environment;
  const strategy = strategyOf(service);
  const situation = await situationOf(release, strategy);
  const tracks = standingTracks(service, observer.snapshot());
  const before: Before = {
    pods: Object.fromEntries(tracks.map(({ track, desiredPods }) => [track, desiredPods])),
    live: situation.live?.track,
    candidate: situation.candidate?.track,
    underWay: situation.underWay.map(({ track }) => track),
  };
  const steps = plannedSteps(service, request, before, what);
  if (to !== undefined) return planBackTo(release, steps, before.pods, await revisionWith(release, to));
  const images = await imagesOf[what](release, situation, request.settings.image);
  return viewOf(steps, what, images);
}

/** The steps of a rollback, and behind them that to an earlier revision. */
async function planBackTo(
  release: Release,
  steps: readonly PlannedStep[],
  pods: Pods,
  target: TrackRevision,
): Promise<View> {
  const { service } = release.environment;
  const stable = present(release, "stable");
  const further = new Steps(service, steps.at(-1)?.pods ?? pods);
  if ((await currentHash(release, stable)) !== hashOf(target))
    further.add(`bring stable to revision ${target.revision}`, {}, 0, extraPods * service.databasePoolSize);
  return viewOf([...steps, ...further.all], "rollback", { from: stable.image, to: target.image });
}

/** Who has the requests, what may get them, and what may be taken back: the strategy's own words. */
interface Situation {
  readonly live: StandingTrack | undefined;
  readonly candidate: StandingTrack | undefined;
  readonly underWay: readonly StandingTrack[];
}

async function situationOf(release: Release, strategy: Strategy): Promise<Situation> {
  const [live, candidate, underWay] = await Promise.all([
    strategy.live(release),
    strategy.candidate(release),
    strategy.underWay(release),
  ]);
  return { live, candidate, underWay };
}

type ImagesOf = (release: Release, situation: Situation, wanted: string) => PlannedImages | Promise<PlannedImages>;

const startsImages: ImagesOf = (_release, { live }, wanted) => ({ from: live?.image ?? null, to: wanted });

/** What the requests get now or would get without the promotion, and what they would get afterwards. */
const imagesOf: Readonly<Record<PlannedCommand, ImagesOf>> = {
  release: startsImages,
  canary: startsImages,
  promote: async (release, { live, candidate, underWay }) => {
    if (candidate === undefined) return {};
    const isBegun = live !== undefined && underWay.some(({ track }) => track === live.track);
    const from = isBegun ? await imageBefore(release, live) : live?.image;
    return { from: from ?? null, to: candidate.image };
  },
  rollback: async (release, { live, underWay }) => {
    const [taken] = underWay;
    if (taken === undefined) return {};
    const isLive = live !== undefined && underWay.some(({ track }) => track === live.track);
    return { from: taken.image, to: (isLive ? await imageBefore(release, live) : live?.image) ?? null };
  },
};

/** What had the requests before a promotion that has begun or, of blue and green, can be taken back by a switch. */
async function imageBefore(release: Release, live: StandingTrack): Promise<string | undefined> {
  const { service } = release.environment;
  if (service.strategy === "blue-green")
    return standingTracks(service, release.observer.snapshot()).find(({ track }) => track !== live.track)?.image;
  const { previous } = live.notes;
  return (await revisionsOf(release, live)).find((revision) => hashOf(revision) === previous)?.image;
}

/** The same for a cluster that is only thought of: one that runs as the environment says. */
export function planOffline(service: Service, request: Request): View {
  const live = service.strategy === "blue-green" ? "blue" : "stable";
  const before = { pods: { [live]: service.stablePods }, live };
  return viewOf(plannedSteps(service, request, before, "release"), "release", { to: request.settings.image });
}

function viewOf(steps: readonly PlannedStep[], what: PlannedCommand, images: PlannedImages): View {
  const { from, to } = images;
  // the new version, whichever way it goes
  const image = what === "rollback" ? from : to;
  return { text: renderPlan(steps, images), json: { image: image ?? null, from: from ?? null, to: to ?? null, steps } };
}
