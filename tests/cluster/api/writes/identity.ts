import { isObject, type JsonObject } from "../json";
import { part } from "../defaults/set";
import { requiredValue } from "../validation/names";
import { badRequest, invalid, StatusError } from "../status-error";
import type { WriteRequest } from "./write-request";

/** What the API alone sets; whoever writes an object cannot. */
const own = [
  "uid",
  "creationTimestamp",
  "generation",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
] as const;

const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** Five letters that follow from a number. */
function suffix(number: number): string {
  let rest = (number * 2654435761) % 2 ** 32;
  let text = "";
  for (let length = 0; length < 5; length++) {
    text += alphabet.charAt(rest % alphabet.length);
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** Gives a new object its name and namespace, and takes away what only the API sets. */
export function identifyNew(object: JsonObject, request: WriteRequest, number: number): void {
  const metadata = part(object, "metadata");
  for (const field of own) Reflect.deleteProperty(metadata, field);
  if (metadata["resourceVersion"] !== undefined && metadata["resourceVersion"] !== "") {
    throw new StatusError(500, "", "resourceVersion should not be set on objects to be created");
  }
  delete metadata["resourceVersion"];
  if (typeof metadata["generateName"] === "string" && metadata["name"] === undefined) {
    metadata["name"] = `${metadata["generateName"]}${suffix(number)}`;
  }
  if (typeof metadata["name"] !== "string" || metadata["name"] === "") {
    throw invalid(request.resource, "", [requiredValue("metadata.name", "name or generateName is required")]);
  }
  setPlace(metadata, request);
}

/** Checks that an object is the one of the URL. */
export function setPlace(metadata: JsonObject, { namespace, name }: WriteRequest): void {
  if (name !== "" && (metadata["name"] ?? name) !== name) {
    throw badRequest(
      `the name of the object (${String(metadata["name"])}) does not match the name on the URL (${name})`,
    );
  }
  if (namespace !== undefined && (metadata["namespace"] ?? namespace) !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (name !== "") metadata["name"] = name;
  if (namespace === undefined) delete metadata["namespace"];
  else metadata["namespace"] = namespace;
}

/** Keeps what only the API sets as it was. */
export function keepIdentity(object: JsonObject, before: JsonObject): void {
  const metadata = part(object, "metadata");
  const old = isObject(before["metadata"]) ? before["metadata"] : {};
  for (const field of own) {
    if (old[field] === undefined) Reflect.deleteProperty(metadata, field);
    else metadata[field] = old[field];
  }
  if (metadata["generateName"] === undefined && old["generateName"] !== undefined) {
    metadata["generateName"] = old["generateName"];
  }
}
