import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag, without } from "../values";

const role = z.strictObject({
  name: z.string().optional(),
  title: z.string().max(100).optional(),
  description: z.string().max(300).optional(),
  stage: z.enum(["ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP"]).optional(),
  includedPermissions: z.array(z.string()).optional(),
  etag: z.string().optional(),
});

const models = {
  create: z.strictObject({ roleId: z.string(), role: role.default({}) }),
  patch: role,
  undelete: z.strictObject({ etag: z.string().optional() }),
};

/** A role of a project's own. */
export interface CustomRole {
  readonly id: string;
  settings: z.infer<typeof role>;
  etag: string;
  /** It can be brought back for seven days, and its id is taken for 44. */
  deleted: boolean;
}

export function routeCustomRoles(router: Router<Handler>): void {
  const path = "/iam/v1/projects/{project}/roles";
  const shown = ({ project }: ApiRequest, { id, settings, etag, deleted }: CustomRole): object => ({
    stage: "ALPHA",
    ...settings,
    name: `${project.relativeName}/roles/${id}`,
    etag,
    ...(deleted && { deleted }),
  });
  const change = (request: ApiRequest, changed: Partial<CustomRole>): ReturnType<Handler> => {
    const found = roleOf(request);
    Object.assign(found, changed, { etag: newEtag() });
    return ok(shown(request, found));
  };
  router
    .on(`POST ${path}`, (request) => ok(shown(request, create(request))))
    .on(`GET ${path}/{role}`, (request) => ok(shown(request, roleOf(request))))
    .on(`PATCH ${path}/{role}`, (request) => {
      const given = without(request.read(models.patch), "name", "etag");
      checkPermissions(given.includedPermissions);
      return change(request, { settings: { ...roleOf(request).settings, ...given } });
    })
    .on(`DELETE ${path}/{role}`, (request) => change(request, { deleted: true }))
    .on(`POST ${path}/{role}:undelete`, (request) => {
      request.read(models.undelete);
      return change(request, { deleted: false });
    });
}

/** A role, be it deleted or not. */
function roleOf(request: ApiRequest): CustomRole {
  const id = request.parameter("role");
  const found = request.project.roles.get(id);
  if (found === undefined)
    throw new ApiError(404, `The role named ${request.project.relativeName}/roles/${id} was not found.`);
  return found;
}

function create(request: ApiRequest): CustomRole {
  const { project } = request;
  const { roleId: id, role: given } = request.read(models.create);
  // https://cloud.google.com/iam/docs/creating-custom-roles: 3 to 64 characters
  if (!/^[a-zA-Z0-9_.]{3,64}$/.test(id)) throw new ApiError(400, `The role ID ${id} is invalid.`);
  checkPermissions(given.includedPermissions);
  const name = `${project.relativeName}/roles/${id}`;
  const before = project.roles.get(id);
  // https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role
  if (before?.deleted === true)
    throw new ApiError(400, `You can't create a role_id (${id}) which has been marked for deletion.`, {
      status: "FAILED_PRECONDITION",
    });
  if (before !== undefined) throw new ApiError(409, `A role named ${name} already exists.`);
  const created: CustomRole = { id, settings: without(given, "name", "etag"), etag: newEtag(), deleted: false };
  project.roles.set(id, created);
  return created;
}

/** `service.type.verb` */
function checkPermissions(permissions: readonly string[] = []): void {
  const strange = permissions.find((permission) => !/^[a-z]+(\.[a-zA-Z]+){2}$/.test(permission));
  if (strange !== undefined) throw new ApiError(400, `Permission ${strange} is not valid.`);
}
