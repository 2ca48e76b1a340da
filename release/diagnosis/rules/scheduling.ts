import { hasNodes, isCloudEnvironment } from "../../../environments/schema/environment";
import { kubectl } from "../commands";
import { shownEvent, timeOf } from "../events";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import { condition, type PodFacts } from "../pod-facts";
import type { World } from "../world";
import { roomEvidence } from "./room";

/** A pod that has no place may get one in a moment: another one stops, a node comes back. In milliseconds. */
const patience = 2000;

/** Nodes that the pod may be on in a moment: those that start, are updated or lose their network for a while. */
const passing =
  /were unschedulable|node\.kubernetes\.io\/(not-ready|unreachable|network-unavailable|unschedulable|memory-pressure|disk-pressure)|ToBeDeletedByClusterAutoscaler|node\.cloudprovider\.kubernetes\.io\/uninitialized|node\.cilium\.io\/agent-not-ready/;

/** Why no node takes a pod. */
export function explainScheduling(pod: PodFacts, world: World): Explanation | undefined {
  const scheduled = condition(pod.pod, "PodScheduled");
  const isUnschedulable = scheduled?.status === "False" && scheduled.reason === "Unschedulable";
  if (!isUnschedulable || pod.pod.spec?.nodeName != null) return undefined;
  const { context, now } = world;
  const text = scheduled.message ?? pod.events.find(({ reason }) => reason === "FailedScheduling")?.message ?? "";
  const scaleUp = pod.events.find(({ reason }) =>
    ["TriggeredScaleUp", "NotTriggerScaleUp", "FailedScaleUp"].includes(reason ?? ""),
  );
  const evidence = [foreignText(text), ...(scaleUp === undefined ? [] : [shownEvent(scaleUp)])].filter(
    (line) => line !== "",
  );
  const command = kubectl(context, "describe", "pod", pod.name);
  const waited = now - (timeOf(scheduled.lastTransitionTime) ?? now);
  const doomed = pod.knowsEvents && waited >= patience && !mayMend(text, scaleUp?.reason ?? undefined, world);
  const base = { evidence, command, doomed };

  const lacks = ["cpu", "memory", "ephemeral-storage"].filter((name) => text.includes(`Insufficient ${name}`));
  if (lacks.length > 0 || /Too many pods|Insufficient /.test(text)) {
    const words: Readonly<Record<string, string>> = { cpu: "processor", memory: "memory", "ephemeral-storage": "disk" };
    const what = lacks.length === 0 ? "place" : lacks.map((name) => words[name]).join(" and ");
    return {
      ...base,
      id: "no-room",
      cause: `no node has enough ${what} left for the pod`,
      evidence: [...evidence, ...roomEvidence(pod.pod, lacks, world)],
      setting: roomSetting(lacks, world),
      command: kubectl(context, "describe", "nodes"),
    };
  }
  if (
    /persistentvolumeclaim|unbound immediate|volume node affinity|max volume count|available persistent volumes/i.test(
      text,
    )
  )
    return { ...base, id: "volume-unbound", cause: "the volume of the pod is not to be had on any node" };
  if (text.includes("taint"))
    return {
      ...base,
      id: "nodes-tainted",
      cause: "every node is set aside for other pods, or is not well (taints)",
      evidence: [...evidence, ...taintEvidence(text, world)],
      command: kubectl(context, "describe", "nodes"),
    };
  if (/affinity|selector|topology spread/.test(text))
    return {
      ...base,
      id: "no-matching-node",
      cause: "no node is one that the pod asks for (selector, affinity, spread)",
    };
  if (text.includes("were unschedulable"))
    return {
      ...base,
      id: "nodes-cordoned",
      cause: "the nodes take no new pods at the moment: they are being updated, or somebody has cordoned them",
      command: kubectl(context, "get", "nodes"),
    };
  return { ...base, id: "unschedulable", cause: "no node takes the pod" };
}

/** A new node comes, a pod that holds the place stops, or a node gets well. */
function mayMend(text: string, scaleUp: string | undefined, world: World): boolean {
  const { context, snapshot } = world;
  const { environment } = context;
  if (scaleUp === "TriggeredScaleUp") return true;
  const makesNodes = isCloudEnvironment(environment) && !hasNodes(environment);
  if (makesNodes && scaleUp === undefined) return true;
  if ((snapshot.pods ?? []).some(({ metadata }) => metadata?.deletionTimestamp != null)) return true;
  if (text.includes(namelessTaint))
    return namedTaints(world).length === 0 || passing.test(namedTaints(world).join(" "));
  return passing.test(text) || text.includes("no nodes available to schedule pods");
}

/** Since 1.35 Kubernetes does not say any more which taint it is. */
const namelessTaint = "untolerated taint(s)";

const taintEvidence = (text: string, world: World): string[] =>
  text.includes(namelessTaint) && namedTaints(world).length > 0
    ? [`the nodes have the taints ${foreignText(namedTaints(world).join(", "))}`]
    : [];

/** The taints of the nodes that keep pods away, as far as nodes are known. */
const namedTaints = ({ snapshot }: World): string[] => [
  ...new Set(
    (snapshot.nodes ?? [])
      .flatMap(({ spec }) => spec?.taints ?? [])
      .filter(({ effect }) => effect !== "PreferNoSchedule")
      .map(({ key, value }) => `${key ?? ""}${value == null || value === "" ? "" : `=${value}`}`),
  ),
];

function roomSetting(lacks: readonly string[], { context }: World): NonNullable<Explanation["setting"]> {
  const { environment } = context;
  const path =
    lacks.includes("memory") && !lacks.includes("cpu")
      ? "service.resources.memoryRequest"
      : "service.resources.cpuRequest";
  const lower = "lower it, or release with fewer pods";
  if (!isCloudEnvironment(environment) || !hasNodes(environment)) return { path, advice: lower };
  if (lacks.length === 0) return { path: "cluster.nodeCount", advice: "raise it, and npx cdktf deploy" };
  return { path, advice: `${lower}; or raise cluster.nodeCount, and npx cdktf deploy` };
}
