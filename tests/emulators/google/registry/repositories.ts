import { z } from "zod";

import { googleZones } from "../../../../environments/schema/catalogue/google";
import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Phase } from "../../http/schedule";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { getPolicy, setPolicy } from "../identity/policy";
import { longRunning } from "../operations";
import type { Project } from "../project";
import { timestamp } from "../values";

const duration = z.string().regex(/^\d+(\.\d+)?s$/, "must be a duration, as in 3600s");

/** discovery document of artifactregistry v1, CleanupPolicy */
const cleanupPolicy = z.strictObject({
  id: z.string().optional(),
  action: z.enum(["KEEP", "DELETE"]),
  condition: z
    .strictObject({
      tagState: z.enum(["TAGGED", "UNTAGGED", "ANY"]).optional(),
      tagPrefixes: z.array(z.string()).optional(),
      versionNamePrefixes: z.array(z.string()).optional(),
      packageNamePrefixes: z.array(z.string()).optional(),
      olderThan: duration.optional(),
      newerThan: duration.optional(),
    })
    .optional(),
  mostRecentVersions: z
    .strictObject({ packageNamePrefixes: z.array(z.string()).optional(), keepCount: z.int().min(1).optional() })
    .optional(),
});

/** What the answer says of it beside the setting is sent back by clients, and means nothing. */
const scanning = z
  .strictObject({
    enablementConfig: z.enum(["INHERITED", "DISABLED"]).optional(),
    enablementState: z.string().optional(),
    enablementStateReason: z.string().optional(),
    lastEnableTime: z.string().optional(),
  })
  .transform(({ enablementConfig }) => (enablementConfig === undefined ? {} : { enablementConfig }));

const model = z.strictObject({
  name: z.string().optional(),
  format: z.enum(["DOCKER"]),
  mode: z.enum(["STANDARD_REPOSITORY"]).optional(),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  dockerConfig: z.strictObject({ immutableTags: z.boolean().optional() }).optional(),
  cleanupPolicies: z.record(z.string(), cleanupPolicy).optional(),
  cleanupPolicyDryRun: z.boolean().optional(),
  vulnerabilityScanningConfig: scanning.optional(),
});

const changes = model.partial();

export interface Repository {
  /** `projects/p/locations/l/repositories/r` */
  readonly name: string;
  readonly createdAt: string;
  updatedAt: string;
  settings: z.infer<typeof model>;
}

const result = "google.devtools.artifactregistry.v1.Repository";
const metadata = "google.devtools.artifactregistry.v1.OperationMetadata";

const shown = ({ name, createdAt, updatedAt, settings }: Repository): object => {
  const [, project = "", location = "", id = ""] =
    /^projects\/(.+)\/locations\/(.+)\/repositories\/(.+)$/.exec(name) ?? [];
  const scanning = settings.vulnerabilityScanningConfig;
  return {
    mode: "STANDARD_REPOSITORY",
    ...settings,
    name,
    createTime: createdAt,
    updateTime: updatedAt,
    registryUri: `${location}-docker.pkg.dev/${project}/${id}`,
    satisfiesPzi: true,
    ...(settings.cleanupPolicies !== undefined && {
      cleanupPolicies: Object.fromEntries(
        Object.entries(settings.cleanupPolicies).map(([name, policy]) => [name, { ...policy, id: name }]),
      ),
    }),
    vulnerabilityScanningConfig: {
      ...scanning,
      lastEnableTime: createdAt,
      enablementState: "SCANNING_DISABLED",
      enablementStateReason:
        scanning?.enablementConfig === "DISABLED"
          ? "Scanning is disabled for this repository."
          : "API containerscanning.googleapis.com is not enabled.",
    },
  };
};

