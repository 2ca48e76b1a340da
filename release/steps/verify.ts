import type { Request } from "../commands/outcome";
import { note, type Release } from "../release";
import { isReady, type StandingTrack } from "../standing";
import { runAnalysis } from "../verify/analysis/run-analysis";
import { runFunctionalTests } from "../verify/functional/functional-tests";
import type { PodAddress } from "../verify/pod-address";
import { runCommand } from "../verify/program/command";
import { type Finding, type Verdict, verdictOf } from "../verify/verdict";
import { find } from "./tracks";
import { runVerificationJob } from "./verification-job";

/** Has each pod of a track answer the functional tests, and runs the user's own command and Job. What is clearly bad ends it. */
export async function passesTests(release: Release, { manifests }: Request, track: StandingTrack): Promise<Verdict> {
  const { cluster, clock, signal, environment } = release;
  const { functionalTests } = environment.service.verification;
  const findings = await runFunctionalTests(
    cluster,
    () => podsOf(release, track.track),
    functionalTests,
    clock,
    signal,
  );
  const further = [() => runOwnCommand(release, track), () => runVerificationJob(release, manifests.verification)];
  for (const run of further) if (verdictOf(findings).verdict !== "fail") findings.push(...(await run()));
  return verdictOf(findings);
}

/** Compares the track with the old one by the requests that come meanwhile. @param before what is known of it already */
export async function watch(
  release: Release,
  track: StandingTrack,
  old: StandingTrack | undefined,
  before: Verdict,
): Promise<Verdict> {
  const { cluster, clock, signal, environment } = release;
  const { strategy, verification } = environment.service;
  const { windowSeconds } = verification.analysis;
  if (windowSeconds > 0 && strategy === "blue-green" && verification.load.requestsPerSecond === 0) {
    note(release, "requests are not compared: a new colour has no clients, and `service.verification.load` sends none");
    return before;
  }
  if (windowSeconds > 0)
    note(
      release,
      `requests are compared for ${windowSeconds} s${old === undefined ? "; there is no stable to compare with" : ""}`,
    );
  const tracks = {
    canary: () => podsOf(release, track.track),
    stable: () => (old === undefined ? [] : podsOf(release, old.track)),
  };
  const { findings } = await runAnalysis(cluster, tracks, environment.service, clock, signal);
  return verdictOf([...before.findings, ...findings]);
}

async function runOwnCommand(release: Release, track: StandingTrack): Promise<Finding[]> {
  const { environment, cluster, clock, signal, access } = release;
  const { command } = environment.service.verification;
  if (command.length === 0) return [];
  const facts = {
    environment: environment.name,
    namespace: cluster.namespace,
    service: environment.service.name,
    image: track.image,
    canaryPods: podsOf(release, track.track),
    ...access,
  };
  return [await runCommand(command, facts, clock, signal)];
}

/** The ready pods of a track, where they take requests. */
export function podsOf(release: Release, track: StandingTrack["track"]): PodAddress[] {
  const { port } = release.environment.service;
  return (find(release, track)?.pods ?? [])
    .filter(isReady)
    .map(({ metadata }) => ({ name: metadata?.name ?? "", port }));
}
