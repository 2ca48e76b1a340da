import { kubectl } from "../commands";
import { shownEvent, timeOf } from "../events";
import type { Explanation, Finding } from "../finding";
import { foreignText } from "../foreign-text";
import { condition, type PodFacts } from "../pod-facts";
import type { World } from "../world";

/** Beyond its time to end, for which a pod may still be on its way out. Milliseconds. */
const patience = 15_000;

/** Why a pod is taken away, or cannot be reached, without any fault of its program. Another one takes its place. */
export function explainDisruption(pod: PodFacts, { context, snapshot }: World): Explanation | undefined {
  const { status, spec } = pod.pod;
  const message = foreignText(status?.message ?? "");
  const reason = status?.reason ?? "";
  const evidence = [[reason, message].filter((part) => part !== "").join(": ")].filter((line) => line !== "");
  const command = kubectl(context, "describe", "pod", pod.name);
  const base = { evidence, command, doomed: false };
  const isDisk = /EmptyDir volume|ephemeral (local )?storage (limit|usage)/.test(message);
  if (reason === "Evicted" && isDisk) {
    return {
      ...base,
      id: "disk-limit",
      cause: "the pod wrote more than it may to its directories or its log, and was evicted",
      setting: { path: "service.writableDirectories", advice: "give the directory a larger size, or write less" },
    };
  }
  if (reason === "Evicted")
    return {
      ...base,
      id: "evicted",
      cause: `the node was short of ${shortOf(message)}, and evicted the pod; another one takes its place`,
      command: kubectl(context, "describe", "node", spec?.nodeName ?? ""),
    };
  if (reason === "Preempting" || reason === "Preempted")
    return { ...base, id: "preempted", cause: "a more important pod took the place of this one; another one is made" };
  if (reason === "NodeLost" || isLost(pod, snapshot.nodes ?? []))
    return {
      ...base,
      id: "node-lost",
      cause: `the node ${foreignText(spec?.nodeName ?? "", 80)} does not answer; its pods are replaced after some minutes`,
      evidence: evidence.length > 0 ? evidence : [nodeEvidence(pod, snapshot.nodes ?? [])],
      command: kubectl(context, "get", "nodes"),
    };
  if (
    ["Terminated", "NodeShutdown", "Shutdown"].includes(reason) ||
    reason.startsWith("OutOf") ||
    reason === "NodeAffinity" ||
    reason === "UnexpectedAdmissionError"
  )
    return { ...base, id: "node-refused", cause: "the node has given the pod up; another one is made" };
  const disrupted = condition(pod.pod, "DisruptionTarget");
  if (disrupted?.status === "True")
    return {
      ...base,
      id: "disrupted",
      cause: "the pod is taken away from its node; another one is made",
      evidence: [foreignText(`${disrupted.reason ?? "DisruptionTarget"}: ${disrupted.message ?? ""}`)],
    };
  return undefined;
}

/** Why a pod has no network yet, without which none of its containers starts. */
export function explainSandbox(pod: PodFacts, { context }: World): Explanation | undefined {
  if (pod.containers.some(({ isRunning, exit }) => isRunning || exit !== undefined)) return undefined;
  const event = pod.events.find(({ reason }) => reason === "FailedCreatePodSandBox" || reason === "NetworkNotReady");
  if (event === undefined) return undefined;
  const isFull =
    /failed to assign an IP address|no (more )?(IP )?addresses? (are )?available|range is full|InsufficientFreeAddresses/i.test(
      event.message ?? "",
    );
  const { cloud } = context.environment;
  return {
    id: "pod-network",
    cause: isFull
      ? "there is no address left for the pod"
      : "the node cannot connect the pod to the network; it tries again by itself",
    evidence: [shownEvent(event)],
    ...(isFull && cloud !== "local"
      ? {
          setting: {
            path: cloud === "aws" ? "network.cidr" : "network.podsCidr",
            advice: "a larger network takes a new cluster; or run fewer pods",
          },
        }
      : {}),
    command: kubectl(context, "describe", "pod", pod.name),
    doomed: false,
  };
}

/** Pods that should be gone. */
export function stuckPods({ snapshot, context, now }: World): Finding[] {
  const lost = new Set((snapshot.nodes ?? []).filter((node) => !isWell(node)).map(({ metadata }) => metadata?.name));
  return (snapshot.pods ?? []).flatMap(({ metadata, spec }): Finding[] => {
    // it is the end of the time that the pod has to end
    const end = timeOf(metadata?.deletionTimestamp);
    if (end === undefined || now - end < patience || metadata?.labels?.["app"] !== context.service.name) return [];
    const name = metadata.name ?? "";
    const finalizers = metadata.finalizers ?? [];
    const seconds = Math.round((now - end) / 1000);
    return [
      {
        subject: `pod/${name}`,
        id: "stuck-terminating",
        cause:
          finalizers.length > 0
            ? `the pod should be gone, and is kept by ${foreignText(finalizers.join(", "), 120)}`
            : lost.has(spec?.nodeName)
              ? "the pod should be gone, but its node does not answer"
              : "the pod should be gone, but its node has not said that it has ended",
        evidence: [`it should have ended ${seconds} s ago`],
        command: kubectl(context, "describe", "pod", name),
        doomed: false,
      },
    ];
  });
}

type Nodes = NonNullable<World["snapshot"]["nodes"]>;

const readiness = ({ status }: Nodes[number]) => (status?.conditions ?? []).find(({ type }) => type === "Ready");

/** A node that says nothing of itself counts as well. */
const isWell = (node: Nodes[number]): boolean => (readiness(node)?.status ?? "True") === "True";

/** What has ended tells itself why. */
function isLost({ pod, containers }: PodFacts, nodes: Nodes): boolean {
  if (containers.some(({ exit, isRunning }) => exit !== undefined && !isRunning)) return false;
  const node = nodes.find(({ metadata }) => metadata?.name !== undefined && metadata.name === pod.spec?.nodeName);
  return node !== undefined && !isWell(node);
}

function nodeEvidence({ pod }: PodFacts, nodes: Nodes): string {
  const node = nodes.find(({ metadata }) => metadata?.name === pod.spec?.nodeName);
  const ready = node === undefined ? undefined : readiness(node);
  return foreignText(`${ready?.reason ?? "NodeNotReady"}: ${ready?.message ?? ""}`);
}

function shortOf(message: string): string {
  const [, resource = "room"] = /low on resource: ([\w-]+)/.exec(message) ?? [];
  return resource;
}
