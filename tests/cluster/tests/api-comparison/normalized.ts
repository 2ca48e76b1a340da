import { isObject, type JsonObject, sortedText } from "../../api/json";

/** What is other in every cluster, by the name of its field. */
const varying: Readonly<Record<string, string>> = {
  uid: "UID",
  resourceVersion: "VERSION",
  creationTimestamp: "TIME",
  deletionTimestamp: "TIME",
  time: "TIME",
  clusterIP: "ADDRESS",
  nodePort: "PORT",
};

const uid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An answer without what is other in every cluster. */
export function normalized(value: unknown, namespace: string, field = ""): unknown {
  if (typeof value === "string" && field in varying) return varying[field];
  if (field === "nodePort") return varying[field];
  if (field === "clusterIPs") return ["ADDRESS"];
  if (typeof value === "string") {
    return value
      .replaceAll(uid, "UID")
      .replaceAll(/record \(\d+\)/g, "record (VERSION)")
      .replaceAll(namespace, "NS");
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => normalized(item, namespace));
    // who comes first depends on the second in which something was sent
    return field === "managedFields" ? items.sort((a, b) => (sortedText(a) < sortedText(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(field === "metadata" && key === "managedFields" && isOfReview(value)))
      .map(([key, item]) => [key, normalized(item, namespace, key)]),
  );
}

/** A review is kept nowhere, but a real API server says who sent it. */
const isOfReview = (metadata: JsonObject): boolean => metadata["name"] === undefined;
