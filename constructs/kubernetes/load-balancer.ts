import { IntOrString, KubeService } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface LoadBalancerProps {
  readonly service: ServiceIdentity;
  /** Labels of the pods that get the traffic: all of the service, or those of one track. */
  readonly selector: Readonly<Record<string, string>>;
  /** Who makes the balancer, which decides about the annotations. */
  readonly provider: "aws" | "google" | "digitalocean" | "local";
  /** Whether clients come from the internet or from within the private network. */
  readonly exposure: "internet" | "internal";
  /** Networks that may connect. */
  readonly allowedCidrs: readonly string[];
  /**
   * Name of the balancer, unique within the account; for `digitalocean` only, where a Service takes over any balancer
   * that already has its name.
   *
   * @default - made up by the cloud
   */
  readonly balancerName?: string | undefined;
  /**
   * Port of the nodes; for `local` only.
   *
   * @default - chosen by Kubernetes
   */
  readonly nodePort?: number | undefined;
}

/**
 * Port 80 of a balancer in front of the nodes, each of which knows all pods that are ready: connections are shared by
 * the number of pods, and pods come and go without the balancer, which would take minutes to notice.
 */
export class LoadBalancer extends Construct {
  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { service } = props;
    const name = `${service.name}-lb`;
    const isLocal = props.provider === "local";
    const open = props.allowedCidrs.includes("0.0.0.0/0");
    new KubeService(this, "service", {
      metadata: {
        name,
        namespace: service.namespace,
        labels: recommendedLabels(service, name),
        annotations: annotations(props),
      },
      spec: {
        type: isLocal ? "NodePort" : "LoadBalancer",
        selector: { ...props.selector },
        ports: [
          {
            name: "http",
            port: 80,
            targetPort: IntOrString.fromString("http"),
            protocol: "TCP",
            nodePort: props.nodePort,
          },
        ],
        loadBalancerSourceRanges: isLocal || open ? undefined : [...props.allowedCidrs],
        // `Local` would share traffic by node first, and a canary on a node of its own would get a third of it
        externalTrafficPolicy: "Cluster",
      },
    });
  }
}

function annotations({ provider, exposure, balancerName }: LoadBalancerProps): Record<string, string> | undefined {
  const internal = exposure === "internal";
  switch (provider) {
    case "aws": {
      // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
      const prefix = "service.beta.kubernetes.io/aws-load-balancer";
      return {
        [`${prefix}-type`]: "external",
        // `ip`: a pod takes two minutes to join the balancer, and as long to leave it, which no setting shortens
        // (https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366)
        [`${prefix}-nlb-target-type`]: "instance",
        // without it the balancer is internal
        [`${prefix}-scheme`]: internal ? "internal" : "internet-facing",
        // kube-proxy, which also says when the node is about to go
        [`${prefix}-healthcheck-protocol`]: "http",
        [`${prefix}-healthcheck-port`]: "10256",
        [`${prefix}-healthcheck-path`]: "/healthz",
        [`${prefix}-healthcheck-interval`]: "5",
        [`${prefix}-healthcheck-timeout`]: "2",
        [`${prefix}-healthcheck-healthy-threshold`]: "2",
        [`${prefix}-healthcheck-unhealthy-threshold`]: "2",
        // a client on one of the nodes could not reach its own node otherwise; the pods see a node in any case
        [`${prefix}-target-group-attributes`]:
          "deregistration_delay.timeout_seconds=30,preserve_client_ip.enabled=false",
        // a zone without a node still answers
        [`${prefix}-attributes`]: "load_balancing.cross_zone.enabled=true",
      };
    }
    case "google":
      // https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
      return internal
        ? { "networking.gke.io/load-balancer-type": "Internal" }
        : { "cloud.google.com/l4-rbs": "enabled" };
    case "digitalocean": {
      // https://github.com/digitalocean/digitalocean-cloud-controller-manager/blob/master/docs/controllers/services/annotations.md
      const prefix = "service.beta.kubernetes.io/do-loadbalancer";
      return {
        ...(balancerName === undefined ? {} : { [`${prefix}-name`]: balancerName }),
        // passes connections on as they are; named, because the default has changed before
        [`${prefix}-type`]: "REGIONAL_NETWORK",
        [`${prefix}-network`]: internal ? "INTERNAL" : "EXTERNAL",
      };
    }
    case "local":
      return undefined;
  }
}
