import { z } from "zod";

import { ApiError } from "../api-error";
import { type Handler } from "../api-request";
import { ok } from "../../http/api-answer";
import type { Project } from "../project";
import { newEtag } from "../values";
import type { ServiceAccount } from "./service-accounts";

const binding = z.strictObject({
  role: z.string(),
  members: z.array(z.string()).optional(),
  condition: z
    .strictObject({ title: z.string(), expression: z.string(), description: z.string().optional() })
    .optional(),
});

const policyModel = z.strictObject({
  version: z.union([z.literal(0), z.literal(1), z.literal(3)]).optional(),
  etag: z.string().optional(),
  bindings: z.array(binding).optional(),
  auditConfigs: z.array(z.never()).optional(),
});

const models = {
  get: z.strictObject({ options: z.strictObject({ requestedPolicyVersion: z.int().optional() }).optional() }),
  set: z.strictObject({ policy: policyModel, updateMask: z.string().optional() }),
};

type Binding = z.infer<typeof binding>;

interface Policy {
  readonly etag: string;
  readonly bindings: readonly Binding[];
}

/** Who may do what with a project, and with what is in it: https://cloud.google.com/iam/docs/reference/rest/v1/Policy */
export class PolicyStore {
  private readonly policies = new Map<string, Policy>();

  constructor(private readonly project: Project) {}

  /** @param resource its relative name */
  get(resource: string): object {
    const { etag, bindings } = this.policies.get(resource) ?? { etag: "ACAB", bindings: [] };
    const version = bindings.some(({ condition }) => condition !== undefined) ? 3 : 1;
    return { version, etag, ...(bindings.length > 0 && { bindings }) };
  }

  /** @throws {ApiError} when it was changed since it was read */
  set(resource: string, { etag, version, bindings = [] }: z.infer<typeof policyModel>): object {
    const current = this.policies.get(resource)?.etag ?? "ACAB";
    if (etag !== undefined && etag !== current)
      throw new ApiError(
        409,
        "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
        { status: "ABORTED", reason: "aborted" },
      );
    if (version !== 3 && bindings.some(({ condition }) => condition !== undefined))
      throw new ApiError(400, "Conditions require a policy of version 3.");
    for (const { role, members = [] } of bindings) {
      this.checkRole(role);
      for (const member of members) this.checkMember(member);
    }
    const kept = bindings.filter(({ members = [] }) => members.length > 0);
    this.policies.set(resource, { etag: newEtag(), bindings: kept });
    return this.get(resource);
  }

  forget(resource: string): void {
    this.policies.delete(resource);
  }

  /**
   * What was granted to an account stays when it is deleted, and is not given to a new one of the same name:
   * https://cloud.google.com/iam/docs/service-accounts-delete-undelete
   */
  markDeleted({ email, uniqueId }: ServiceAccount): void {
    const marked = (member: string): string =>
      member === `serviceAccount:${email}` ? `deleted:${member}?uid=${uniqueId}` : member;
    for (const [resource, policy] of this.policies) {
      const bindings = policy.bindings.map(({ members = [], ...rest }) => ({ ...rest, members: members.map(marked) }));
      this.policies.set(resource, { ...policy, bindings });
    }
  }

  /** Members of all bindings: `{ resource, role, member }`. */
  all(): readonly { readonly resource: string; readonly role: string; readonly member: string }[] {
    return [...this.policies].flatMap(([resource, { bindings }]) =>
      bindings.flatMap(({ role, members = [] }) => members.map((member) => ({ resource, role, member }))),
    );
  }

  /** Google's own roles are not known by name here, those of the project have to be there. */
  private checkRole(role: string): void {
    const { relativeName, roles } = this.project;
    const own = role.startsWith(`${relativeName}/roles/`) ? role.replace(/^.*\//, "") : undefined;
    if (own !== undefined && roles.get(own)?.deleted !== false)
      throw new ApiError(400, `Role (${role}) does not exist in the resource's hierarchy.`);
    if (own === undefined && !/^roles\/[A-Za-z]+(\.[A-Za-z]+)*$/.test(role))
      throw new ApiError(400, `Role ${role} is not supported for this resource.`);
  }

  /** https://cloud.google.com/iam/docs/principal-identifiers: an account of our own has to be there. */
  private checkMember(member: string): void {
    const [, kind = "", name = ""] = /^(\w+):(.+)$/.exec(member) ?? [];
    if (["allUsers", "allAuthenticatedUsers"].includes(member)) return;
    if (!["user", "serviceAccount", "group", "domain", "principal", "principalSet", "deleted"].includes(kind))
      throw new ApiError(400, `Invalid member: ${member}.`);
    if (kind === "serviceAccount") this.checkServiceAccount(name);
    if (/^principal(Set)?$/.test(kind)) this.checkPrincipal(name);
  }

  private checkServiceAccount(name: string): void {
    // a workload of a cluster, of whose pool there has to be a cluster
    const pool = /^(.+\.svc\.id\.goog)\[[^/]+\/[^/]+\]$/.exec(name)?.[1];
    if (pool !== undefined) {
      const clusters = [...this.project.clusters.values()];
      if (!clusters.some(({ settings }) => settings.workloadIdentityConfig?.workloadPool === pool))
        throw new ApiError(
          400,
          `Identity Pool does not exist (${pool}). Please check that you specified a valid resource name as returned in the \`name\` attribute in the configuration API.`,
        );
      return;
    }
    const isOwn = name.endsWith(`@${this.project.id}.iam.gserviceaccount.com`);
    if (isOwn && this.project.serviceAccounts.get(name)?.deleted !== false)
      throw new ApiError(400, `Service account ${name} does not exist.`);
  }

  /** https://cloud.google.com/iam/docs/principal-identifiers: a pool is named by the number of its project. */
  private checkPrincipal(name: string): void {
    const match =
      /^\/\/iam\.googleapis\.com\/projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([^/]+)\/.+$/.exec(name);
    const pool = this.project.identityPools.get(match?.[2] ?? "");
    if (match?.[1] !== this.project.number || pool === undefined)
      throw new ApiError(400, `Invalid principalSet member (${name}): the identity pool does not exist.`);
  }
}

/** @param resourceOf the relative name of what the path names; throws when it is not there */
export const getPolicy =
  (resourceOf: (request: Parameters<Handler>[0]) => string): Handler =>
  (request) => {
    request.read(models.get);
    return ok(request.project.policies.get(resourceOf(request)));
  };

export const setPolicy =
  (resourceOf: (request: Parameters<Handler>[0]) => string): Handler =>
  (request) =>
    ok(request.project.policies.set(resourceOf(request), request.read(models.set).policy));
