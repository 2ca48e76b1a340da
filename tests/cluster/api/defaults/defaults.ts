import type { StoredObject } from "../../store";
import { isObject, type JsonObject } from "../json";
import { schemaOf } from "../schema/schema";
import { defaultPod, defaultPodSpec } from "./pod-defaults";
import { defaultService } from "./service-defaults";
import { items, part, setDefaults } from "./set";

/** Adds what the API adds to every object of its kind, whenever it is written. */
export function applyDefaults(object: JsonObject): void {
  kinds[object["kind"] as string]?.(part(object, "spec"), object);
}

/** Adds what the API sets once, when an object is made. */
export function completeNew(object: JsonObject, others: (kind: string) => readonly StoredObject[]): void {
  const { apiVersion, kind } = object as { apiVersion: string; kind: string };
  if (schemaOf(apiVersion, kind).properties?.["status"]?.default !== undefined) part(object, "status");
  if (object["kind"] === "Pod") defaultPod(object);
  if (object["kind"] === "Service") defaultService(part(object, "spec"), others("Service"));
  if (object["kind"] === "Service") setDefaults(part(object, "status"), { loadBalancer: {} });
  if (object["kind"] === "Namespace") {
    const metadata = object["metadata"] as JsonObject;
    setDefaults(part(object, "spec"), { finalizers: ["kubernetes"] });
    setDefaults(part(object, "status"), { phase: "Active" });
    part(metadata, "labels")["kubernetes.io/metadata.name"] = metadata["name"];
  }
  if (object["kind"] === "PersistentVolumeClaim") setDefaults(part(object, "status"), { phase: "Pending" });
}

/** A Job's pods carry the name and the uid of the Job, which is known only when it is kept. */
export function labelJob(job: JsonObject): void {
  const { name, uid } = job["metadata"] as { name: string; uid: string };
  const spec = part(job, "spec");
  if (spec["manualSelector"] === true) return;
  const labels = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  const template = part(part(spec, "template"), "metadata");
  template["labels"] = { ...part(template, "labels"), ...labels };
  setDefaults(spec, { selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } } });
  const metadata = job["metadata"] as JsonObject;
  metadata["labels"] ??= template["labels"];
}

type Defaults = (spec: JsonObject, object: JsonObject) => void;

const template = (spec: JsonObject): void => {
  const pod = part(spec, "template");
  part(pod, "metadata");
  defaultPodSpec(part(pod, "spec"));
};

const kinds: Readonly<Record<string, Defaults>> = {
  Pod: defaultPodSpec,
  Deployment: (spec) => {
    setDefaults(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = part(spec, "strategy");
    setDefaults(strategy, { type: "RollingUpdate" });
    if (strategy["type"] === "RollingUpdate") {
      setDefaults(part(strategy, "rollingUpdate"), { maxUnavailable: "25%", maxSurge: "25%" });
    }
    template(spec);
  },
  ReplicaSet: (spec) => {
    setDefaults(spec, { replicas: 1 });
    template(spec);
  },
  StatefulSet: (spec) => {
    setDefaults(spec, {
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    template(spec);
  },
  Job: (spec) => {
    setDefaults(spec, {
      backoffLimit: 6,
      completionMode: "NonIndexed",
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: "TerminatingOrFailed",
    });
    if (spec["completions"] === undefined && spec["parallelism"] === undefined) setDefaults(spec, { completions: 1 });
    setDefaults(spec, { parallelism: 1 });
    template(spec);
  },
  Service: (spec) => {
    setDefaults(spec, { type: "ClusterIP", sessionAffinity: "None" });
    if (spec["type"] !== "ExternalName") setDefaults(spec, { internalTrafficPolicy: "Cluster" });
    if (spec["type"] === "LoadBalancer") setDefaults(spec, { allocateLoadBalancerNodePorts: true });
    if (spec["type"] === "LoadBalancer" || spec["type"] === "NodePort")
      setDefaults(spec, { externalTrafficPolicy: "Cluster" });
    for (const port of items(spec, "ports")) setDefaults(port, { protocol: "TCP", targetPort: port["port"] });
  },
  NetworkPolicy: (spec) => {
    setDefaults(spec, { policyTypes: spec["egress"] === undefined ? ["Ingress"] : ["Ingress", "Egress"] });
    for (const rule of [...items(spec, "ingress"), ...items(spec, "egress")]) {
      for (const port of items(rule, "ports")) setDefaults(port, { protocol: "TCP" });
    }
  },
  Secret: (_, secret) => {
    delete secret["spec"];
    const { stringData } = secret;
    if (isObject(stringData)) {
      for (const [key, text] of Object.entries(stringData)) {
        part(secret, "data")[key] = Buffer.from(String(text)).toString("base64");
      }
    }
    delete secret["stringData"];
    setDefaults(secret, { type: "Opaque" });
  },
  RoleBinding: (_, binding) => {
    delete binding["spec"];
    setDefaults(part(binding, "roleRef"), { apiGroup: "rbac.authorization.k8s.io" });
  },
};
