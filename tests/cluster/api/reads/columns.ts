import type { StoredObject } from "../../store";
import { items } from "../defaults/set";
import type { JsonObject } from "../json";

/** A column of what `kubectl get` prints. */
export interface Column {
  readonly name: string;
  readonly value: (object: StoredObject, now: number) => string | number;
  /** Is printed with `-o wide` only. */
  readonly isWide?: boolean;
}

/** How long ago something was, as kubectl writes it: `5s`, `3m20s`, `2d`. */
export function age(since: unknown, now: number): string {
  if (typeof since !== "string") return "<unknown>";
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

const field = (object: StoredObject, group: "spec" | "status", name: string): unknown =>
  (object[group] as JsonObject | undefined)?.[name];

const number = (object: StoredObject, group: "spec" | "status", name: string): number =>
  Number(field(object, group, name) ?? 0);

const text = (value: unknown, otherwise = "<none>"): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

const nameColumn: Column = { name: "Name", value: ({ metadata }) => metadata.name };
const ageColumn: Column = { name: "Age", value: ({ metadata }, now) => age(metadata.creationTimestamp, now) };

const containers = (object: StoredObject): JsonObject[] => {
  const template = field(object, "spec", "template") as { spec?: JsonObject } | undefined;
  return items(template?.spec ?? {}, "containers");
};

const templateColumns: readonly Column[] = [
  {
    name: "Containers",
    isWide: true,
    value: (object) =>
      containers(object)
        .map(({ name }) => String(name))
        .join(","),
  },
  {
    name: "Images",
    isWide: true,
    value: (object) =>
      containers(object)
        .map(({ image }) => String(image))
        .join(","),
  },
  {
    name: "Selector",
    isWide: true,
    value: (object) => {
      const { matchLabels = {} } = (field(object, "spec", "selector") ?? {}) as { matchLabels?: object };
      return Object.entries(matchLabels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(",");
    },
  },
];

interface ContainerStatus {
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number } | undefined>>;
}

const containerStatuses = (pod: StoredObject): readonly ContainerStatus[] =>
  (field(pod, "status", "containerStatuses") ?? []) as ContainerStatus[];

function podStatus(pod: StoredObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  for (const { state } of containerStatuses(pod)) {
    const stopped = state?.["waiting"] ?? state?.["terminated"];
    if (stopped?.reason !== undefined) return stopped.reason;
    if (stopped?.exitCode !== undefined) return `ExitCode:${stopped.exitCode}`;
  }
  return text(field(pod, "status", "reason") ?? field(pod, "status", "phase"), "Unknown");
}

const podColumns: readonly Column[] = [
  nameColumn,
  {
    name: "Ready",
    value: (pod) => {
      const all = items(pod["spec"] as JsonObject, "containers").length;
      return `${containerStatuses(pod).filter(({ ready }) => ready === true).length}/${all}`;
    },
  },
  { name: "Status", value: podStatus },
  {
    name: "Restarts",
    value: (pod) => String(containerStatuses(pod).reduce((sum, { restartCount = 0 }) => sum + restartCount, 0)),
  },
  ageColumn,
  { name: "IP", isWide: true, value: (pod) => text(field(pod, "status", "podIP")) },
  { name: "Node", isWide: true, value: (pod) => text(field(pod, "spec", "nodeName")) },
];

const serviceColumns: readonly Column[] = [
  nameColumn,
  { name: "Type", value: (service) => text(field(service, "spec", "type")) },
  { name: "Cluster-IP", value: (service) => text(field(service, "spec", "clusterIP")) },
  {
    name: "External-IP",
    value: (service) => {
      const { ingress = [] } = (field(service, "status", "loadBalancer") ?? {}) as {
        ingress?: readonly { ip?: string; hostname?: string }[];
      };
      const none = field(service, "spec", "type") === "LoadBalancer" ? "<pending>" : "<none>";
      return text(ingress.map(({ ip, hostname }) => ip ?? hostname).join(","), none);
    },
  },
  {
    name: "Port(s)",
    value: (service) =>
      items(service["spec"] as JsonObject, "ports")
        .map(
          ({ port, nodePort, protocol }) =>
            `${String(port)}${typeof nodePort === "number" ? `:${nodePort}` : ""}/${String(protocol)}`,
        )
        .join(","),
  },
  ageColumn,
];

const isReady = (node: StoredObject): boolean =>
  ((field(node, "status", "conditions") ?? []) as readonly { type: string; status: string }[]).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );

const size = (object: StoredObject): number => Object.keys((object["data"] ?? {}) as object).length;

const kinds: Readonly<Record<string, readonly Column[]>> = {
  Pod: podColumns,
  Service: serviceColumns,
  Deployment: [
    nameColumn,
    { name: "Ready", value: (it) => `${number(it, "status", "readyReplicas")}/${number(it, "spec", "replicas")}` },
    { name: "Up-to-date", value: (it) => number(it, "status", "updatedReplicas") },
    { name: "Available", value: (it) => number(it, "status", "availableReplicas") },
    ageColumn,
    ...templateColumns,
  ],
  ReplicaSet: [
    nameColumn,
    { name: "Desired", value: (it) => number(it, "spec", "replicas") },
    { name: "Current", value: (it) => number(it, "status", "replicas") },
    { name: "Ready", value: (it) => number(it, "status", "readyReplicas") },
    ageColumn,
    ...templateColumns,
  ],
  Job: [
    nameColumn,
    {
      name: "Status",
      value: (it) => {
        const conditions = (field(it, "status", "conditions") ?? []) as readonly { type: string; status: string }[];
        return (
          conditions.find(({ type, status }) => status === "True" && /^(Complete|Failed)$/.test(type))?.type ??
          "Running"
        );
      },
    },
    { name: "Completions", value: (it) => `${number(it, "status", "succeeded")}/${number(it, "spec", "completions")}` },
    ageColumn,
    ...templateColumns,
  ],
  Node: [
    nameColumn,
    {
      name: "Status",
      value: (it) =>
        `${isReady(it) ? "Ready" : "NotReady"}${field(it, "spec", "unschedulable") === true ? ",SchedulingDisabled" : ""}`,
    },
    ageColumn,
  ],
  Namespace: [nameColumn, { name: "Status", value: (it) => text(field(it, "status", "phase")) }, ageColumn],
  ConfigMap: [nameColumn, { name: "Data", value: size }, ageColumn],
  Secret: [nameColumn, { name: "Type", value: (it) => text(it["type"]) }, { name: "Data", value: size }, ageColumn],
  Lease: [nameColumn, { name: "Holder", value: (it) => text(field(it, "spec", "holderIdentity"), "") }, ageColumn],
  Event: [
    { name: "Last Seen", value: (it, now) => age(it["lastTimestamp"] ?? it["eventTime"] ?? it["firstTimestamp"], now) },
    { name: "Type", value: (it) => text(it["type"]) },
    { name: "Reason", value: (it) => text(it["reason"]) },
    {
      name: "Object",
      value: (it) => {
        const { kind, name } = it["involvedObject"] as { kind: string; name: string };
        return `${kind.toLowerCase()}/${name}`;
      },
    },
    { name: "Message", value: (it) => text(it["message"], "") },
  ],
};

/** Columns of a kind; a name and an age when there is no more to say. */
export const columnsOf = (kind: string): readonly Column[] => kinds[kind] ?? [nameColumn, ageColumn];
