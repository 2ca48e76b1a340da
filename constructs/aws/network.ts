import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { Network } from "../contracts";
import { replacementOf } from "../replacement";
import { assumeRolePolicy, policy } from "./iam";
import { AwsServiceEndpoints } from "./service-endpoints";

export interface AwsNetworkProps {
  /** Prefix of the names of all resources. */
  readonly name: string;
  readonly region: string;
  /** Addresses of the VPC in CIDR form. Changing it replaces the VPC and everything in it. */
  readonly cidr: string;
  /** Networks of the nodes, one per zone. */
  readonly nodeSubnets: readonly string[];
  /** Networks of the NAT gateways and of load balancers that face the internet, one per zone. */
  readonly publicSubnets: readonly string[];
  /** Networks of the database, one per zone. They have no route to the internet. */
  readonly databaseSubnets: readonly string[];
  /**
   * One NAT gateway for all zones, or one per zone, which survives the loss of a zone. With `none`, nodes reach AWS
   * through endpoints in the VPC, at about $7.30 a month for each service and zone, and nothing else.
   */
  readonly nat: "none" | "single" | "per-zone";
  /**
   * Days for which the traffic is logged; about $0.50 per GB.
   *
   * @default - traffic is not logged
   */
  readonly flowLogRetentionDays?: number | undefined;
  /** ARN of the customer key that encrypts the log of the traffic. @default - a key that AWS owns */
  readonly keyArn?: string | undefined;
}

const gatewayCount = { none: 0, single: 1, "per-zone": undefined };

const waysOut = {
  none: "reach AWS through endpoints in the network, and no internet",
  single: "leave through one NAT gateway",
  "per-zone": "leave through one NAT gateway per zone",
};

/** A VPC whose nodes and database have private addresses only. Costs about $33 a month for each NAT gateway. */
export class AwsNetwork extends Construct implements Network {
  readonly vpc: Vpc;
  readonly nodeSubnets: readonly Subnet[];
  readonly databaseSubnets: readonly Subnet[];
  /** What must be there before nodes can reach the internet, and gone after them. */
  readonly egress: readonly ITerraformDependable[];
  readonly traffic: string;

  constructor(scope: Construct, id: string, props: AwsNetworkProps) {
    super(scope, id);
    const { name } = props;
    this.traffic = `nodes ${waysOut[props.nat]}; the database has no way out`;

    // local zones are not wanted, nor the three zones in which EKS cannot place its control plane
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: ["use1-az3", "usw1-az2", "cac1-az3"],
    });
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
    // CKV2_AWS_12: without rules nobody uses it by accident
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: this.vpc.id, tags: { Name: `${name}-closed` } });

    const subnets = (kind: string, cidrs: readonly string[], tags: Record<string, string> = {}) =>
      cidrs.map(
        (cidrBlock, zone) =>
          new Subnet(this, `${kind}-subnet-${zone}`, {
            vpcId: this.vpc.id,
            cidrBlock,
            availabilityZone: Fn.element(zones.names, zone) as string,
            mapPublicIpOnLaunch: false,
            tags: { Name: `${name}-${kind}-${zone}`, ...tags },
          }),
      );
    // the load balancer controller finds subnets by these tags
    const publicSubnets = subnets("public", props.publicSubnets, { "kubernetes.io/role/elb": "1" });
    this.nodeSubnets = subnets("node", props.nodeSubnets, { "kubernetes.io/role/internal-elb": "1" });
    this.databaseSubnets = subnets("database", props.databaseSubnets);

    const { table: publicRoutes } = this.routeTable("public", name, publicSubnets);
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
      tags: { Name: name },
      // the provider would move it to a new VPC, while the old one cannot be deleted as long as it is attached
      lifecycle: { replaceTriggeredBy: [replacementOf(this.vpc)] },
    });
    const toInternet = new Route(this, "public-route", {
      routeTableId: publicRoutes.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internetGateway.id,
    });

    const gateways = publicSubnets.slice(0, gatewayCount[props.nat]).map((subnet, zone) => {
      const address = new Eip(this, `nat-address-${zone}`, { domain: "vpc", tags: { Name: `${name}-nat-${zone}` } });
      return new NatGateway(this, `nat-${zone}`, {
        allocationId: address.id,
        subnetId: subnet.id,
        tags: { Name: `${name}-${zone}` },
        dependsOn: [toInternet],
      });
    });
    // one table for all zones, unless each has a gateway of its own
    const routed =
      gateways.length > 1
        ? this.nodeSubnets.map((subnet, zone) => this.routeTable(`node-${zone}`, name, [subnet]))
        : [this.routeTable("node-0", name, this.nodeSubnets)];
    const tables = routed.map(({ table }) => table);
    const routes = gateways.map(
      ({ id: natGatewayId }, zone) =>
        new Route(this, `node-route-${zone}`, {
          routeTableId: tables[zone]?.id ?? "",
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId,
        }),
    );
    this.egress = [...routes, ...routed.flatMap(({ associations }) => associations)];
    this.routeTable("database", name, this.databaseSubnets);

    // images are stored in S3: without this endpoint each pull is paid for at the NAT gateway
    const images = new VpcEndpoint(this, "s3-endpoint", {
      vpcId: this.vpc.id,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: tables.map(({ id: table }) => table),
      tags: { Name: `${name}-s3` },
    });

    if (props.nat === "none") {
      const endpoints = new AwsServiceEndpoints(this, "endpoints", {
        name,
        region: props.region,
        vpc: this.vpc,
        subnets: this.nodeSubnets,
        clientCidrs: props.nodeSubnets,
      });
      this.egress = [...this.egress, images, ...endpoints.egress];
    }

    if (props.flowLogRetentionDays !== undefined) this.logTraffic(name, props.flowLogRetentionDays, props.keyArn);
  }

  private routeTable(kind: string, name: string, subnets: readonly Subnet[]) {
    const table = new RouteTable(this, `${kind}-routes`, { vpcId: this.vpc.id, tags: { Name: `${name}-${kind}` } });
    const associations = subnets.map(
      (subnet) =>
        new RouteTableAssociation(this, `${subnet.node.id}-routes`, { routeTableId: table.id, subnetId: subnet.id }),
    );
    return { table, associations };
  }

  private logTraffic(name: string, retentionInDays: number, kmsKeyId: string | undefined): void {
    const logs = new CloudwatchLogGroup(this, "flow-logs", {
      name: `/aws/vpc/${name}/flow`,
      retentionInDays,
      kmsKeyId, // CKV_AWS_158
    });
    const role = new IamRole(this, "flow-log-role", {
      name: `${name}-flow-log`,
      assumeRolePolicy: assumeRolePolicy("vpc-flow-logs.amazonaws.com"),
    });
    const permission = new IamRolePolicy(this, "flow-log-policy", {
      name: "write-logs",
      role: role.id,
      policy: policy({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: `${logs.arn}:*`,
      }),
    });
    new FlowLog(this, "flow-log", {
      vpcId: this.vpc.id,
      trafficType: "ALL",
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      dependsOn: [permission],
    });
  }
}
