import { KubeRoleBinding } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface ReleaseAccessProps {
  readonly service: ServiceIdentity;
  /** How the cluster calls whoever releases: on GKE the address of a service account. */
  readonly userName: string;
}

/** Lets continuous integration work in the service's namespace, and in no other. An administrator applies it once. */
export class ReleaseAccess extends Construct {
  constructor(scope: Construct, id: string, { service, userName }: ReleaseAccessProps) {
    super(scope, id);
    const name = `${service.name}-release`;
    new KubeRoleBinding(this, "role-binding", {
      metadata: { name, namespace: service.namespace, labels: recommendedLabels(service, name) },
      // everything in a namespace but its quotas and the namespace itself
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: userName }],
    });
  }
}
