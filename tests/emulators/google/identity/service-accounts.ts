import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag, numericId } from "../values";
import { getPolicy, setPolicy } from "./policy";

export interface ServiceAccount {
  readonly email: string;
  readonly uniqueId: string;
  displayName: string;
  description: string;
  disabled: boolean;
  etag: string;
  /** It can be brought back for thirty days, and what was granted to it remembers it. */
  deleted: boolean;
}

const texts = { displayName: z.string().max(100).optional(), description: z.string().max(256).optional() };

const models = {
  create: z.strictObject({ accountId: z.string(), serviceAccount: z.strictObject(texts).default({}) }),
  patch: z.strictObject({
    serviceAccount: z.strictObject({ ...texts, etag: z.string().optional() }),
    updateMask: z.string(),
  }),
};

const shown = ({ project }: ApiRequest, account: ServiceAccount): object => ({
  name: `${project.relativeName}/serviceAccounts/${account.email}`,
  projectId: project.id,
  uniqueId: account.uniqueId,
  email: account.email,
  ...(account.displayName !== "" && { displayName: account.displayName }),
  ...(account.description !== "" && { description: account.description }),
  ...(account.disabled && { disabled: true }),
  etag: account.etag,
  oauth2ClientId: account.uniqueId,
});

export function routeServiceAccounts(router: Router<Handler>): void {
  const path = "/iam/v1/projects/{project}/serviceAccounts";
  const nameOf = (request: ApiRequest): string =>
    `${request.project.relativeName}/serviceAccounts/${accountOf(request).email}`;
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}/{account}`, (request) => ok(shown(request, accountOf(request))))
    .on(`PATCH ${path}/{account}`, (request) => {
      const account = accountOf(request);
      const { serviceAccount, updateMask } = request.read(models.patch);
      const masked = updateMask.split(",").map((member) => member.trim());
      if (masked.includes("display_name")) account.displayName = serviceAccount.displayName ?? "";
      if (masked.includes("description")) account.description = serviceAccount.description ?? "";
      account.etag = newEtag();
      return ok(shown(request, account));
    })
    .on(`DELETE ${path}/{account}`, (request) => {
      const account = accountOf(request);
      const { policies } = request.project;
      policies.forget(nameOf(request));
      account.deleted = true;
      policies.markDeleted(account);
      return ok({});
    })
    .on(`POST ${path}/{account}:getIamPolicy`, getPolicy(nameOf))
    .on(`POST ${path}/{account}:setIamPolicy`, setPolicy(nameOf));
}

/** By its address or its unique id. */
function accountOf(request: ApiRequest): ServiceAccount {
  const wanted = request.parameter("account");
  const account = [...request.project.serviceAccounts.values()].find(({ email, uniqueId }) =>
    [email, uniqueId].includes(wanted),
  );
  if (account?.deleted !== false) throw new ApiError(404, "Unknown service account", { reason: "notFound" });
  return account;
}

const create: Handler = (request) => {
  const { project } = request;
  const { accountId, serviceAccount } = request.read(models.create);
  // https://cloud.google.com/iam/docs/service-accounts-create: 6 to 30 characters
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(accountId))
    throw new ApiError(400, `Invalid service account ID: ${accountId}. It must be between 6 and 30 characters long.`, {
      reason: "badRequest",
    });
  const email = `${accountId}@${project.id}.iam.gserviceaccount.com`;
  if (project.serviceAccounts.get(email)?.deleted === false)
    throw new ApiError(409, `Service account ${accountId} already exists within project ${project.relativeName}.`, {
      reason: "alreadyExists",
    });
  const account: ServiceAccount = {
    email,
    uniqueId: numericId(),
    displayName: serviceAccount.displayName ?? "",
    description: serviceAccount.description ?? "",
    disabled: false,
    etag: newEtag(),
    deleted: false,
  };
  project.serviceAccounts.set(email, account);
  return ok(shown(request, account));
};
