import { isObject, type JsonObject } from "../json";
import { badRequest } from "../status-error";
import { type Attempt, ofEveryone, type User, type Users } from "./users";

interface ResourceAttributes {
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

function specOf(body: unknown): JsonObject {
  if (!isObject(body) || !isObject(body["spec"])) throw badRequest("spec is required");
  return body["spec"];
}

function reviewAccess(users: Users, user: User, body: unknown): JsonObject {
  const spec = specOf(body);
  const {
    verb = "",
    group = "",
    resource = "",
    subresource = "",
    namespace,
    name,
  } = (spec["resourceAttributes"] ?? {}) as ResourceAttributes;
  const attempt: Attempt = {
    verb,
    group,
    resource: subresource === "" ? resource : `${resource}/${subresource}`,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
  return {
    kind: "SelfSubjectAccessReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec,
    status: { allowed: users.isAllowed(user, attempt) },
  };
}

function reviewRules(_: Users, user: User, body: unknown): JsonObject {
  const { namespace } = specOf(body);
  if (typeof namespace !== "string" || namespace === "") throw badRequest("no namespace on request");
  return {
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: {},
    status: {
      resourceRules: [...ofEveryone, ...user.rules],
      nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version"] }],
      incomplete: false,
    },
  };
}

const reviewSelf = (_: Users, { name }: User): JsonObject => ({
  kind: "SelfSubjectReview",
  apiVersion: "authentication.k8s.io/v1",
  metadata: {},
  status: { userInfo: { username: name, groups: ["system:authenticated"] } },
});

/** Answers the questions what somebody may do. */
export const reviews: Readonly<Record<string, (users: Users, user: User, body: unknown) => JsonObject>> = {
  "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews": reviewAccess,
  "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews": reviewRules,
  "/apis/authentication.k8s.io/v1/selfsubjectreviews": reviewSelf,
};
