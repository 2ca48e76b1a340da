import { contentHash } from "../../constructs/kubernetes/content-hash";
import { podsOfTrack, trackName } from "../../constructs/kubernetes/release-track";
import type { Deployment, PodTemplate, ReplicaSet } from "../cluster/objects";
import { ReleaseFailure } from "../failure";
import { note, type Release } from "../release";
import { isReady, standingTrack } from "../standing";
import { waitFor, waitForRollout } from "./rollout";

/**
 * Takes over what the book's demo, or any other tool, has deployed under the names of the tracks. There the selectors
 * overlap: both Deployments select all pods of the service, and a selector cannot be changed. So each Deployment is
 * made anew around its pods, which go on serving:
 *
 * 1. the canary goes, as it would take the pods of stable for its own; where there is no stable, it is made anew, too;
 * 2. stable is deleted without its ReplicaSets, and made again with a selector of its own and the same template: it
 *    finds them, as their labels fit, and starts no pod.
 *
 * @throws {ReleaseFailure} when stable cannot do without the canary
 */
export async function takeOver(release: Release): Promise<void> {
  const { observer, environment } = release;
  const { service } = environment;
  for (const track of ["canary", "stable"] as const) {
    const name = trackName(service, track);
    const { deployments } = observer.snapshot();
    const found = deployments.find(({ metadata }) => metadata?.name === name);
    const hasStable = deployments.some(({ metadata }) => metadata?.name === trackName(service, "stable"));
    if (found === undefined) {
      if (track === "stable" || !hasStable) await restoreOrphans(release, name);
      continue;
    }
    const wanted = podsOfTrack(service, track);
    const selector = found.spec?.selector.matchLabels ?? {};
    if (contentHash(selector) === contentHash(wanted)) continue;
    if (track === "canary" && hasStable) await removeForeignCanary(release, found);
    else await recreate(release, found);
  }
}

async function removeForeignCanary(release: Release, canary: Deployment): Promise<void> {
  const { environment, observer } = release;
  const name = canary.metadata?.name ?? "";
  const { minimumPods } = environment.service;
  const ready = standingTrack(environment.service, "stable", observer.snapshot())?.pods.filter(isReady).length ?? 0;
  if (ready < Math.max(1, minimumPods))
    throw new ReleaseFailure(
      `${name} selects pods that are not its own and has to go, but only ${ready} pods of stable are ready, and ` +
        `\`service.minimumPods\` is ${minimumPods}`,
      [`npx release diagnose --environment ${environment.name}`],
    );
  note(release, `${name} selects pods that are not its own, and is removed`);
  await release.cluster.delete("Deployment", name, { uid: canary.metadata?.uid });
  await waitFor(release, {
    what: `the end of ${name}`,
    deployments: [],
    isDone: ({ deployments }) => deployments.every(({ metadata }) => metadata?.uid !== canary.metadata?.uid),
  });
}

async function recreate(release: Release, deployment: Deployment): Promise<void> {
  const { cluster } = release;
  const name = deployment.metadata?.name ?? "";
  note(release, `${name} selects pods that are not its own, and is made anew around them`);
  await cluster.delete("Deployment", name, { uid: deployment.metadata?.uid, keepChildren: true });
  await waitFor(release, {
    what: `the end of ${name}`,
    deployments: [],
    isDone: ({ deployments }) => deployments.every(({ metadata }) => metadata?.uid !== deployment.metadata?.uid),
  });
  await adopt(release, name, deployment.spec?.template, deployment.spec?.replicas ?? 1);
}

/** A run that was killed between the two halves has left ReplicaSets without a Deployment. */
async function restoreOrphans(release: Release, name: string): Promise<void> {
  const sets = await release.cluster.list("ReplicaSet", { deployment: name });
  const orphans = sets.filter(
    ({ metadata, spec }) => metadata?.ownerReferences === undefined && (spec?.replicas ?? 0) > 0,
  );
  const [largest] = [...orphans].sort((a, b) => (b.spec?.replicas ?? 0) - (a.spec?.replicas ?? 0));
  if (largest === undefined) return;
  note(release, `${name} is gone, but its pods are there: it is made anew around them`);
  // what the Deployment wanted: while it was rolled out there was a pod more
  const desired = Number(largest.metadata?.annotations?.["deployment.kubernetes.io/desired-replicas"]);
  await adopt(release, name, templateOf(largest), desired > 0 ? desired : (largest.spec?.replicas ?? 1));
}

async function adopt(
  release: Release,
  name: string,
  template: PodTemplate | undefined,
  replicas: number,
): Promise<void> {
  const { cluster, environment } = release;
  const labels = { app: environment.service.name, deployment: name };
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: cluster.namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template,
    },
  };
  await waitForRollout(release, (await cluster.apply(deployment)) as Deployment);
}

/** The template of a ReplicaSet as its Deployment had it. */
export function templateOf({ spec }: ReplicaSet): PodTemplate | undefined {
  const template = spec?.template;
  if (template === undefined) return undefined;
  const labels = Object.entries(template.metadata?.labels ?? {}).filter(([name]) => name !== "pod-template-hash");
  return { ...template, metadata: { ...template.metadata, labels: Object.fromEntries(labels) } };
}
