import { ReleaseFailure } from "../failure";
import { inStep, type Release } from "../release";
import { timestamp } from "../server-time";
import { isReady, isRolledOut, standingTracks, type StandingTrack, templateHashOf } from "../standing";
import {
  bringBack,
  checkConfiguration,
  currentHash,
  hashOf,
  revisionsOf,
  type TrackRevision,
} from "../steps/revisions";
import { find, present, writeNotes } from "../steps/tracks";
import type { Strategy } from "../strategies/strategy";
import { findings } from "./explain";
import { command, type Outcome, type Request } from "./outcome";

export interface RollbackOptions {
  /** Revision of stable to go back to. @default - to what was there before the release that is under way */
  readonly to?: number;
}

/** Explains what went wrong, and brings back what was there before. Done twice, it does nothing the second time. */
export async function rollback(
  release: Release,
  strategy: Strategy,
  request: Request,
  { to }: RollbackOptions,
): Promise<Outcome> {
  const { environment } = release;
  const target = to === undefined ? undefined : await revisionWith(release, to);
  // what is taken away cannot be looked at any more
  for (const diagnosis of await findings(release)) release.say({ type: "diagnosis", diagnosis });
  const text = await inStep(
    release,
    "rollback",
    async () => {
      // to explain it may have taken some time
      await release.confirmLock();
      const done = await strategy.rollBack(release, request);
      return target === undefined ? done : goTo(release, target);
    },
    (done) => done ?? "there is nothing to take back",
  );
  const [live] = standingTracks(environment.service, release.observer.snapshot()).filter(
    ({ notes }) => notes["rolled-back"] !== undefined || notes["released-at"] !== undefined,
  );
  const summary =
    text === undefined
      ? `nothing was under way${live === undefined ? "" : `; ${live.name} is ${live.image}`}`
      : `rolled back: ${text}`;
  const unready = await whatIsUnready(release, await strategy.live(release));
  if (unready === undefined)
    return { code: 0, summary, next: [command("status", environment), command("history", environment)] };
  return {
    code: 1,
    summary: `${summary}; but ${unready}`,
    next: [command("diagnose", environment), command("history", environment)],
  };
}

/** Notes that were written last change a Deployment, too, and its controller takes a moment to see that. */
const settleMillis = 5000;

/** Why what has the requests is not what it shall be; undefined when it is, or lacks pods that nobody needs at once. */
async function whatIsUnready(release: Release, live: StandingTrack | undefined): Promise<string | undefined> {
  if (live === undefined) return undefined;
  const { observer, clock, environment } = release;
  const now = (): StandingTrack => find(release, live.track) ?? live;
  const look = (): true | undefined => isRolledOut(now().deployment) || undefined;
  if ((await observer.until(look, { deadline: clock.now() + settleMillis })) === true) return undefined;
  const { name, image, pods, desiredPods } = now();
  const living = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const own = living.filter(({ spec }) => spec?.containers[0]?.image === image);
  const ready = own.filter(isReady).length;
  const isAllOfOne = own.length === living.length && new Set(living.map(templateHashOf)).size === 1;
  // a node may be lost, or the cluster full: that is not what a rollback could mend
  if (isAllOfOne && ready >= Math.max(1, environment.service.minimumPods)) return undefined;
  return `of the ${desiredPods} pods of ${name} only ${ready} are ${image} and ready`;
}

/** @throws {ReleaseFailure} when stable cannot be brought to the revision; nothing is touched then */
export async function revisionWith(release: Release, revision: number): Promise<TrackRevision> {
  const stable = find(release, "stable");
  if (stable === undefined) throw new ReleaseFailure("there is no stable track to bring back to an earlier revision");
  const revisions = await revisionsOf(release, stable);
  const found = revisions.find((each) => each.revision === revision);
  if (found === undefined)
    throw new ReleaseFailure(
      `${stable.name} has no revision ${revision}; it has ${revisions.map((each) => each.revision).join(", ")}`,
      [command("history", release.environment)],
    );
  await checkConfiguration(release, stable, found);
  return found;
}

async function goTo(release: Release, target: TrackRevision): Promise<string> {
  const stable = present(release, "stable");
  // what was taken back on the way may have given it a new number
  const now = await currentHash(release, stable);
  if (now === hashOf(target)) return `${stable.name} is revision ${target.revision} (${target.image}) already`;
  const back = await bringBack(release, stable, target, now);
  // from here on it is what it was brought to, and nothing is left to take back
  await writeNotes(release, back, {
    previous: "",
    // the time of its release is that of the revision again, which does not tell that another one came after it
    "rolled-back": `${timestamp(release)} ${stable.image}`,
    "rolled-back-verdict": stable.notes.verdict ?? "",
  });
  return `${back.name} is ${back.image} again`;
}