export function routeRepositories(router: Router<Handler>): void {
  const parent = "/artifactregistry/v1/projects/{project}/locations/{location}";
  const path = `${parent}/repositories`;
  const nameOf = (request: ApiRequest): string => repositoryOf(request).name;
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}/{repository}`, (request) => ok(shown(repositoryOf(request))))
    .on(`PATCH ${path}/{repository}`, (request) => {
      const repository = repositoryOf(request);
      const given = request.read(changes);
      const names = request.updateMask.map((member) => member.split(".")[0] ?? member);
      if (names.includes("format")) throw new ApiError(400, "The format of a repository cannot be changed.");
      const changed = Object.entries(given).filter(([name]) => names.includes(name));
      const kept = Object.entries(repository.settings).filter(([name]) => !names.includes(name));
      repository.settings = Object.fromEntries([...kept, ...changed]) as Repository["settings"];
      repository.updatedAt = timestamp();
      return ok(shown(repository));
    })
    .on(`DELETE ${path}/{repository}`, (request) => {
      const { name } = repositoryOf(request);
      return begin(request, "deleting", name, () => {
        request.project.repositories.delete(name);
        request.project.policies.forget(name);
        return {};
      });
    })
    .on(`GET ${path}/{repository}:getIamPolicy`, getPolicy(nameOf))
    .on(`POST ${path}/{repository}:setIamPolicy`, setPolicy(nameOf))
    .on(`GET ${parent}/operations/{operation}`, (request) =>
      ok(shownOperation(request.project, request.parameter("location"), request.parameter("operation"))),
    );
}

/** @throws {ApiError} when there is none */
function repositoryOf(request: ApiRequest): Repository {
  const { project } = request;
  const name = `${project.relativeName}/locations/${request.parameter("location")}/repositories/${request.parameter("repository")}`;
  const repository = project.repositories.get(name);
  if (repository === undefined) throw new ApiError(404, "Requested entity was not found.");
  return repository;
}

const create: Handler = (request) => {
  const { project } = request;
  // the provider writes repository_id, Google's own clients repositoryId
  const id = request.query("repository_id") ?? request.query("repositoryId") ?? "";
  const location = request.parameter("location");
  const settings = request.read(model);
  // https://cloud.google.com/artifact-registry/docs/repositories/create-repos
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id)) throw new ApiError(400, `Invalid repository id "${id}".`);
  if (!Object.hasOwn(googleZones, location) && !["europe", "us", "asia"].includes(location))
    throw new ApiError(400, `Invalid location "${location}".`);
  for (const [name, policy] of Object.entries(settings.cleanupPolicies ?? {})) checkPolicy(name, policy);
  const name = `${project.relativeName}/locations/${location}/repositories/${id}`;
  if (project.repositories.has(name)) throw new ApiError(409, "the repository already exists");
  const now = timestamp();
  const repository: Repository = { name, createdAt: now, updatedAt: now, settings };
  project.repositories.set(name, repository);
  return begin(request, "creating", name, () => shown(repository));
};

/** https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy: newest versions can only be kept */
function checkPolicy(name: string, { id, action, condition, mostRecentVersions }: z.infer<typeof cleanupPolicy>): void {
  if (id !== undefined && id !== name) throw new ApiError(400, `Cleanup policy "${name}" has the id "${id}".`);
  if ((condition === undefined) === (mostRecentVersions === undefined))
    throw new ApiError(400, `Cleanup policy "${name}" must have either a condition or most recent versions.`);
  if (mostRecentVersions !== undefined && action !== "KEEP")
    throw new ApiError(400, `Cleanup policy "${name}": most recent versions can only be kept.`);
}

function begin(request: ApiRequest, phase: Phase, target: string, finish: () => object): ApiAnswer {
  const { project } = request;
  const { name } = project.cloud.operations.begin({ phase, kind: "repository", type: phase, target }, finish);
  return ok(shownOperation(project, request.parameter("location"), name));
}

function shownOperation(project: Project, location: string, operation: string): object {
  const found = project.cloud.operations.get(operation);
  const name = `${project.relativeName}/locations/${location}/operations/${operation}`;
  return longRunning(found, name, metadata, found.type === "deleting" ? "google.protobuf.Empty" : result);
}
