import type { StoredObject } from "../store";
import { badRequest } from "./status-error";

export type Matcher = (object: StoredObject) => boolean;

/** Reads a label selector: `app=x,track!=canary,tier in (a,b),!old`. */
export function labelMatcher(selector: string): Matcher {
  const requirements = split(selector).map(labelRequirement);
  return (object) => requirements.every((fits) => fits(object.metadata.labels ?? {}));
}

/** Commas within parentheses separate values. */
const split = (selector: string): string[] =>
  selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

type Labels = Readonly<Record<string, string | undefined>>;

function labelRequirement(text: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return operator === "in"
      ? (labels) => values.includes(labels[key] ?? "\u0000")
      : (labels) => !values.includes(labels[key] ?? "\u0000");
  }
  const [, key = "", operator, value = ""] = /^([^=!\s]+)\s*(==|=|!=)\s*(.*)$/.exec(text) ?? [];
  if (operator === "!=") return (labels) => labels[key] !== checked(value);
  if (operator !== undefined) {
    const wanted = checked(value);
    return (labels) => labels[key] === wanted;
  }
  if (/^![^=\s]+$/.test(text)) return (labels) => labels[text.slice(1)] === undefined;
  if (/^[^=!\s]+$/.test(text)) return (labels) => labels[text] !== undefined;
  throw badRequest(`unable to parse requirement: ${text}`);
}

function checked(value: string): string {
  if (value.startsWith("=")) throw badRequest("unable to parse requirement: found '=', expected: identifier");
  return value;
}

const ofAll = ["metadata.name", "metadata.namespace"];

/** Fields that lists can be narrowed down by, besides the name. */
const fields: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
  ],
  Event: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  Secret: ["type"],
  Job: ["status.successful"],
  ReplicaSet: ["status.replicas"],
  Namespace: ["status.phase"],
  Node: ["spec.unschedulable"],
};

/** Reads a field selector: `status.phase!=Failed,metadata.name=x`. */
export function fieldMatcher(selector: string, kind: string): Matcher {
  const requirements = split(selector).map((text) => {
    const [, field = "", operator = "", value = ""] = /^([^=!]+)(==|=|!=)(.*)$/.exec(text) ?? [];
    if (!ofAll.includes(field) && fields[kind]?.includes(field) !== true) {
      throw badRequest(
        kind === "Pod" || kind === "Event"
          ? `field label not supported: ${field}`
          : `${JSON.stringify(field)} is not a known field selector: only ${ofAll.map((name) => JSON.stringify(name)).join(", ")}`,
      );
    }
    const path = field.split(".");
    return (object: StoredObject) => (read(object, path) === value) !== (operator === "!=");
  });
  return (object) => requirements.every((fits) => fits(object));
}

function read(object: StoredObject, path: readonly string[]): string {
  let value: unknown = object;
  for (const step of path) value = (value as Record<string, unknown> | undefined)?.[step];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
