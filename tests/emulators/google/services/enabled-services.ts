import { z } from "zod";

import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError, failedPrecondition } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { type Operation } from "../operations";
import type { Project } from "../project";

/** APIs that a project can have. Of others nobody has asked yet. */
const known = /^[a-z][a-z0-9-]*\.googleapis\.com$/;

const models = {
  one: z.strictObject({
    disableDependentServices: z.boolean().optional(),
    checkIfServiceHasUsage: z.string().optional(),
  }),
  batch: z.strictObject({ serviceIds: z.array(z.string()).min(1).max(20) }),
};

const shown = ({ number, enabledServices }: Project, service: string): object => ({
  name: `projects/${number}/services/${service}`,
  parent: `projects/${number}`,
  config: { name: service },
  state: enabledServices.has(service) ? "ENABLED" : "DISABLED",
});

/** Service Usage, which switches APIs of a project on and off. */
export function routeServices(router: Router<Handler>): void {
  const path = "/serviceusage/v1/projects/{project}/services";
  router
    .on(`GET ${path}`, ({ project, url }) => {
      if (url.searchParams.get("filter") !== "state:ENABLED")
        throw new ApiError(501, "the emulator lists enabled services only", { verdict: "unknown" });
      return ok({ services: [...project.enabledServices].sort().map((service) => shown(project, service)) });
    })
    .on(`GET ${path}/{service}`, (request) => ok(shown(request.project, request.parameter("service"))))
    .on(`POST ${path}:batchEnable`, (request) => enable(request, request.read(models.batch).serviceIds))
    .on(`POST ${path}/{service}:enable`, (request) => {
      request.read(models.one);
      return enable(request, [request.parameter("service")]);
    })
    .on(`POST ${path}/{service}:disable`, (request) => {
      request.read(models.one);
      return disable(request, request.parameter("service"));
    })
    .on("GET /serviceusage/v1/operations/{operation}", (request) =>
      ok(shownOperation(request.operations.get(request.parameter("operation")))),
    );
}

function enable({ project }: ApiRequest, services: readonly string[]): ApiAnswer {
  const strange = services.find((service) => !known.test(service));
  if (strange !== undefined)
    throw new ApiError(403, `Service '${strange}' not found or permission denied.`, { reason: "forbidden" });
  const about = { phase: "creating", kind: "service", type: "EnableService", target: project.relativeName } as const;
  const operation = project.cloud.operations.begin(about, () => {
    for (const service of services) project.enabledServices.add(service);
    const enabled = services.map((service) => shown(project, service));
    return enabled.length > 1 ? { services: enabled } : { service: enabled[0] };
  });
  return ok(shownOperation(operation));
}

/** @see https://cloud.google.com/service-usage/docs/reference/rest/v1/services/disable */
function disable({ project }: ApiRequest, service: string): ApiAnswer {
  if (!project.enabledServices.has(service)) throw failedPrecondition(`Service '${service}' is not enabled.`);
  const about = { phase: "deleting", kind: "service", type: "DisableService", target: project.relativeName } as const;
  const operation = project.cloud.operations.begin(about, () => {
    project.enabledServices.delete(service);
    return { service: shown(project, service) };
  });
  return ok(shownOperation(operation));
}

const shownOperation = ({ name, type, endedAt, response }: Operation): object => ({
  name: `operations/${name}`,
  ...(endedAt !== undefined && {
    done: true,
    response: { "@type": `type.googleapis.com/google.api.serviceusage.v1.${type}Response`, ...response },
  }),
});

/** The API that a path belongs to. */
const apis: Readonly<Record<string, string>> = {
  artifactregistry: "artifactregistry.googleapis.com",
  cloudresourcemanager: "cloudresourcemanager.googleapis.com",
  compute: "compute.googleapis.com",
  container: "container.googleapis.com",
  iam: "iam.googleapis.com",
  secretmanager: "secretmanager.googleapis.com",
  serviceusage: "serviceusage.googleapis.com",
  sql: "sqladmin.googleapis.com",
};

/** https://cloud.google.com/apis/docs/getting-started#enabling_apis: before that an API answers nothing else. @throws {ApiError} */
export function checkEnabled({ enabledServices, id, number }: Project, path: string): void {
  const service = apis[path.split("/")[1] ?? ""];
  if (service === undefined || enabledServices.has(service)) return;
  throw new ApiError(
    403,
    `${service} has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}/overview?project=${number} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    {
      reason: "accessNotConfigured",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "SERVICE_DISABLED",
          domain: "googleapis.com",
          metadata: { service, consumer: `projects/${id}` },
        },
      ],
    },
  );
}
