import { copy, equal, isObject, type JsonObject } from "../json";
import { badRequest, StatusError } from "../status-error";

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

type Container = JsonObject | unknown[];

const rejected = (): StatusError =>
  new StatusError(422, "Invalid", "the server rejected our request due to an error in our request", {});

/** JSON patch (RFC 6902). */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  const document = { root: copy(target) };
  for (const operation of patch as readonly Operation[]) perform(document, operation);
  return document.root;
}

function perform(document: JsonObject, { op, path, from, value }: Operation): void {
  switch (op) {
    case "test":
      if (!equal(read(document, path) ?? null, value ?? null)) throw rejected();
      return;
    case "add":
      add(document, path, copy(value));
      return;
    case "replace":
      if (read(document, path) === undefined) throw rejected();
      remove(document, path);
      add(document, path, copy(value));
      return;
    case "remove":
      remove(document, path);
      return;
    case "copy":
      add(document, path, copy(read(document, from ?? "")));
      return;
    case "move": {
      const moved = read(document, from ?? "");
      remove(document, from ?? "");
      add(document, path, moved);
      return;
    }
    default:
      throw rejected();
  }
}

const steps = (path: string): string[] => [
  "root",
  ...path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")),
];

/** What holds the last step of a path. */
function locate(document: JsonObject, path: string): { container: Container; step: string } {
  const way = steps(path);
  const step = way.pop() ?? "";
  let container: unknown = document;
  for (const each of way) container = isContainer(container) ? member(container, each) : undefined;
  if (!isContainer(container)) throw rejected();
  return { container, step };
}

const isContainer = (value: unknown): value is Container => Array.isArray(value) || isObject(value);

const member = (container: Container, step: string): unknown =>
  Array.isArray(container) ? container[Number(step)] : container[step];

function read(document: JsonObject, path: string): unknown {
  const { container, step } = locate(document, path);
  return member(container, step);
}

function add(document: JsonObject, path: string, value: unknown): void {
  const { container, step } = locate(document, path);
  if (!Array.isArray(container)) {
    container[step] = value;
    return;
  }
  const index = step === "-" ? container.length : Number(step);
  if (!(index >= 0 && index <= container.length)) throw rejected();
  container.splice(index, 0, value);
}

function remove(document: JsonObject, path: string): void {
  const { container, step } = locate(document, path);
  if (member(container, step) === undefined) throw rejected();
  if (Array.isArray(container)) container.splice(Number(step), 1);
  else Reflect.deleteProperty(container, step);
}
