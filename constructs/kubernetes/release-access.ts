import { KubeRole, KubeRoleBinding } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";
import { releaseRules } from "./release-permissions";

export interface ReleaseAccessProps {
  readonly service: ServiceIdentity;
  /** How the cluster calls whoever releases: on GKE the address of a service account. */
  readonly userName: string;
}

const apiGroup = "rbac.authorization.k8s.io";

/** Lets continuous integration release the service in its namespace, and in no other. An administrator applies it once. */
export class ReleaseAccess extends Construct {
  constructor(scope: Construct, id: string, { service, userName }: ReleaseAccessProps) {
    super(scope, id);
    const name = `${service.name}-release`;
    const metadata = { name, namespace: service.namespace, labels: recommendedLabels(service, name) };
    new KubeRole(this, "role", {
      metadata,
      rules: releaseRules.map((rule) => ({
        apiGroups: [rule.apiGroup],
        resources: [...rule.resources],
        verbs: [...rule.verbs],
      })),
    });
    new KubeRoleBinding(this, "role-binding", {
      metadata,
      roleRef: { apiGroup, kind: "Role", name },
      subjects: [{ apiGroup, kind: "User", name: userName }],
    });
  }
}
