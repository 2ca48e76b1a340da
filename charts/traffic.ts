import type { Chart } from "cdk8s";

import { LoadBalancer } from "../constructs/kubernetes/load-balancer";
import { podsOfTrack, trackName } from "../constructs/kubernetes/release-track";
import { WeightedRoute } from "../constructs/kubernetes/weighted-route";
import { type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { resourceName } from "../environments/schema/names";
import type { ReleaseSettings } from "./release-settings";

/** The balancer of the service, in front of the pods with these labels. */
export function addBalancer(chart: Chart, environment: Environment, selector: Record<string, string>): void {
  const { service } = environment;
  new LoadBalancer(chart, "load-balancer", {
    service,
    selector,
    provider: environment.cloud,
    exposure: service.balancer.exposure,
    allowedCidrs: service.balancer.allowedCidrs,
    balancerName: isCloudEnvironment(environment) ? `${resourceName(environment)}-${service.name}` : undefined,
    nodePort: environment.cloud === "local" ? environment.cluster.nodePort : undefined,
  });
}

/** What gives the traffic to one colour, or shares it by weight. */
export function addTraffic(chart: Chart, environment: Environment, settings: ReleaseSettings): void {
  const { service } = environment;
  if (service.route === undefined) {
    addBalancer(chart, environment, podsOfTrack(service, settings.live));
    return;
  }
  new WeightedRoute(chart, "route", {
    service,
    gateway: { name: service.route.gateway, namespace: service.route.gatewayNamespace },
    hostnames: service.route.hostnames,
    weights: weights(environment, settings),
  });
}

function weights({ service }: Environment, { live, tracks }: ReleaseSettings): Record<string, number> {
  if (service.strategy === "blue-green") {
    const idle = live === "blue" ? "green" : "blue";
    return { [trackName(service, live)]: 100, [trackName(service, idle)]: 0 };
  }
  // requests for a canary that nobody has started would fail
  const canary = tracks.includes("canary") ? (service.route?.canaryWeight ?? 0) : 0;
  return { [trackName(service, "stable")]: 100 - canary, [trackName(service, "canary")]: canary };
}
