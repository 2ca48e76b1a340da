import type { Track } from "../../../constructs/kubernetes/release-track";
import { findings } from "../../commands/explain";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import { ReleaseLease } from "../../lease";
import type { LockState } from "../../lock-state";
import type { Release } from "../../release";
import { serverTime } from "../../server-time";
import { type StandingTrack, standingTracks } from "../../standing";
import { revisionAnnotation, revisionsOf, type TrackRevision } from "../../steps/revisions";
import { trafficWeights } from "../../steps/traffic";
import type { Strategy } from "../../strategies/strategy";

/** What is not watched, and is asked for every so often. */
export interface Facts {
  /** Who releases, and is alive. @default - nobody */
  readonly lock: LockState | undefined;
  /** Parts of the requests by name of the Deployment. @default - the number of pods shares them out */
  readonly weights: Readonly<Record<string, number>> | undefined;
  /** The track that has what is released. @default - nothing is under way */
  readonly candidate: Track | undefined;
  readonly live: Track | undefined;
  /** What a rollback would bring back or take away. */
  readonly underWay: readonly Track[];
  readonly diagnoses: readonly Diagnosis[];
  readonly histories: readonly TrackHistory[];
}

/** What a track was, the newest first. */
export interface TrackHistory {
  readonly track: Track;
  /** Changes when there is something new in it. */
  readonly version: string;
  readonly revisions: readonly TrackRevision[];
}

/** The clocks of the holder's API server and of ours may be that far apart, in milliseconds. */
const tolerance = 5000;

/** @param before what was known: what cannot have changed is not asked for again */
export async function readFacts(release: Release, strategy: Strategy, before?: Facts): Promise<Facts> {
  const [lock, weights, candidate, live, underWay, diagnoses, histories] = await Promise.all([
    livingLock(release),
    trafficWeights(release),
    strategy.candidate(release),
    strategy.live(release),
    strategy.underWay(release),
    findings(release),
    readHistories(release, before?.histories ?? []),
  ]);
  return {
    lock,
    weights,
    candidate: candidate?.track,
    live: live?.track,
    underWay: underWay.map(({ track }) => track),
    diagnoses,
    histories,
  };
}

/** A lock that has not been renewed is that of a release that was killed. */
async function livingLock(release: Release): Promise<LockState | undefined> {
  const { environment, cluster, clock } = release;
  const lock = await new ReleaseLease(environment.service.name, cluster, clock).read();
  if (lock === undefined) return undefined;
  return serverTime(release) > lock.renewed + lock.durationMillis + tolerance ? undefined : lock;
}

function readHistories(release: Release, known: readonly TrackHistory[]): Promise<TrackHistory[]> {
  const tracks = standingTracks(release.environment.service, release.observer.snapshot());
  return Promise.all(
    tracks
      .filter(({ track }) => track !== "canary")
      .map(async (standing) => {
        const { track } = standing;
        const version = versionOf(standing);
        const same = known.find((history) => history.track === track && history.version === version);
        return same ?? { track, version, revisions: await revisionsOf(release, standing) };
      }),
  );
}

const versionOf = ({ deployment: { metadata } }: StandingTrack): string =>
  `${metadata?.uid ?? ""} ${metadata?.annotations?.[revisionAnnotation] ?? ""}`;
