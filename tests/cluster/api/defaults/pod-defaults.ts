import { isObject, type JsonObject } from "../json";
import { items, part, setDefaults } from "./set";

/** What the API adds to the template of a pod. */
export function defaultPodSpec(spec: JsonObject): void {
  setDefaults(spec, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
  });
  part(spec, "securityContext");
  if (typeof spec["serviceAccountName"] === "string") spec["serviceAccount"] = spec["serviceAccountName"];
  for (const container of [...items(spec, "containers"), ...items(spec, "initContainers")]) defaultContainer(container);
  for (const volume of items(spec, "volumes")) defaultVolume(volume);
}

/** What it adds to a pod only when the pod itself is made. */
export function defaultPod(pod: JsonObject): void {
  const spec = part(pod, "spec");
  defaultPodSpec(spec);
  setDefaults(spec, {
    serviceAccountName: "default",
    serviceAccount: "default",
    enableServiceLinks: true,
    priority: 0,
  });
  setDefaults(spec, { preemptionPolicy: "PreemptLowerPriority" });
  for (const container of [...items(spec, "containers"), ...items(spec, "initContainers")]) defaultRequests(container);
  const tolerations = items(spec, "tolerations");
  for (const key of ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]) {
    if (tolerations.some((toleration) => toleration["key"] === key)) continue;
    tolerations.push({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 });
  }
  spec["tolerations"] = tolerations;
  setDefaults(part(pod, "status"), { phase: "Pending", qosClass: qosClass(spec) });
}

function defaultContainer(container: JsonObject): void {
  const image = typeof container["image"] === "string" ? container["image"] : "";
  setDefaults(container, {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: isLatest(image) ? "Always" : "IfNotPresent",
  });
  const resources = part(container, "resources");
  for (const kind of ["limits", "requests"]) {
    const amounts = resources[kind];
    if (isObject(amounts)) for (const name in amounts) amounts[name] = canonicalQuantity(amounts[name]);
  }
  for (const port of items(container, "ports")) setDefaults(port, { protocol: "TCP" });
  for (const variable of items(container, "env")) {
    if (variable["value"] === "") delete variable["value"];
    const { fieldRef } = isObject(variable["valueFrom"]) ? variable["valueFrom"] : {};
    if (isObject(fieldRef)) setDefaults(fieldRef, { apiVersion: "v1" });
  }
  for (const name of ["readinessProbe", "livenessProbe", "startupProbe"]) {
    const probe = container[name];
    if (!isObject(probe)) continue;
    setDefaults(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (isObject(probe["httpGet"])) setDefaults(probe["httpGet"], { path: "/", scheme: "HTTP" });
  }
  const lifecycle = isObject(container["lifecycle"]) ? container["lifecycle"] : {};
  for (const handler of Object.values(lifecycle)) {
    if (isObject(handler) && isObject(handler["httpGet"]))
      setDefaults(handler["httpGet"], { path: "/", scheme: "HTTP" });
  }
}

/** Whoever sets only a limit asks for as much. */
function defaultRequests(container: JsonObject): void {
  const resources = part(container, "resources");
  if (isObject(resources["limits"])) setDefaults(part(resources, "requests"), resources["limits"]);
}

function defaultVolume(volume: JsonObject): void {
  for (const kind of ["secret", "configMap", "projected", "downwardAPI"]) {
    const source = volume[kind];
    if (isObject(source)) setDefaults(source, { defaultMode: 420 });
  }
}

const isLatest = (image: string): boolean =>
  !image.includes("@") && (!/:[^/]*$/.test(image) || image.endsWith(":latest"));

function qosClass(spec: JsonObject): string {
  const resources = items(spec, "containers").map((container) => part(container, "resources"));
  const isFull = ({ limits, requests }: JsonObject): boolean =>
    isObject(limits) &&
    isObject(requests) &&
    ["cpu", "memory"].every((name) => limits[name] !== undefined && limits[name] === requests[name]);
  if (resources.every((amounts) => Object.keys(amounts).length === 0)) return "BestEffort";
  return resources.every(isFull) ? "Guaranteed" : "Burstable";
}

/** `1000m` is `1`, `0.1` is `100m`: the API keeps one way to write an amount. */
export function canonicalQuantity(amount: unknown): string {
  const text = String(amount);
  const [, number = "", suffix = ""] = /^(\d+(?:\.\d*)?|\.\d+)(m|)$/.exec(text) ?? [];
  if (number === "") return text;
  const thousandths = Math.ceil(Number(number) * (suffix === "m" ? 1 : 1000));
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}
