import { digestOf } from "../digest";
import { templateHash } from "../manifests";
import { checksOf, findingsOf } from "../noted/noted-findings";
import { type Proof, proofOf } from "../proof";
import { ReleaseFailure } from "../failure";
import { inStep, type Release } from "../release";
import { standingTracks, type StandingTrack } from "../standing";
import type { Strategy } from "../strategies/strategy";
import { command, type Outcome, type Request } from "./outcome";

export interface PromoteOptions {
  /** Verdicts besides `pass` that a person has accepted. */
  readonly accept: readonly Proof["verdict"][];
}

/** Gives all clients what the canary has proven, and nothing else. */
export async function promote(
  release: Release,
  strategy: Strategy,
  request: Request,
  { accept }: PromoteOptions,
): Promise<Outcome> {
  const { environment } = release;
  const candidate = await strategy.candidate(release);
  if (candidate === undefined) return withoutCandidate(release);

  const proof = proofOf(candidate);
  if (proof === undefined)
    throw new ReleaseFailure(`${candidate.name} is not verified: nothing is known of the pods that it has now`, [
      command(`canary --image ${candidate.notes.image ?? candidate.image}`, environment),
    ]);
  if (proof.verdict !== "pass" && !accept.includes(proof.verdict))
    throw new ReleaseFailure(`the verification of ${candidate.name} said ${proof.verdict}`, [
      command("rollback", environment),
      command(`promote --accept ${proof.verdict}`, environment),
    ]);
  const findings = findingsOf(candidate.notes.findings);
  const checks = checksOf(candidate.notes.checks, findings);
  const { verdict, image } = proof;
  // the record of a promotion has what it was decided by
  release.say({ type: "verdict", verdict: { verdict, findings, checks, image, accepted: verdict !== "pass" } });
  return promoteCandidate(release, strategy, request, candidate, proof);
}

/** @throws {ReleaseFailure} when it would be something else than what was asked for and proven */
export async function promoteCandidate(
  release: Release,
  strategy: Strategy,
  request: Request,
  candidate: StandingTrack,
  { image }: Proof,
): Promise<Outcome> {
  const { environment } = release;
  const { track, name, notes } = candidate;
  checkAsked(release, candidate, image);
  const template = templateHash(environment.service, track, request.manifests.deployment(track));
  if (notes.template !== template)
    throw new ReleaseFailure(`this checkout has settings that ${name} was not verified with`, [
      command(`canary --image ${notes.image ?? candidate.image}`, environment),
      "git status  # or promote from the commit that the canary was started from",
    ]);
  await inStep(
    release,
    "promote",
    async () => {
      await release.confirmLock();
      await strategy.promote(release, request, candidate, image);
    },
    () => image,
  );
  return { code: 0, summary: `${image} is released`, next: [command("status", environment)] };
}

/** The Deployment may have been edited since, also when its pods are still those that were proven. */
function checkAsked({ environment }: Release, { name, image, notes }: StandingTrack, proven: string): void {
  const { image: asked = image } = notes;
  const digest = digestOf(asked);
  const standing = digestOf(image);
  const isSame = image === asked || (standing !== undefined && standing === digestOf(proven));
  if (isSame && (digest === undefined || digest === digestOf(proven))) return;
  throw new ReleaseFailure(
    `${name} was started as ${asked}, but ${isSame ? proven : image} is there now: somebody else has changed it`,
    [command(`canary --image ${asked}`, environment), command("rollback", environment)],
  );
}

/** A run that was killed at the very end has left nothing to do; after a rollback there is nothing to promote. */
function withoutCandidate({ environment, observer }: Release): Outcome {
  const tracks = standingTracks(environment.service, observer.snapshot());
  const last = tracks
    .flatMap(({ notes }) => [
      { at: notes["released-at"] ?? "", what: "released", image: notes.image },
      {
        at: (notes["rolled-back"] ?? "").split(" ")[0] ?? "",
        what: "rolled back",
        image: notes["rolled-back"]?.split(" ")[1],
      },
    ])
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
  if (last?.what === "released" && last.at !== "")
    return { code: 0, summary: `${last.image ?? ""} is released already`, next: [command("status", environment)] };
  const why = last?.what === "rolled back" ? `; ${last.image ?? "the last one"} was rolled back at ${last.at}` : "";
  throw new ReleaseFailure(`there is no canary to promote${why}`, [command("canary --image REFERENCE", environment)]);
}
