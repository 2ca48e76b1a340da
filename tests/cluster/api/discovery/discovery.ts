import type { JsonObject } from "../json";
import { allResources, type Resource } from "../resources";

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** What the reviews of access are, for clients that look whether there are any. */
const reviews = [
  ["authorization.k8s.io/v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview"],
  ["authorization.k8s.io/v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview"],
  ["authentication.k8s.io/v1", "selfsubjectreviews", "SelfSubjectReview"],
] as const;

interface Listed {
  readonly apiVersion: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
  readonly categories: readonly string[];
}

const listed: readonly Listed[] = [
  ...allResources.map((resource: Resource) => ({
    ...resource,
    verbs,
    categories: resource.isCommon ? ["all"] : [],
  })),
  ...reviews.map(([apiVersion, plural, kind]) => ({
    apiVersion,
    plural,
    kind,
    namespaced: false,
    verbs: ["create"],
    shortNames: [],
    subresources: [],
    categories: [],
  })),
];

const versions = [...new Set(listed.map(({ apiVersion }) => apiVersion))];
const groupVersions = versions.filter((version) => version.includes("/"));

/** Verbs of a subresource; what is not among them is read and changed. */
const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  log: ["get"],
  proxy: ["create", "delete", "get", "patch", "update"],
  exec: ["create", "get"],
  eviction: ["create"],
};

const subresourceKinds: Readonly<Record<string, { group: string; version: string; kind: string }>> = {
  scale: { group: "autoscaling", version: "v1", kind: "Scale" },
  eviction: { group: "policy", version: "v1", kind: "Eviction" },
};

const ofSubresource = (name: string): readonly string[] => subresourceVerbs[name] ?? ["get", "patch", "update"];

/** Media type of a client that wants everything at once. */
const aggregated = /application\/json;g=apidiscovery\.k8s\.io;v=(v2(?:beta1)?);as=APIGroupDiscoveryList/;

/** A document of the discovery, and what it is. */
export interface Document {
  readonly body: JsonObject;
  readonly contentType: string;
}

/** What `/api`, `/apis`, and the lists below them answer; undefined for other paths. */
export function discover(path: string, accept: string): Document | undefined {
  const version = aggregated.exec(accept)?.[1];
  if ((path === "/api" || path === "/apis") && version !== undefined) {
    return {
      body: aggregate(path === "/api" ? ["v1"] : groupVersions, version),
      contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    };
  }
  const body = separate(path);
  return body && { body, contentType: "application/json" };
}

function separate(path: string): JsonObject | undefined {
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groupVersions.map(groupOf) };
  const apiVersion = /^\/apis?\/(.+)$/.exec(path)?.[1] ?? "";
  if (versions.includes(apiVersion)) {
    return {
      kind: "APIResourceList",
      apiVersion: "v1",
      groupVersion: apiVersion,
      resources: listed.filter((resource) => resource.apiVersion === apiVersion).flatMap(describe),
    };
  }
  const inGroup = groupVersions.find((version) => version.split("/")[0] === apiVersion);
  return inGroup === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...groupOf(inGroup) };
}

function groupOf(groupVersion: string): JsonObject {
  const [name = "", version = ""] = groupVersion.split("/");
  const entry = { groupVersion, version };
  return { name, versions: [entry], preferredVersion: entry };
}

function describe(resource: Listed): JsonObject[] {
  const { plural, kind, namespaced, shortNames, categories, subresources } = resource;
  return [
    {
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: resource.verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    },
    ...subresources.map((name) => ({
      name: `${plural}/${name}`,
      singularName: "",
      namespaced,
      kind,
      ...subresourceKinds[name],
      verbs: ofSubresource(name),
    })),
  ];
}

function aggregate(apiVersions: readonly string[], discoveryVersion: string): JsonObject {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: `apidiscovery.k8s.io/${discoveryVersion}`,
    metadata: {},
    items: apiVersions.map((apiVersion) => {
      const [version = "", group = ""] = apiVersion.split("/").reverse();
      const resources = listed
        .filter((resource) => resource.apiVersion === apiVersion)
        .map((resource) => describeAggregated(resource, group, version));
      return {
        metadata: group === "" ? {} : { name: group },
        versions: [{ version, resources, freshness: "Current" }],
      };
    }),
  };
}

function describeAggregated(resource: Listed, group: string, version: string): JsonObject {
  const responseKind = { group, version, kind: resource.kind };
  return {
    resource: resource.plural,
    responseKind,
    scope: resource.namespaced ? "Namespaced" : "Cluster",
    singularResource: resource.kind.toLowerCase(),
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map((name) => ({
        subresource: name,
        responseKind: subresourceKinds[name] ?? responseKind,
        verbs: ofSubresource(name),
      })),
    }),
  };
}

/** What `/version` answers. */
export const serverVersion: JsonObject = {
  major: "1",
  minor: "35",
  gitVersion: "v1.35.4",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "go1.25.0",
  compiler: "gc",
  platform: "linux/amd64",
};
