import { KubeHorizontalPodAutoscalerV2 } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface AutoscalerProps {
  readonly service: ServiceIdentity;
  /** Deployment whose pods it counts; nothing else may set their number. */
  readonly deploymentName: string;
  readonly pods: {
    readonly least: number;
    readonly most: number;
    /** Percent of the processor that pods ask for, which they should use on average. */
    readonly cpuPercent: number;
  };
}

/** Sets the number of pods by their load. It needs metrics-server in the cluster. */
export class Autoscaler extends Construct {
  constructor(scope: Construct, id: string, { service, deploymentName, pods }: AutoscalerProps) {
    super(scope, id);
    new KubeHorizontalPodAutoscalerV2(this, "autoscaler", {
      metadata: {
        name: deploymentName,
        namespace: service.namespace,
        labels: recommendedLabels(service, deploymentName),
      },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
        minReplicas: pods.least,
        maxReplicas: pods.most,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: pods.cpuPercent } },
          },
        ],
      },
    });
  }
}
