import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AwsServiceEndpointsProps {
  /** Prefix of the names of all resources. */
  readonly name: string;
  readonly region: string;
  readonly vpc: Vpc;
  /** Where the endpoints are, one subnet per zone: those of the nodes. */
  readonly subnets: readonly Subnet[];
  /** Who may reach them: the networks of the nodes. */
  readonly clientCidrs: readonly string[];
}

/**
 * What nodes, their add-ons and the load balancer controller call, besides S3.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const services = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "sts"];

/** Private addresses of AWS's own APIs, for nodes without a way to the internet. About $7.30 a month for each and zone. */
export class AwsServiceEndpoints extends Construct {
  /** What must be there before nodes can do without the internet. */
  readonly egress: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AwsServiceEndpointsProps) {
    super(scope, id);
    const firewall = new SecurityGroup(this, "firewall", {
      name: `${props.name}-endpoints`,
      description: "APIs of AWS, reached by the nodes only",
      vpcId: props.vpc.id,
      tags: { Name: `${props.name}-endpoints` },
    });
    const rules = props.clientCidrs.map(
      (cidrIpv4, zone) =>
        new VpcSecurityGroupIngressRule(this, `from-nodes-${zone}`, {
          securityGroupId: firewall.id,
          cidrIpv4,
          description: "HTTPS from the nodes",
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
        }),
    );
    const endpoints = services.map(
      (service) =>
        new VpcEndpoint(this, service.replace(".", "-"), {
          vpcId: props.vpc.id,
          serviceName: `com.amazonaws.${props.region}.${service}`,
          vpcEndpointType: "Interface",
          subnetIds: props.subnets.map((subnet) => subnet.id),
          securityGroupIds: [firewall.id],
          // programs find the endpoint under the name that they know
          privateDnsEnabled: true,
          tags: { Name: `${props.name}-${service}` },
        }),
    );
    this.egress = [...endpoints, ...rules];
  }
}
