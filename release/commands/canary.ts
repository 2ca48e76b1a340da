import type { Track } from "../../constructs/kubernetes/release-track";
import type { Notes } from "../annotations";
import { templateHash } from "../manifests";
import { notedVerdict } from "../noted/noted-findings";
import { type Proof, proofOf } from "../proof";
import { inStep, note, type Release } from "../release";
import { timestamp } from "../server-time";
import type { StandingTrack } from "../standing";
import { applyBase } from "../steps/base";
import { checkUnchanged } from "../steps/changed";
import { migrate } from "../steps/migrate";
import { preflight } from "../steps/preflight";
import { provenPods } from "../steps/prove";
import { reachingAllPods } from "../steps/reaching-all-pods";
import { bring, find, podCount, unchanged, writeNotes } from "../steps/tracks";
import { passesTests, watch } from "../steps/verify";
import type { Strategy } from "../strategies/strategy";
import { Doomed, TimedOut } from "../stuck";
import { decide } from "../verify/decision";
import { command, type Outcome, type Request } from "./outcome";
import { promoteCandidate } from "./promote";

/**
 * Brings the new version up beside the old one and finds out whether it is good. What then happens is what
 * `service.verification` says of each verdict.
 */
export async function canary(release: Release, strategy: Strategy, request: Request): Promise<Outcome> {
  const { environment } = release;
  const { manifests, settings } = request;

  const track = await inStep(release, "preflight", async () => {
    await preflight(release, settings);
    return strategy.prepare(release, request);
  });

  await inStep(
    release,
    "migrate",
    async () => {
      await applyBase(release, { ...manifests, base: reachingAllPods(release, manifests.base) });
      return manifests.migration === undefined ? "there is nothing to migrate" : migrate(release, manifests.migration);
    },
    (text) => text,
  );

  let standing: StandingTrack | undefined;
  try {
    const made = await inStep(
      release,
      "canary",
      () => start(release, strategy, request, track),
      ({ name, desiredPods }) => `${name} is ready, ${podCount(desiredPods)}`,
    );
    standing = made;
    const proof = await inStep(
      release,
      "verify",
      () => prove(release, strategy, request, made),
      ({ verdict }) => verdict,
    );
    return await conclude(release, strategy, request, { proof, made });
  } catch (error) {
    if (!(error instanceof Doomed || error instanceof TimedOut)) throw error;
    if (environment.service.verification.onFail !== "rollback") throw error;
    // what somebody else has put in its place is not ours to take away
    if (standing !== undefined) unchanged(release, standing);
    // told before anything is taken away
    for (const diagnosis of error.diagnoses) release.say({ type: "diagnosis", diagnosis });
    await takeBack(release, strategy, request);
    return {
      code: error instanceof TimedOut ? 70 : 1,
      summary: `${error.message}; it was rolled back`,
      next: [command("history", environment)],
    };
  }
}

async function start(release: Release, strategy: Strategy, request: Request, track: Track): Promise<StandingTrack> {
  const { manifests, settings } = request;
  const { image } = settings;
  const before = find(release, track);
  if (before?.notes.image !== undefined && before.notes.image !== image)
    note(release, `${before.name} had ${before.notes.image}, which was not promoted`);
  const template = templateHash(release.environment.service, track, manifests.deployment(track));
  const pods = strategy.podsOfNew(request);
  const notes = { ...outdated(before?.notes ?? {}, { image, template }), image, template };
  return bring(release, manifests, { track, image, pods, notes });
}

const ownNames: readonly string[] = [
  "verdict",
  "verified-at",
  "proven-image",
  "proven-pods",
  "findings",
  "checks",
  "reports",
] satisfies readonly (keyof Notes)[];

/** What was noted of another version is taken back; what was proven of this one stays, and what people say of it. */
function outdated(noted: Notes, { image, template }: Notes): Notes {
  const isSame = noted.image === image && noted.template === template;
  const names = Object.keys(noted).filter((name) => !isSame || !ownNames.includes(name));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** What was found out, and what was noted of it: the watch may tell that later. */
interface Proven extends Proof {
  readonly notes: Notes;
}

/** Tests the pods, gives them their share of the requests, watches them, and writes down what became of it. */
async function prove(release: Release, strategy: Strategy, request: Request, standing: StandingTrack): Promise<Proven> {
  const known = proofOf(standing);
  if (known?.verdict === "pass") {
    note(release, `${standing.name} was verified before`);
    await strategy.share(release, request, standing);
    unchanged(release, standing);
    return { ...known, notes: {} };
  }
  const { image, pods } = provenPods(standing);
  let verdict = await passesTests(release, request, standing);
  if (verdict.verdict !== "fail") {
    await strategy.share(release, request, standing);
    verdict = await watch(release, standing, strategy.old(release, standing.track), verdict);
  }
  unchanged(release, standing);
  release.say({ type: "verdict", verdict: { ...verdict, image } });
  const notes: Notes = { ...notedVerdict(verdict, timestamp(release)), "proven-image": image, "proven-pods": pods };
  // the answer is newer than what is watched
  checkUnchanged(standing.deployment, await writeNotes(release, standing, notes));
  return { verdict: verdict.verdict, image, notes };
}

interface Proved {
  readonly proof: Proven;
  /** The track that it is about, as this release has made it. */
  readonly made: StandingTrack;
}

async function conclude(
  release: Release,
  strategy: Strategy,
  request: Request,
  { proof, made }: Proved,
): Promise<Outcome> {
  const { environment } = release;
  unchanged(release, made);
  const action = decide(proof, environment.service.verification);
  switch (action) {
    case "promote": {
      const candidate = await strategy.candidate(release);
      if (candidate === undefined) break;
      const proven = { ...candidate, notes: { ...candidate.notes, ...proof.notes } };
      return promoteCandidate(release, strategy, request, proven, proof);
    }
    case "rollback":
      await takeBack(release, strategy, request);
      return {
        code: 1,
        summary: `${proof.image} is not good enough (${proof.verdict}); it was rolled back`,
        next: [command("history", environment)],
      };
    case "wait":
  }
  const accept = proof.verdict === "pass" ? "promote" : "promote --accept " + proof.verdict;
  const next = [command(accept, environment), command("rollback", environment)];
  if (proof.verdict === "pass") return { code: 0, summary: `${proof.image} is good; a person promotes it`, next };
  if (proof.verdict === "inconclusive")
    return { code: 0, summary: `whether ${proof.image} is good is not certain; a person decides`, next };
  return { code: 1, summary: `${proof.image} is not good enough; it was left as it is, for a person to decide`, next };
}

/** Takes it back, for which there is time even when that of the release is over. */
function takeBack(release: Release, strategy: Strategy, request: Request): Promise<string | undefined> {
  return inStep(
    release,
    "rollback",
    async () => {
      await release.confirmLock();
      return strategy.rollBack(release.withSpareTime(), request);
    },
    (text) => text ?? "there was nothing to take back",
  );
}
