import { ReleaseFailure } from "../failure";
import { inStep, type Release } from "../release";
import { standingTracks } from "../standing";
import {
  bringBack,
  checkConfiguration,
  currentHash,
  hashOf,
  revisionsOf,
  type TrackRevision,
} from "../steps/revisions";
import { find, present } from "../steps/tracks";
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
  return { code: 0, summary, next: [command("status", environment), command("history", environment)] };
}

/** @throws {ReleaseFailure} when stable cannot be brought to the revision; nothing is touched then */
async function revisionWith(release: Release, revision: number): Promise<TrackRevision> {
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
  const back = await bringBack(release, stable, target);
  return `${back.name} is ${back.image} again`;
}
