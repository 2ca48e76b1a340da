import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag } from "../values";
import type { Instance, User } from "./instance";
import { instanceOf } from "./instances";
import { begin, checkIdle } from "./operations";
import { alreadyExists, invalidRequest } from "./sql-error";

const types = ["BUILT_IN", "CLOUD_IAM_USER", "CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_GROUP"] as const;

const model = z.strictObject({
  name: z.string(),
  instance: z.string().optional(),
  project: z.string().optional(),
  // roles of PostgreSQL belong to no host
  host: z.literal("").optional(),
  password: z.string().optional(),
  type: z.enum(["", ...types]).optional(),
});

/** Without its type when it is the usual one, as the API shows it. */
const shown = ({ project, name: instance }: Instance, { name, type, etag }: User): object => ({
  kind: "sql#user",
  name,
  host: "",
  ...(type !== "BUILT_IN" && { type }),
  instance,
  project: project.id,
  etag,
  iamStatus: "IAM_STATUS_UNSPECIFIED",
  passwordPolicy: { status: {} },
});

export function routeUsers(router: Router<Handler>): void {
  const path = "/sql/v1beta4/projects/{project}/instances/{instance}/users";
  const found = (request: ApiRequest): User => {
    const user = instanceOf(request).users.get(request.query("name") ?? "");
    if (user === undefined) throw new ApiError(404, "The user does not exist.", { reason: "userDoesNotExist" });
    return user;
  };
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, (request) => {
      const instance = instanceOf(request);
      return ok({ kind: "sql#usersList", items: [...instance.users.values()].map((user) => shown(instance, user)) });
    })
    .on(`PUT ${path}`, (request) => {
      const user = found(request);
      checkPassword(user.type, request.read(model).password);
      return begin(instanceOf(request), { phase: "updating", type: "UPDATE_USER" }, () => {
        user.etag = newEtag();
      });
    })
    .on(`DELETE ${path}`, (request) => {
      const [instance, { name }] = [instanceOf(request), found(request)];
      return begin(instance, { phase: "deleting", type: "DELETE_USER" }, () => {
        instance.users.delete(name);
      });
    });
}

const insert: Handler = (request) => {
  const instance = instanceOf(request);
  const { name, password, type: given = "" } = request.read(model);
  checkIdle(instance);
  const type = given === "" ? "BUILT_IN" : given;
  if (name === "" || name.length > 63 || /^(cloudsql|pg_)/.test(name))
    throw invalidRequest(`invalid user name (${name}).`);
  if (instance.users.has(name)) throw alreadyExists(`user "${name}" already exists`);
  checkPassword(type, password);
  return begin(instance, { phase: "creating", type: "CREATE_USER" }, () => {
    instance.users.set(name, { name, type, etag: newEtag() });
  });
};

/** https://cloud.google.com/sql/docs/postgres/create-manage-users: a role that is no account of IAM must have one. */
function checkPassword(type: User["type"], password = ""): void {
  if (type === "BUILT_IN" && password === "")
    throw invalidRequest("a password is required for a user of type BUILT_IN.");
}
