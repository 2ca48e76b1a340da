import type { JsonObject } from "./json";
import type { Resource } from "./resources";

/** Why one field is not valid, in the API's words. */
export interface Cause {
  /** `FieldValueRequired`, `FieldValueInvalid`, … */
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** What the API answers instead of an object. */
export class StatusError extends Error {
  override readonly name = "StatusError";

  constructor(
    readonly code: number,
    /** `NotFound`, `Conflict`, …; empty when the API names none. */
    readonly reason: string,
    message: string,
    readonly details?: JsonObject,
  ) {
    super(message);
  }

  toStatus(): JsonObject {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      ...(this.reason !== "" && { reason: this.reason }),
      ...(this.details !== undefined && { details: this.details }),
      code: this.code,
    };
  }
}

const details = (name: string, group: string, kind: string): JsonObject => ({
  ...(name !== "" && { name }),
  ...(group !== "" && { group }),
  kind,
});

export const notFound = (resource: Resource, name: string): StatusError =>
  new StatusError(
    404,
    "NotFound",
    `${resource.qualified} ${JSON.stringify(name)} not found`,
    details(name, resource.group, resource.plural),
  );

export const alreadyExists = (resource: Resource, name: string): StatusError =>
  new StatusError(
    409,
    "AlreadyExists",
    `${resource.qualified} ${JSON.stringify(name)} already exists`,
    details(name, resource.group, resource.plural),
  );

export const conflict = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${resource.qualified} ${JSON.stringify(name)}: ${why}`,
    details(name, resource.group, resource.plural),
  );

export const modified = (resource: Resource, name: string): StatusError =>
  conflict(
    resource,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );

/** A precondition of a delete does not hold; the API names the kind then, and not the resource. */
export const preconditionFailed = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedKind(resource)} ${JSON.stringify(name)}: ${why}`,
    details(name, resource.group, resource.kind),
  );

export const forbidden = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    403,
    "Forbidden",
    `${resource.qualified}${name === "" ? "" : ` ${JSON.stringify(name)}`} is forbidden: ${why}`,
    details(name, resource.group, resource.plural),
  );

export const badRequest = (message: string): StatusError => new StatusError(400, "BadRequest", message);

export function invalid(
  resource: Pick<Resource, "group" | "kind">,
  name: string,
  causes: readonly Cause[],
): StatusError {
  const problems = causes.map(({ field, message }) => `${field}: ${message}`);
  return new StatusError(
    422,
    "Invalid",
    `${qualifiedKind(resource)} ${JSON.stringify(name)} is invalid: ${problems.length === 1 ? problems.join("") : `[${problems.join(", ")}]`}`,
    { ...details(name, resource.group, resource.kind), causes },
  );
}

const qualifiedKind = ({ kind, group }: Pick<Resource, "group" | "kind">): string =>
  group === "" ? kind : `${kind}.${group}`;

export const noSuchResource = (): StatusError =>
  new StatusError(404, "NotFound", "the server could not find the requested resource", {});

export const unauthorized = (): StatusError => new StatusError(401, "Unauthorized", "Unauthorized");

export const methodNotAllowed = (): StatusError =>
  new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});

export const unsupportedMediaType = (): StatusError =>
  new StatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});

export const tooOld = (asked: number, oldest: number): StatusError =>
  new StatusError(410, "Expired", `too old resource version: ${asked} (${oldest})`);
