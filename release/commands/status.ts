import type { Service } from "../cluster/objects";
import { ReleaseLease } from "../lease";
import { describeHolder } from "../lock-held";
import type { LockState } from "../lock-state";
import { proofOf } from "../proof";
import type { Release } from "../release";
import { serverTime } from "../server-time";
import { type StandingTrack, standingTracks } from "../standing";
import { trafficWeights } from "../steps/traffic";
import type { Strategy } from "../strategies/strategy";
import { renderStatus, type StatusFacts, type StatusLock } from "../terminal/render-status";
import { treeOf } from "../terminal/tree-of";
import { command } from "./outcome";
import type { View } from "./view";

/** What runs, who gets the traffic, who releases, and what to do next. */
export async function status(release: Release, strategy: Strategy): Promise<View> {
  const { environment, cluster, observer, clock } = release;
  const { service } = environment;
  const lock = await new ReleaseLease(service.name, cluster, clock).read();
  const balancer = await cluster.get("Service", `${service.name}-lb`);
  const candidate = await strategy.candidate(release);
  const snapshot = observer.snapshot();
  const weights = await trafficWeights(release);
  const tree = treeOf(snapshot, weights === undefined ? { service } : { service, weights });
  const verdict = candidate === undefined ? undefined : (proofOf(candidate)?.verdict ?? "not verified");
  const address = addressOf(balancer);
  const silentMillis = Math.max(0, serverTime(release) - (lock?.renewed ?? 0));
  const facts: StatusFacts = {
    at: clock.now(),
    environment: environment.name,
    service: service.name,
    namespace: cluster.namespace,
    ...(address === undefined ? {} : { address }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(lock === undefined ? {} : { lock: statusOf(lock, silentMillis) }),
    next: nextCommands(
      release,
      lock !== undefined && !isStale(lock, silentMillis),
      candidate,
      standingTracks(service, snapshot).length > 0,
    ).map(release.asTyped),
  };
  return { text: renderStatus(tree, facts), json: { ...facts, ...tree } };
}

/** Where clients reach the service, by its balancer; undefined as long as that has no address. */
export function addressOf(balancer: Service | undefined): string | undefined {
  const [ingress] = balancer?.status?.loadBalancer?.ingress ?? [];
  const host = ingress?.hostname ?? ingress?.ip;
  return host === undefined ? undefined : `http://${host}`;
}

const isStale = ({ durationMillis }: LockState, silentMillis: number): boolean => silentMillis >= durationMillis;

const statusOf = (lock: LockState, silentMillis: number): StatusLock => ({
  holder: describeHolder(lock),
  command: lock.command,
  since: lock.since,
  silentMillis,
  isStale: isStale(lock, silentMillis),
});

function nextCommands(
  { environment }: Release,
  isAtWork: boolean,
  candidate: StandingTrack | undefined,
  isReleased: boolean,
): string[] {
  // whoever is at work says itself how it goes on
  if (isAtWork) return [];
  if (candidate === undefined)
    return [command("canary --image REFERENCE", environment), ...(isReleased ? [command("history", environment)] : [])];
  const verdict = proofOf(candidate)?.verdict;
  if (verdict === "pass") return [command("promote", environment), command("rollback", environment)];
  if (verdict === undefined)
    return [
      command(`canary --image ${candidate.notes.image ?? candidate.image}`, environment),
      command("rollback", environment),
    ];
  return [command("rollback", environment), command(`promote --accept ${verdict}`, environment)];
}
