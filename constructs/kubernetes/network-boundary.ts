import { IntOrString, KubeNetworkPolicy, type NetworkPolicyPeer } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface NetworkBoundaryProps {
  readonly service: ServiceIdentity;
  /** Port of the service's pods. */
  readonly port: number;
  /** Networks from which requests may come: clients, and the nodes that pass them on. */
  readonly clientCidrs: readonly string[];
  /** Where the database is, and its ports. */
  readonly database: { readonly peers: readonly NetworkPolicyPeer[]; readonly ports: readonly number[] };
}

/** Lets in requests to the service; lets out questions to DNS and connections to the database, and nothing else. */
export class NetworkBoundary extends Construct {
  constructor(scope: Construct, id: string, { service, port, clientCidrs, database }: NetworkBoundaryProps) {
    super(scope, id);
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
            to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
            ports: ["UDP", "TCP"].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) })),
          },
          {
            to: [...database.peers],
            ports: database.ports.map((port) => ({ protocol: "TCP", port: IntOrString.fromNumber(port) })),
          },
        ],
      },
    });
    new KubeNetworkPolicy(this, "requests", {
      metadata: metadata(service.name),
      spec: {
        podSelector: { matchLabels: { app: service.name } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: clientCidrs.map((cidr) => ({ ipBlock: { cidr } })),
            ports: [{ protocol: "TCP", port: IntOrString.fromNumber(port) }],
          },
        ],
      },
    });
  }
}
