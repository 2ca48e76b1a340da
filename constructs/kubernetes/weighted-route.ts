import { ApiObject } from "cdk8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface WeightedRouteProps {
  readonly service: ServiceIdentity;
  /** The Gateway that requests come through; its listener must let in routes of the service's namespace. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** Hosts that are asked for. Empty: all that come to the Gateway. */
  readonly hostnames: readonly string[];
  /** Parts of the requests by name of the Service, on its port 80. One that gets nothing is named all the same. */
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * Shares requests of a Gateway by weight, whatever the number of pods behind each Service.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/traffic-splitting/
 */
export class WeightedRoute extends Construct {
  constructor(scope: Construct, id: string, { service, gateway, hostnames, weights }: WeightedRouteProps) {
    super(scope, id);
    new ApiObject(this, "route", {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: service.name, namespace: service.namespace, labels: recommendedLabels(service, service.name) },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
        hostnames: hostnames.length === 0 ? undefined : hostnames,
        rules: [{ backendRefs: Object.entries(weights).map(([name, weight]) => ({ name, port: 80, weight })) }],
      },
    });
  }
}
