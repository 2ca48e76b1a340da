import type { Deployment, Pod } from "../cluster/objects";
import { diagnose } from "../diagnosis/diagnose";
import { gather } from "../diagnosis/gather";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { ReleaseFailure } from "../failure";
import { Doomed, TimedOut } from "../stuck";
import type { Release } from "../release";
import type { Snapshot } from "../snapshot";
import { isReady, isRolledOut, templateHashOf } from "../standing";
import { checkUnchanged } from "./changed";

/** Between two looks for what will never get on, in what is known already. */
const glanceMillis = 500;

/** Between two looks for a reason why it takes so long; each may cost some requests. */
const lookMillis = 3000;

/** Within this time a pod that is not ready is nothing to speak of. */
const patienceMillis = 4500;

/** What is waited for. */
export interface Awaited {
  /** In a few words, for messages: `addressbook-canary`. */
  readonly what: string;
  /** Names of the Deployments, and of the Job, whose pods must get on. */
  readonly deployments: readonly string[];
  readonly job?: string;
  readonly isDone: (snapshot: Snapshot) => boolean;
  /** Whether what is seen is as new as what was written; what is older says nothing of it. @default - always */
  readonly isFresh?: (snapshot: Snapshot) => boolean;
}

/**
 * Waits until something is as it shall be. Ends early, with the reason, when it never will be.
 *
 * @throws {Doomed} when it is useless to wait
 * @throws {TimedOut} at the deadline of the release, with what is known
 */
export async function waitFor(release: Release, awaited: Awaited): Promise<void> {
  const { observer, clock, deadline } = release;
  const since = clock.now();
  let lookedAt = -Infinity;
  for (;;) {
    // most pods start within one turn, and nobody needs to ask why
    const outcome = await observer.until(
      (snapshot) => {
        if (awaited.isDone(snapshot)) return "done";
        if (snapshot.at - lookedAt < glanceMillis) return undefined;
        lookedAt = snapshot.at;
        return causes(release, awaited, snapshot, since).some(({ doomed }) => doomed) ? "doomed" : undefined;
      },
      { deadline: Math.min(deadline, clock.now() + lookMillis) },
    );
    if (outcome === "done") return;

    const isOver = clock.now() >= deadline;
    // most Jobs have ended by now, and their pods have told it
    if (awaited.job !== undefined) await observer.add("Job");
    // why it was not ready in time takes some more of it
    const evidence = await gather(isOver ? release.withSpareTime() : release, context(release, awaited, since));
    if (awaited.isDone(evidence)) return;
    const found = causes(release, awaited, evidence, since);
    if (found.some(({ doomed }) => doomed)) throw new Doomed(awaited.what, found);
    // it may pass by itself, but whoever has waited for some time wants to know
    if (clock.now() - since >= patienceMillis)
      for (const diagnosis of found) release.say({ type: "diagnosis", diagnosis });
    if (isOver) throw new TimedOut(awaited.what, Math.round((clock.now() - since) / 1000), found);
  }
}

/**
 * Waits until a Deployment is all of its newest template, and ready, and until that is seen of its pods, too.
 *
 * @param written the Deployment as the API returned it: what is watched may be older than that
 */
export const waitForRollout = (release: Release, written: Deployment): Promise<void> =>
  waitForDeployment(release, written, (deployment, pods) => isRolledOut(deployment) && agrees(deployment, pods));

/**
 * The same of one whose template this release has just written.
 *
 * @throws {ReleaseFailure} as soon as somebody else has written another one
 */
export const waitForOwnRollout = (release: Release, written: Deployment): Promise<void> =>
  waitForDeployment(release, written, (deployment, pods) => {
    checkUnchanged(written, deployment);
    return isRolledOut(deployment) && agrees(deployment, pods);
  });

/** Waits until a Deployment has no more pods than it shall have, ready or not. */
export const waitForFewer = (release: Release, written: Deployment): Promise<void> =>
  waitForDeployment(release, written, ({ metadata, spec, status }) => {
    const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    return isSeen && (status?.replicas ?? 0) <= (spec?.replicas ?? 1);
  });

function waitForDeployment(
  release: Release,
  { metadata: { name = "", uid, generation = 0 } = {} }: Deployment,
  isDone: (deployment: Deployment, pods: readonly Pod[]) => boolean,
): Promise<void> {
  const find = ({ deployments }: Snapshot): Deployment | undefined =>
    deployments.find(({ metadata }) => metadata?.uid === uid);
  const isFresh = (snapshot: Snapshot): boolean => (find(snapshot)?.metadata?.generation ?? -1) >= generation;
  let isKnown = false;
  return waitFor(release, {
    what: name,
    deployments: [name],
    isDone: (snapshot) => {
      const found = find(snapshot);
      if (found === undefined && isKnown) throw gone(name);
      isKnown ||= found !== undefined;
      return found !== undefined && isFresh(snapshot) && isDone(found, snapshot.pods);
    },
    isFresh,
  });
}

/** Somebody has deleted a Deployment under us. */
export const gone = (name: string): ReleaseFailure =>
  new ReleaseFailure(`${name} is gone: somebody else has deleted it`);

/** Pods are watched over a connection of their own, which may be behind that of the Deployments. */
function agrees({ metadata: { name = "" } = {}, spec }: Deployment, pods: readonly Pod[]): boolean {
  const living = pods.filter(
    (pod) =>
      pod.metadata?.deletionTimestamp === undefined &&
      !["Succeeded", "Failed"].includes(pod.status?.phase ?? "") &&
      // by the owner's name, because selectors of Deployments that are not ours may overlap
      pod.metadata?.ownerReferences?.some(({ name: owner }) => owner === `${name}-${templateHashOf(pod)}`) === true,
  );
  return living.length === (spec?.replicas ?? 1) && living.every(isReady);
}

export function context(
  { environment, cluster }: Release,
  { deployments, job }: Omit<Awaited, "isDone">,
  since: number,
) {
  return { environment, namespace: cluster.namespace, service: environment.service, deployments, job, since };
}

const causes = (release: Release, awaited: Awaited, snapshot: Snapshot, since: number): Diagnosis[] =>
  awaited.isFresh?.(snapshot) === false ? [] : diagnose(snapshot, context(release, awaited, since));
