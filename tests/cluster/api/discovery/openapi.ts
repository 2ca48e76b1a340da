import type { JsonObject } from "../json";
import { allResources, type Resource } from "../resources";
import { definitionName, definitions } from "../schema/schema";

const queryParameter = (name: string): JsonObject => ({
  name,
  in: "query",
  schema: { type: "string", uniqueItems: true },
});

const writeParameters = ["dryRun", "fieldManager", "fieldValidation"].map(queryParameter);

function pathsOf(resource: Resource): JsonObject {
  const { group, version, kind, plural, namespaced, apiVersion } = resource;
  const root = group === "" ? `/api/${version}` : `/apis/${apiVersion}`;
  const collection = `${root}${namespaced ? "/namespaces/{namespace}" : ""}/${plural}`;
  const operation = (action: string): JsonObject => ({
    operationId: `${action}${kind}`,
    parameters: writeParameters,
    responses: { 200: { description: "OK" } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, version, kind },
  });
  return {
    [collection]: { get: operation("list"), post: operation("post") },
    [`${collection}/{name}`]: {
      get: operation("get"),
      put: operation("put"),
      patch: operation("patch"),
      delete: operation("delete"),
    },
  };
}

const pathOf = ({ group, apiVersion }: Resource): string => (group === "" ? `api/${apiVersion}` : `apis/${apiVersion}`);

/** What `/openapi/v3` and the documents below it answer: enough for a client to merge and to check by; else undefined. */
export function openApi(path: string): JsonObject | undefined {
  if (path === "/openapi/v3") {
    const places = [...new Set(allResources.map(pathOf))];
    return { paths: Object.fromEntries(places.map((place) => [place, { serverRelativeURL: `/openapi/v3/${place}` }])) };
  }
  const inGroup = allResources.filter((resource) => path === `/openapi/v3/${pathOf(resource)}`);
  if (inGroup.length === 0) return undefined;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.35.4" },
    paths: Object.assign({}, ...inGroup.map(pathsOf)) as JsonObject,
    components: { schemas: schemasFor(inGroup) },
  };
}

/** The schemas of some kinds, and all that these refer to. */
function schemasFor(resources: readonly Resource[]): JsonObject {
  const found: JsonObject = {};
  const todo = resources.map(({ apiVersion, kind }) => definitionName(apiVersion, kind));
  const kinds = new Map(resources.map((resource) => [definitionName(resource.apiVersion, resource.kind), resource]));
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (name in found) continue;
    const resource = kinds.get(name);
    found[name] = {
      ...(published(definitions()[name], todo) as JsonObject),
      ...(resource !== undefined && {
        "x-kubernetes-group-version-kind": [{ group: resource.group, version: resource.version, kind: resource.kind }],
      }),
    };
  }
  return found;
}

/** A schema with references as OpenAPI has them, which are noted. */
function published(value: unknown, references: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => published(item, references));
  if (typeof value !== "object" || value === null) return value;
  const { $ref, ...own } = value as JsonObject;
  const result = Object.fromEntries(Object.entries(own).map(([key, item]) => [key, published(item, references)]));
  if (typeof $ref !== "string") return result;
  references.push($ref);
  return { ...result, allOf: [{ $ref: `#/components/schemas/${$ref}` }] };
}
