import type { ApiClient } from "./api-client";
import type { Permission } from "./cluster";
import { ApiError } from "./errors";

/** A rule of what somebody may do, as the API tells it. */
interface ResourceRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Rules {
  readonly rules: readonly ResourceRule[];
  /** There may be others: some authorizers (of EKS and GKE) answer questions only. */
  readonly isIncomplete: boolean;
}

const path = "/apis/authorization.k8s.io/v1";

/**
 * The permissions that whoever is logged in does not have in a namespace. One request tells of all, where the cluster
 * knows all rules; where it does not, the rest are asked for one by one.
 */
export async function missingPermissions(
  api: ApiClient,
  namespace: string,
  permissions: readonly Permission[],
): Promise<readonly Permission[]> {
  const { rules, isIncomplete } = await readRules(api, namespace);
  const missing = permissions.filter((permission) => !rules.some((rule) => grants(rule, permission)));
  if (!isIncomplete || missing.length === 0) return missing;
  // administrators are many
  if (await mayDo(api, namespace, { verb: "*", group: "*", resource: "*" })) return [];
  const allowed = await Promise.all(missing.map((permission) => mayDo(api, namespace, permission)));
  return missing.filter((_permission, index) => allowed[index] === false);
}

async function readRules(api: ApiClient, namespace: string): Promise<Rules> {
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } };
  try {
    const { object } = await api.ask(question("selfsubjectrulesreviews", review));
    const { status } = object as { status?: { resourceRules?: ResourceRule[]; incomplete?: boolean } };
    return { rules: status?.resourceRules ?? [], isIncomplete: status?.incomplete ?? true };
  } catch (error) {
    // not everybody may ask for everything
    if (error instanceof ApiError && [403, 404].includes(error.status)) return { rules: [], isIncomplete: true };
    throw error;
  }
}

async function mayDo(api: ApiClient, namespace: string, permission: Permission): Promise<boolean> {
  const { verb, group, resource: whole, name } = permission;
  const [resource, subresource] = whole.split("/");
  const resourceAttributes = { namespace, verb, group, resource, subresource, name };
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes },
  };
  const { object } = await api.ask(question("selfsubjectaccessreviews", review));
  return (object as { status?: { allowed?: boolean } }).status?.allowed ?? false;
}

const question = (resource: string, review: object) => ({
  name: `POST ${resource}`,
  method: "POST",
  path: `${path}/${resource}`,
  headers: { "Content-Type": "application/json", Accept: "application/json" },
  body: JSON.stringify(review),
});

/** As the authorizer of Kubernetes reads a rule. */
function grants(rule: ResourceRule, { verb, group, resource, name }: Permission): boolean {
  const has = (values: readonly string[] | undefined, wanted: string): boolean =>
    values?.some((value) => value === "*" || value === wanted) ?? false;
  const names = rule.resourceNames ?? [];
  const [, subresource] = resource.split("/");
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    (has(rule.resources, resource) || (subresource !== undefined && has(rule.resources, `*/${subresource}`))) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}
