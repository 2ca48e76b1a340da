import type { AnyKept, PodTemplate } from "../kinds";
import type { NewObject } from "../objects";
import { controllerReference } from "../owners";

/** A new pod, with what the API sets where nothing is said. */
export function podFromTemplate(
  owner: AnyKept,
  name: string,
  { metadata = {}, spec }: PodTemplate,
): NewObject & { kind: "Pod" } {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      generation: 1,
      labels: metadata.labels,
      annotations: metadata.annotations,
      ownerReferences: [controllerReference(owner)],
    },
    spec: {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      schedulerName: "default-scheduler",
      serviceAccountName: "default",
      securityContext: {},
      enableServiceLinks: true,
      preemptionPolicy: "PreemptLowerPriority",
      priority: 0,
      tolerations: [
        { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
        { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      ],
      ...structuredClone(spec),
    },
    status: { phase: "Pending", qosClass: "Burstable" },
  };
}
