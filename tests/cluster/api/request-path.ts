import { type Resource, resourceAt } from "./resources";

/** What the path of a request is about. */
export interface RequestPath {
  readonly resource: Resource;
  /** Undefined for what belongs to the cluster, and for lists of all namespaces. */
  readonly namespace: string | undefined;
  /** Empty for lists and for new objects. */
  readonly name: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** What comes after `proxy`, with its slash. */
  readonly rest: string;
}

/** Reads `/apis/apps/v1/namespaces/x/deployments/y/scale`; undefined when it is about no resource that there is. */
export function parsePath(path: string): RequestPath | undefined {
  const found = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))\/(.+)$/.exec(path);
  if (found === null) return undefined;
  const apiVersion = found[1] ?? found[2] ?? "";
  const steps = (found[3] ?? "").replace(/\/$/, "").split("/").map(decodeURIComponent);
  const isInside = steps[0] === "namespaces" && steps.length > 2 && resourceAt(apiVersion, steps[2] ?? "")?.namespaced;
  const namespace = isInside === true ? steps[1] : undefined;
  const [plural = "", name = "", subresource = ""] = isInside === true ? steps.slice(2) : steps;
  const resource = resourceAt(apiVersion, plural);
  if (resource === undefined) return undefined;
  if (subresource !== "" && !resource.subresources.includes(subresource)) return undefined;
  if (resource.namespaced && namespace === undefined && name !== "") return undefined;
  const [, rest = "/"] = /\/proxy(\/.*)$/.exec(found[3] ?? "") ?? [];
  return { resource, namespace, name, subresource, rest };
}
