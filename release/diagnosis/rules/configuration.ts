import { kubectl, release } from "../commands";
import type { DiagnosisContext } from "../context";
import { shownEvent } from "../events";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import type { ContainerFacts, PodFacts } from "../pod-facts";
import type { World } from "../world";

/** What the kubelet's own copy of Secrets says while it is not there yet. */
const passing = /failed to sync (secret|configmap) cache|not registered|timed out waiting for the condition/;

/** Why a container is not made, although its image is there: what it is configured with is missing. */
export function explainConfiguration(
  { waiting, spec }: ContainerFacts,
  pod: PodFacts,
  { context }: World,
): Explanation | undefined {
  if (waiting?.reason !== "CreateContainerConfigError") return undefined;
  const { message } = waiting;
  const evidence = [`${waiting.reason}: ${foreignText(message)}`];
  const missing = missingObject(message);
  if (passing.test(message)) {
    return {
      id: "configuration-not-synced",
      cause: "the node has not read the pod's configuration yet",
      evidence,
      command: kubectl(context, "describe", "pod", pod.name),
      doomed: false,
    };
  }
  if (missing !== undefined) return lacking(missing, evidence, context);
  if (/runAsNonRoot|run as root|non-numeric user/.test(message)) {
    return {
      id: "image-runs-as-root",
      cause: `the image ${foreignText(spec.image ?? "")} runs as root, or as a user without a number, and pods may not`,
      evidence,
      setting: { path: "addressbook/Dockerfile", advice: "end it with a USER by number such as 10001:10001" },
      doomed: true,
    };
  }
  return {
    id: "configuration-refused",
    cause: "the container cannot be made from its configuration",
    evidence,
    setting: { path: "service.configuration", advice: "mend what the message names" },
    command: kubectl(context, "describe", "pod", pod.name),
    doomed: true,
  };
}

/** Why the volumes of a pod are not there, without which none of its containers starts. */
export function explainVolumes(pod: PodFacts, world: World): Explanation | undefined {
  const isStarting = pod.containers.some(
    ({ waiting }) => waiting?.reason === "ContainerCreating" || waiting?.reason === "PodInitializing",
  );
  if (!isStarting) return undefined;
  const { context, snapshot } = world;
  const events = pod.events.filter(({ reason }) => reason === "FailedMount" || reason === "FailedAttachVolume");
  for (const event of events) {
    const missing = missingObject(event.message ?? "");
    if (missing !== undefined) return lacking(missing, [shownEvent(event)], context);
  }
  for (const { secret } of pod.pod.spec?.volumes ?? []) {
    const name = secret?.secretName;
    if (name == null || secret?.optional === true || snapshot.secretKeys?.[name] !== null) continue;
    return lacking({ kind: "Secret", name }, [`there is no Secret ${name}, and the pod mounts it`], context);
  }
  const [latest] = events;
  if (latest === undefined || passing.test(latest.message ?? "")) return undefined;
  return {
    id: "volume-not-mounted",
    cause: "a volume of the pod cannot be mounted",
    evidence: [shownEvent(latest)],
    command: kubectl(context, "describe", "pod", pod.name),
    doomed: false,
  };
}

interface Missing {
  readonly kind: "Secret" | "ConfigMap";
  readonly name: string;
  /** Name of the key that is missing; undefined when the whole object is. */
  readonly key?: string | undefined;
}

/** The Secret, the ConfigMap or the key of one that the kubelet names. */
function missingObject(message: string): Missing | undefined {
  const [, key, kindOfKey, holder] =
    /couldn't find key (\S+) in (Secret|ConfigMap) \S*?\/?([\w.-]+)$/.exec(message) ?? [];
  if (holder !== undefined) return { kind: kindOfKey as Missing["kind"], name: holder, key };
  const [, volume, kindOfVolume, item] =
    /volume "([^"]+)"\s*: references non-existent (secret|config) key: (\S+)/.exec(message) ?? [];
  if (volume !== undefined)
    return { kind: kindOfVolume === "secret" ? "Secret" : "ConfigMap", name: volume, key: item };
  const [, kind, name] = /\b(secret|configmap) "([^"]+)" not found/.exec(message) ?? [];
  return name === undefined ? undefined : { kind: kind === "secret" ? "Secret" : "ConfigMap", name };
}

function lacking({ kind, name, key }: Missing, evidence: string[], context: DiagnosisContext): Explanation {
  const what =
    key === undefined
      ? `there is no ${kind} ${foreignText(name, 80)}`
      : `the ${kind} ${name} has no key ${foreignText(key, 80)}`;
  const id = `${kind === "Secret" ? "secret" : "config-map"}${key === undefined ? "" : "-key"}-missing`;
  const base = { id, cause: `${what}, which the pods need`, evidence, doomed: true };
  if (kind === "ConfigMap") {
    return {
      ...base,
      setting: { path: "service.configuration", advice: "release again: it is written with each release" },
      command: kubectl(context, "get", "configmaps"),
    };
  }
  return { ...base, command: release(context, "connect") };
}
