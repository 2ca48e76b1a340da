import { KubeNamespace, KubeServiceAccount } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface ServiceNamespaceProps {
  readonly service: ServiceIdentity;
  /** Further labels of the namespace. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace that admits hardened pods only, and the identity of its pods, which has no rights in the cluster. */
export class ServiceNamespace extends Construct {
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, { service, labels = {} }: ServiceNamespaceProps) {
    super(scope, id);
    const podSecurity = {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    };
    new KubeNamespace(this, "namespace", {
      metadata: {
        name: service.namespace,
        labels: { ...recommendedLabels(service, service.namespace), ...podSecurity, ...labels },
      },
    });
    this.serviceAccountName = service.name;
    new KubeServiceAccount(this, "service-account", {
      metadata: { name: service.name, namespace: service.namespace, labels: recommendedLabels(service, service.name) },
      automountServiceAccountToken: false,
    });
  }
}
