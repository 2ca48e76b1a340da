import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { Account } from "./account";
import { ApiError, notFound, unprocessable } from "./api-error";
import { type ApiRequest, created, noContent, ok } from "./api-request";
import { listing } from "./listing";
import type { Router } from "./router";
import { timestamp } from "./timestamp";

export interface Project {
  readonly id: string;
  name: string;
  description: string;
  purpose: string;
  environment: string;
  isDefault: boolean;
  readonly createdAt: string;
  updatedAt: string;
  /** When each was put into it, by URN. */
  readonly resources: Map<string, string>;
}

/** resources/projects/models/project.yml */
const purposes = [
  "Just trying out DigitalOcean",
  "Class project / Educational purposes",
  "Website or blog",
  "Web Application",
  "Service or API",
  "Mobile Application",
  "Machine learning / AI / Data processing",
  "IoT",
  "Operational / Developer tooling",
];

const members = {
  name: z.string().max(175),
  description: z.string().max(255).optional(),
  purpose: z.string().max(255),
  environment: z.enum(["Development", "Staging", "Production"]).optional(),
};
const isDefault = z.boolean().optional();
const models = {
  create: z.strictObject(members),
  update: z.strictObject({ ...members, is_default: isDefault }),
  patch: z.strictObject({ ...members, is_default: isDefault }).partial(),
};

export function routeProjects(router: Router, account: Account): void {
  const shown = (project: Project): object => ({
    id: project.id,
    owner_uuid: account.id,
    owner_id: 1,
    name: project.name,
    description: project.description,
    purpose: project.purpose,
    // without one the provider would plan to take it away for ever
    ...(project.environment !== "" && { environment: project.environment }),
    is_default: project.isDefault,
    created_at: project.createdAt,
    updated_at: project.updatedAt,
  });
  const found = (request: ApiRequest): Project => projectOf(account, request);
  router
    .on("GET /v2/projects", (request) => listing(request, "projects", [...account.projects.values()].map(shown)))
    .on("POST /v2/projects", (request) => {
      const { description = "", environment = "", ...rest } = request.read(models.create);
      checkName(account, rest.name);
      const project: Project = {
        id: randomUUID(),
        ...rest,
        purpose: purposeOf(rest.purpose),
        description,
        environment,
        isDefault: false,
        createdAt: timestamp(),
        updatedAt: timestamp(),
        resources: new Map(),
      };
      account.projects.set(project.id, project);
      return created({ project: shown(project) });
    })
    .on("GET /v2/projects/{id}", (request) => ok({ project: shown(found(request)) }))
    .on("PUT /v2/projects/{id}", (request) => {
      const project = found(request);
      const { description = "", ...rest } = request.read(models.update);
      return ok({ project: shown(change(account, project, { description, ...rest })) });
    })
    .on("PATCH /v2/projects/{id}", (request) => {
      const project = found(request);
      return ok({ project: shown(change(account, project, request.read(models.patch))) });
    })
    .on("DELETE /v2/projects/{id}", (request) => {
      const project = found(request);
      if (project.isDefault) throw new ApiError(412, "cannot delete the default project");
      // projects_delete.yml
      if (project.resources.size > 0) throw new ApiError(412, "cannot delete a project with resources");
      account.projects.delete(project.id);
      return noContent;
    });
}

/** The project of the path, where `default` is one too. */
export function projectOf(account: Account, request: ApiRequest): Project {
  const id = request.parameter("id");
  const project = id === "default" ? account.currentDefaultProject() : account.projects.get(id);
  if (project === undefined) throw notFound();
  return project;
}

function checkName(account: Account, wanted: string, own?: Project): void {
  if ([...account.projects.values()].some((project) => project.name === wanted && project !== own))
    throw unprocessable("name is already in use");
}

const purposeOf = (wanted: string): string =>
  purposes.includes(wanted) || wanted.startsWith("Other: ") ? wanted : `Other: ${wanted}`;

function change(account: Account, project: Project, wanted: z.infer<typeof models.patch>): Project {
  if (wanted.name !== undefined) checkName(account, wanted.name, project);
  project.name = wanted.name ?? project.name;
  project.description = wanted.description ?? project.description;
  project.purpose = wanted.purpose === undefined ? project.purpose : purposeOf(wanted.purpose);
  project.environment = wanted.environment ?? project.environment;
  if (wanted.is_default === true) for (const other of account.projects.values()) other.isDefault = other === project;
  project.updatedAt = timestamp();
  return project;
}
