import { KubeNamespace, KubeServiceAccount } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface ServiceNamespaceProps {
  readonly service: ServiceIdentity;
  /**
   * Secrets with logins of registries, for nodes that have none of their own. One that does not exist is passed over.
   *
   * @default - none
   */
  readonly imagePullSecrets?: readonly string[];
}

/** A namespace that admits hardened pods only, and the identity of its pods, which has no rights in the cluster. */
export class ServiceNamespace extends Construct {
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, { service, imagePullSecrets = [] }: ServiceNamespaceProps) {
    super(scope, id);
    new KubeNamespace(this, "namespace", {
      metadata: {
        name: service.namespace,
        // a release by Helm that fails at first must not take the Secret with it, which Helm did not make
        annotations: { "helm.sh/resource-policy": "keep" },
        labels: {
          ...recommendedLabels(service, service.namespace),
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    });
    this.serviceAccountName = service.name;
    new KubeServiceAccount(this, "service-account", {
      metadata: { name: service.name, namespace: service.namespace, labels: recommendedLabels(service, service.name) },
      automountServiceAccountToken: false,
      imagePullSecrets: imagePullSecrets.length === 0 ? undefined : imagePullSecrets.map((name) => ({ name })),
    });
  }
}
