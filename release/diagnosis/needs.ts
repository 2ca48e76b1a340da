import type { Snapshot } from "../snapshot";
import type { DiagnosisContext } from "./context";
import { timeOf } from "./events";
import { condition, type ContainerFacts, type PodFacts } from "./pod-facts";
import { pullError } from "./rules/image";
import { longJob } from "./rules/workloads";
import { type World, worldOf } from "./world";

/** What is worth reading to know better why something does not go on. */
export interface Wants {
  readonly lists: readonly ("Event" | "Node" | "ReplicaSet" | "EndpointSlice")[];
  readonly logs: readonly { readonly pod: string; readonly container: string; readonly previous: boolean }[];
  /** Readiness probes to be asked again. */
  readonly answers: readonly { readonly pod: string; readonly port: number; readonly path: string }[];
  /** Names of Secrets of which it is to be known whether they are there. */
  readonly secrets: readonly string[];
}

/** A program needs some time to start; until then there is nothing to be asked. Milliseconds. */
const patience = 5000;

/** Most images come within this time; what takes longer may wait for something that never comes. Milliseconds. */
const silence = 2500;

/** Pods of one Deployment that are asked: the others will say the same. */
const askedPods = 5;

/**
 * What else would make a diagnosis surer: nothing as long as all goes as it should. What the snapshot has already is not
 * wanted again, so that it is nothing in the end.
 */
export function needs(snapshot: Snapshot, context: DiagnosisContext): Wants {
  const world = worldOf(snapshot, context);
  const pods = [...new Set(world.pods.map(({ owner }) => owner))].flatMap((owner) =>
    world.pods.filter((pod) => pod.owner === owner && isTroubled(pod, world)).slice(0, askedPods),
  );
  return {
    lists: [
      ...(snapshot.events === undefined && wantsEvents(pods, world) ? (["Event"] as const) : []),
      ...(snapshot.nodes === undefined && pods.some((pod) => wantsNodes(pod)) ? (["Node"] as const) : []),
      ...(snapshot.replicaSets === undefined && wantsReplicaSets(pods, world) ? (["ReplicaSet"] as const) : []),
      ...(snapshot.endpointSlices === undefined && wantsEndpoints(world) ? (["EndpointSlice"] as const) : []),
    ],
    logs: pods.flatMap((pod) => (pod.log === undefined ? logOf(pod, world) : [])),
    answers: pods.flatMap((pod) => (pod.answer === undefined ? probeOf(pod, world) : [])),
    secrets: [...new Set(pods.flatMap((pod) => secretsOf(pod, world)))],
  };
}

const isTroubled = (pod: PodFacts, world: World): boolean =>
  wantsLog(pod, world) !== undefined ||
  isSilent(pod, world) ||
  condition(pod.pod, "PodScheduled")?.reason === "Unschedulable" ||
  wantsNodes(pod) ||
  pod.containers.some(isUnexplained(pod));

/** The first container that has failed, or that runs and does not become ready, or does not come to its end. */
const wantsLog = (pod: PodFacts, { now, context }: World): ContainerFacts | undefined =>
  pod.containers.find(({ exit, isRunning, isReady, runsSince }) => {
    const hasFailed =
      exit !== undefined && !(pod.isOfJob && exit.code === 0) && (exit.finishedAt ?? Infinity) >= context.since;
    if (hasFailed || (exit !== undefined && !isRunning && !pod.isOfJob)) return true;
    return isRunning && (pod.isOfJob || !isReady) && now - (runsSince ?? now) >= (pod.isOfJob ? longJob : patience);
  });

/** Waits for longer than usual, and does not say why. */
function isSilent({ pod, containers }: PodFacts, { now }: World): boolean {
  const since = timeOf(pod.status?.startTime) ?? timeOf(pod.metadata?.creationTimestamp) ?? now;
  const isStarting = containers.every(({ isRunning, exit }) => !isRunning && exit === undefined);
  const isWaiting = containers.every(({ waiting }) =>
    [undefined, "ContainerCreating", "PodInitializing"].includes(waiting?.reason),
  );
  return isStarting && isWaiting && pod.status?.phase !== "Succeeded" && now - since >= silence;
}

