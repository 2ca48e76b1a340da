import { IntOrString, KubeNetworkPolicy, type NetworkPolicyPeer } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { podsOfService, recommendedLabels, type ServiceIdentity } from "./labels";

export interface NetworkBoundaryProps {
  readonly service: ServiceIdentity;
  /** Port of the service's pods. */
  readonly port: number;
  /**
   * Networks from which requests may come, where the network plug-in tells nodes by their addresses.
   *
   * @default - from anywhere: Cilium takes a node, and what it passes on, for none of the addresses that a policy can
   *   name (https://github.com/cilium/cilium/issues/12277), so that the balancer has to keep others out
   */
  readonly clientCidrs?: readonly string[] | undefined;
  /** Addresses of resolvers that are on the node itself and not in a pod. */
  readonly resolverCidrs: readonly string[];
  /** Where the database is, and its ports. @default - the service has none */
  readonly database?: { readonly peers: readonly NetworkPolicyPeer[]; readonly ports: readonly number[] } | undefined;
}

/** Lets in requests to the service; lets out questions to DNS and connections to the database, and nothing else. */
export class NetworkBoundary extends Construct {
  constructor(scope: Construct, id: string, props: NetworkBoundaryProps) {
    super(scope, id);
    const { service, database } = props;
    const metadata = (name: string) => ({
      name,
      namespace: service.namespace,
      labels: recommendedLabels(service, name),
    });

    new KubeNetworkPolicy(this, "default", {
      metadata: metadata("default"),
      spec: {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
        egress: [
          {
            to: [
              { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
              ...ipBlocks(props.resolverCidrs),
            ],
            ports: [...ports("UDP", 53), ...ports("TCP", 53)],
          },
          ...(database === undefined ? [] : [{ to: [...database.peers], ports: ports("TCP", ...database.ports) }]),
        ],
      },
    });
    new KubeNetworkPolicy(this, "requests", {
      metadata: metadata(service.name),
      spec: {
        podSelector: { matchLabels: podsOfService(service) },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: props.clientCidrs === undefined ? undefined : ipBlocks(props.clientCidrs),
            ports: ports("TCP", props.port),
          },
        ],
      },
    });
  }
}

const ipBlocks = (cidrs: readonly string[]): NetworkPolicyPeer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

const ports = (protocol: "TCP" | "UDP", ...numbers: readonly number[]) =>
  numbers.map((number) => ({ protocol, port: IntOrString.fromNumber(number) }));
