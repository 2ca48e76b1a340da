import { equal, type JsonObject } from "../json";
import { customKinds } from "../resources";

const counted = new Set([
  "Pod",
  "Deployment",
  "ReplicaSet",
  "StatefulSet",
  "Job",
  "NetworkPolicy",
  "PodDisruptionBudget",
  "EndpointSlice",
  ...customKinds,
]);

/** Starts to count the changes of what somebody wants of an object. */
export function startGeneration(object: JsonObject): void {
  if (counted.has(object["kind"] as string)) (object["metadata"] as JsonObject)["generation"] = 1;
}

/** Counts a change, if it is one of what somebody wants. */
export function countGeneration(object: JsonObject, before: JsonObject): void {
  if (!counted.has(object["kind"] as string) || !isChanged(object, before)) return;
  const metadata = object["metadata"] as JsonObject;
  metadata["generation"] = Number((before["metadata"] as JsonObject)["generation"] ?? 0) + 1;
}

function isChanged(object: JsonObject, before: JsonObject): boolean {
  if (object["kind"] === "EndpointSlice") {
    return !["endpoints", "ports", "addressType"].every((field) => equal(object[field], before[field]));
  }
  const annotations = (of: JsonObject) => (of["metadata"] as JsonObject)["annotations"] ?? {};
  return (
    !equal(object["spec"], before["spec"]) ||
    (object["kind"] === "Deployment" && !equal(annotations(object), annotations(before)))
  );
}