/** Older versions tell in an event only why an image is not pulled. */
const isUnexplained =
  (pod: PodFacts) =>
  (container: ContainerFacts): boolean =>
    container.waiting?.reason === "ImagePullBackOff" && pullError(container, pod) === "";

function wantsEvents(pods: readonly PodFacts[], { now, snapshot, context, pods: all }: World): boolean {
  if (pods.length > 0) return true;
  const isOld = (text: string | null | undefined): boolean => now - (timeOf(text) ?? now) >= silence;
  const job = (snapshot.jobs ?? []).find(({ metadata }) => metadata?.name === context.job);
  const isPodless = job !== undefined && !all.some(({ isOfJob }) => isOfJob) && job.status?.completionTime == null;
  if (isPodless && isOld(job.metadata?.creationTimestamp)) return true;
  return (snapshot.services ?? []).some(
    ({ spec, status, metadata }) =>
      spec?.type === "LoadBalancer" &&
      (status?.loadBalancer?.ingress ?? []).length === 0 &&
      isOld(metadata?.creationTimestamp),
  );
}

/** There may be no room, or taints, or the node may be gone: its containers are as they were when it was last heard of. */
const wantsNodes = (pod: PodFacts): boolean =>
  /Insufficient |taint/.test(condition(pod.pod, "PodScheduled")?.message ?? "") ||
  (!pod.isReady && !pod.isOfJob && pod.containers.length > 0 && pod.containers.every(({ isReady }) => isReady));

/** Two revisions may run the same image: only their ReplicaSets tell which is the newer one. */
const wantsReplicaSets = (pods: readonly PodFacts[], { pods: all }: World): boolean =>
  pods.some(({ owner }) => {
    const hashes = all
      .filter((pod) => pod.owner === owner)
      .map(({ pod }) => pod.metadata?.labels?.["pod-template-hash"]);
    return new Set(hashes).size > 1;
  });

/** Whoever reads Services wants to know whether requests get to pods. */
const wantsEndpoints = ({ snapshot, pods }: World): boolean =>
  (snapshot.services ?? []).length > 0 && pods.some(({ isReady, isOfJob }) => isReady && !isOfJob);

function logOf(pod: PodFacts, world: World): Wants["logs"] {
  const container = wantsLog(pod, world);
  if (container === undefined) return [];
  const { isRunning, restarts, exit } = container;
  return [{ pod: pod.name, container: container.name, previous: isRunning && restarts > 0 && exit !== undefined }];
}

function probeOf(pod: PodFacts, { now }: World): Wants["answers"] {
  if (pod.isOfJob || pod.isReady) return [];
  return pod.containers.flatMap(({ spec, isRunning, isStarted, isReady, runsSince }) => {
    const { httpGet } = spec.readinessProbe ?? {};
    const isYoung = now - (runsSince ?? now) < patience;
    if (!isRunning || !isStarted || isReady || isYoung || httpGet == null) return [];
    const named = (spec.ports ?? []).find(({ name }) => name === String(httpGet.port))?.containerPort;
    const port = named ?? Number(httpGet.port);
    return Number.isInteger(port) ? [{ pod: pod.name, port, path: httpGet.path ?? "/" }] : [];
  });
}

/** Those that the pod mounts, when its events do not tell what it waits for. */
function secretsOf(pod: PodFacts, world: World): string[] {
  if (!isSilent(pod, world) || !pod.knowsEvents || condition(pod.pod, "PodScheduled")?.status === "False") return [];
  if (pod.events.some(({ reason }) => reason === "FailedMount" || reason === "Pulling")) return [];
  return (pod.pod.spec?.volumes ?? []).flatMap(({ secret }) => {
    const name = secret?.secretName;
    return name == null || secret?.optional === true || world.snapshot.secretKeys?.[name] !== undefined ? [] : [name];
  });
}
