import { KubeConfigMap } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { contentHash } from "./content-hash";
import { recommendedLabels, type ServiceIdentity } from "./labels";

/**
 * An immutable ConfigMap whose name carries a hash of its content. A revision of a Deployment names it, so a changed
 * value rolls the pods, and rolling back brings the old values back with the old image.
 */
export class Configuration extends Construct {
  readonly configMapName: string;

  constructor(scope: Construct, id: string, service: ServiceIdentity, data: Readonly<Record<string, string>>) {
    super(scope, id);
    this.configMapName = `${service.name}-${contentHash(data)}`;
    new KubeConfigMap(this, "config-map", {
      metadata: {
        name: this.configMapName,
        namespace: service.namespace,
        // an upgrade by Helm would delete it while pods that need it to restart are still there
        annotations: { "helm.sh/resource-policy": "keep" },
        labels: recommendedLabels(service, this.configMapName),
      },
      immutable: true,
      data: Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))),
    });
  }
}
