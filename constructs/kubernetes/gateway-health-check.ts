import { ApiObject } from "cdk8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface GatewayHealthCheckProps {
  readonly service: ServiceIdentity;
  /** Name of the Service that a route sends requests to. */
  readonly backend: string;
  /** Port that the containers listen on: the balancer asks the pods and not the Service. */
  readonly port: number;
  /** Path that answers 200 when a pod can take requests. */
  readonly path: string;
}

/**
 * What the balancer of a Gateway on GKE asks the pods of a Service before it sends them requests. It reads no probes:
 * without this it would ask for `/`, which a service need not have. Another Gateway's controller does not look at it.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_health_check
 */
export class GatewayHealthCheck extends Construct {
  constructor(scope: Construct, id: string, { service, backend, port, path }: GatewayHealthCheckProps) {
    super(scope, id);
    new ApiObject(this, "policy", {
      apiVersion: "networking.gke.io/v1",
      kind: "HealthCheckPolicy",
      metadata: { name: backend, namespace: service.namespace, labels: recommendedLabels(service, backend) },
      spec: {
        default: { config: { type: "HTTP", httpHealthCheck: { port, requestPath: path } } },
        targetRef: { group: "", kind: "Service", name: backend },
      },
    });
  }
}
