import type { Behaviour } from "../behaviour";
import { byApi, conflicts, exactlyOneOf, ipv4Network, json, oneOf } from "../rules";
import { isSet, known, type Values } from "../values";
import { accountOf, arnOf, ec2Id, regionOf, textOf } from "./made-of";
import { arn } from "./own-rules";
import { api, source } from "./source";

const targets = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];
const destinations = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];

/** Where traffic goes, and what is written down about it. */
export const traffic = {
  aws_route_table: {
    source: source("ec2/vpc_route_table.go"),
    replacedBy: ["vpc_id"],
    filledIn: ["propagating_vgws", "route"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "rtb");
      return {
        id,
        arn: arnOf(cloud, "ec2", `route-table/${id}`),
        owner_id: accountOf(cloud),
        propagating_vgws: [],
        route: [],
      };
    },
  },
  aws_route: {
    source: source("ec2/vpc_route.go"),
    rules: { destination_cidr_block: ipv4Network() },
    relations: [
      exactlyOneOf(targets, { gateway_id: "igw-0123456789abcdef0", nat_gateway_id: "nat-0123456789abcdef0" }),
      exactlyOneOf(destinations, { destination_cidr_block: null }),
    ],
    replacedBy: [...destinations, "route_table_id"],
    filledIn: ["network_interface_id"],
    answers: (settings, cloud) => ({
      id: `r-${textOf(settings, "route_table_id", ec2Id(cloud, "rtb"))}${cloud.decimal(10)}`,
      instance_id: "",
      instance_owner_id: "",
      network_interface_id: "",
      origin: "CreateRoute",
      state: "active",
    }),
  },
  aws_route_table_association: {
    source: source("ec2/vpc_route_table_association.go"),
    relations: [exactlyOneOf(["gateway_id", "subnet_id"], { subnet_id: null })],
    replacedBy: ["gateway_id", "subnet_id"],
    answers: (_, cloud) => ({ id: ec2Id(cloud, "rtbassoc") }),
  },
  aws_vpc_endpoint: {
    source: source("ec2/vpc_endpoint.go"),
    rules: {
      ip_address_type: oneOf("ipv4", "dualstack", "ipv6"),
      policy: json,
      vpc_endpoint_type: oneOf("Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"),
      "dns_options.dns_record_ip_type": oneOf("ipv4", "dualstack", "ipv6", "service-defined"),
    },
    relations: [
      conflicts("service_name", "resource_configuration_arn", {
        resource_configuration_arn: "arn:aws:vpc-lattice:eu-central-1:111122223333:resourceconfiguration/rcfg-0123",
      }),
      conflicts("service_name", "service_network_arn", {
        service_network_arn: "arn:aws:vpc-lattice:eu-central-1:111122223333:servicenetwork/sn-0123",
      }),
      byApi(api("ec2", "CreateVpcEndpoint"), {
        arguments: ["route_table_ids", "vpc_endpoint_type"],
        must: "`route_table_ids` must be set for a `vpc_endpoint_type` of Gateway only",
        holds: (settings) => !isSet(settings, "route_table_ids") || isGateway(settings),
        wrong: { vpc_endpoint_type: "Interface", route_table_ids: ["rtb-0123456789abcdef0"] },
      }),
      byApi(api("ec2", "CreateVpcEndpoint"), {
        arguments: ["subnet_ids", "security_group_ids", "vpc_endpoint_type"],
        must: "`subnet_ids` and `security_group_ids` must not be set for a `vpc_endpoint_type` of Gateway",
        holds: (settings) =>
          !isGateway(settings) || (!isSet(settings, "subnet_ids") && !isSet(settings, "security_group_ids")),
        wrong: { vpc_endpoint_type: "Gateway", subnet_ids: ["subnet-0123456789abcdef0"] },
      }),
      byApi(api("ec2", "CreateVpcEndpoint"), {
        arguments: ["private_dns_enabled", "vpc_endpoint_type"],
        must: "`private_dns_enabled` must not be true for a `vpc_endpoint_type` of Gateway",
        holds: (settings) => !isGateway(settings) || known(settings, "private_dns_enabled") !== true,
        wrong: { vpc_endpoint_type: "Gateway", private_dns_enabled: true, subnet_ids: null, security_group_ids: null },
      }),
    ],
    replacedBy: [
      "resource_configuration_arn",
      "service_name",
      "service_network_arn",
      "service_region",
      "vpc_endpoint_type",
      "vpc_id",
    ],
    defaults: { vpc_endpoint_type: "Gateway" },
    filledIn: [
      "dns_options",
      "ip_address_type",
      "policy",
      "private_dns_enabled",
      "route_table_ids",
      "security_group_ids",
      "service_region",
      "subnet_configuration",
      "subnet_ids",
    ],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "vpce");
      return {
        id,
        arn: arnOf(cloud, "ec2", `vpc-endpoint/${id}`),
        cidr_blocks: [],
        dns_entry: [],
        ip_address_type: "ipv4",
        network_interface_ids: [],
        owner_id: accountOf(cloud),
        policy: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
        prefix_list_id: ec2Id(cloud, "pl"),
        private_dns_enabled: false,
        requester_managed: false,
        route_table_ids: [],
        security_group_ids: [],
        service_region: regionOf(cloud),
        state: "available",
        subnet_ids: [],
      };
    },
  },
  aws_flow_log: {
    source: source("ec2/vpc_flow_log.go"),
    rules: {
      deliver_cross_account_role: arn,
      iam_role_arn: arn,
      log_destination: arn,
      log_destination_type: oneOf("cloud-watch-logs", "s3", "kinesis-data-firehose"),
      max_aggregation_interval: oneOf(60, 600),
      traffic_type: oneOf("ACCEPT", "REJECT", "ALL"),
      "destination_options.file_format": oneOf("plain-text", "parquet"),
    },
    relations: [
      exactlyOneOf(
        [
          "eni_id",
          "regional_nat_gateway_id",
          "subnet_id",
          "transit_gateway_attachment_id",
          "transit_gateway_id",
          "vpc_id",
        ],
        { subnet_id: "subnet-0123456789abcdef0" },
      ),
      byApi(api("ec2", "CreateFlowLogs"), {
        arguments: ["iam_role_arn", "log_destination_type"],
        must: "`iam_role_arn` must be set when `log_destination_type` is cloud-watch-logs",
        holds: (settings) =>
          isSet(settings, "iam_role_arn") ||
          (known(settings, "log_destination_type") ?? "cloud-watch-logs") !== "cloud-watch-logs",
        wrong: { iam_role_arn: null },
      }),
      byApi(api("ec2", "CreateFlowLogs"), {
        arguments: ["traffic_type"],
        must: "`traffic_type` must be set, except for a transit gateway",
        holds: (settings) =>
          isSet(settings, "traffic_type") ||
          isSet(settings, "transit_gateway_id") ||
          isSet(settings, "transit_gateway_attachment_id"),
        wrong: { traffic_type: null },
      }),
    ],
    replacedBy: [
      "deliver_cross_account_role",
      "destination_options.file_format",
      "destination_options.hive_compatible_partitions",
      "destination_options.per_hour_partition",
      "eni_id",
      "iam_role_arn",
      "log_destination",
      "log_destination_type",
      "log_format",
      "max_aggregation_interval",
      "regional_nat_gateway_id",
      "subnet_id",
      "traffic_type",
      "transit_gateway_attachment_id",
      "transit_gateway_id",
      "vpc_id",
    ],
    defaults: {
      "destination_options.file_format": "plain-text",
      "destination_options.hive_compatible_partitions": false,
      "destination_options.per_hour_partition": false,
      log_destination_type: "cloud-watch-logs",
      max_aggregation_interval: 600,
    },
    filledIn: ["log_destination", "log_format"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "fl");
      return {
        id,
        arn: arnOf(cloud, "ec2", `vpc-flow-log/${id}`),
        log_format:
          "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;

function isGateway(settings: Values): boolean {
  return (known(settings, "vpc_endpoint_type") ?? "Gateway") === "Gateway";
}
