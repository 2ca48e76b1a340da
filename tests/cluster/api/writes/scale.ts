import type { StoredObject } from "../../store";
import { isObject, type JsonObject } from "../json";
import { badRequest } from "../status-error";

/** How many pods an object is to have, in the form that is the same for all kinds. */
export function scaleOf({ metadata, spec, status }: StoredObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas, selector } = spec as { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas !== undefined && replicas > 0 && { replicas }) },
    status: {
      replicas: (status as { replicas?: number } | undefined)?.replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(","),
    },
  };
}

/** The number that a Scale asks for. */
export function replicasOf(scale: unknown): number {
  const replicas = isObject(scale) && isObject(scale["spec"]) ? (scale["spec"]["replicas"] ?? 0) : undefined;
  if (typeof replicas !== "number" || !Number.isInteger(replicas)) {
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
    );
  }
  return replicas;
}
