import { IntOrString, KubePodDisruptionBudget } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { podsOfService, recommendedLabels, type ServiceIdentity } from "./labels";

/**
 * At most one pod of the service is evicted at a time when nodes are drained. One budget covers all tracks: a pod that
 * two budgets match cannot be evicted at all, and one of its own would keep a lone canary on its node for ever.
 */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, service: ServiceIdentity) {
    super(scope, id);
    new KubePodDisruptionBudget(this, "budget", {
      metadata: { name: service.name, namespace: service.namespace, labels: recommendedLabels(service, service.name) },
      spec: {
        maxUnavailable: IntOrString.fromNumber(1),
        selector: { matchLabels: podsOfService(service) },
        // pods that are not ready anyway must not hold up a drain
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    });
  }
}
