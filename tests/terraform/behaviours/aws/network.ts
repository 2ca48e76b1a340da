import type { Behaviour } from "../behaviour";
import { between, byApi, conflicts, ipv4Network, matching, needs, oneOf } from "../rules";
import { isSet, known } from "../values";
import { accountOf, arnOf, ec2Id, regionOf, zonesOf } from "./made-of";
import { api, source } from "./source";

/** The VPC, its subnets and its gateways. */
export const network = {
  aws_vpc: {
    source: source("ec2/vpc_.go"),
    rules: {
      cidr_block: ipv4Network(16, 28),
      instance_tenancy: oneOf("default", "dedicated"),
      ipv4_netmask_length: between(16, 28),
    },
    relations: [
      conflicts("cidr_block", "ipv4_netmask_length", { ipv4_netmask_length: 20, ipv4_ipam_pool_id: "ipam-pool-1" }),
      needs("ipv4_netmask_length", "ipv4_ipam_pool_id", { cidr_block: null, ipv4_netmask_length: 20 }),
      needs("ipv6_cidr_block", "ipv6_ipam_pool_id", { ipv6_cidr_block: "2001:db8:1234:1a00::/56" }),
      needs("ipv6_netmask_length", "ipv6_ipam_pool_id", { ipv6_netmask_length: 56 }),
      needs("ipv6_cidr_block_network_border_group", "assign_generated_ipv6_cidr_block", {
        ipv6_cidr_block_network_border_group: "eu-central-1",
      }),
      conflicts("assign_generated_ipv6_cidr_block", "ipv6_ipam_pool_id", {
        assign_generated_ipv6_cidr_block: true,
        ipv6_ipam_pool_id: "ipam-pool-1",
      }),
    ],
    replacedBy: [
      "cidr_block",
      {
        argument: "instance_tenancy",
        when: "it becomes dedicated",
        test: (_, after) => after !== "default",
        example: ["default", "dedicated"],
      },
      "ipv4_ipam_pool_id",
      "ipv4_netmask_length",
    ],
    defaults: { enable_dns_support: true, instance_tenancy: "default" },
    filledIn: [
      "cidr_block",
      "enable_dns_hostnames",
      "enable_network_address_usage_metrics",
      "ipv6_cidr_block",
      "ipv6_cidr_block_network_border_group",
    ],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "vpc");
      const routeTable = ec2Id(cloud, "rtb");
      return {
        id,
        arn: arnOf(cloud, "ec2", `vpc/${id}`),
        default_network_acl_id: ec2Id(cloud, "acl"),
        default_route_table_id: routeTable,
        default_security_group_id: ec2Id(cloud, "sg"),
        dhcp_options_id: ec2Id(cloud, "dopt"),
        enable_dns_hostnames: false,
        enable_network_address_usage_metrics: false,
        ipv6_association_id: "",
        ipv6_cidr_block: "",
        ipv6_cidr_block_network_border_group: "",
        main_route_table_id: routeTable,
        owner_id: accountOf(cloud),
      };
    },
  },
  aws_subnet: {
    source: source("ec2/vpc_subnet.go"),
    rules: {
      cidr_block: [
        { ...ipv4Network(), wrong: "10.0.1.1/24" },
        byApi(
          api("ec2", "CreateSubnet"),
          matching(/.*\/(1[6-9]|2[0-8])/, "be a network from /16 to /28", "10.0.0.0/29"),
        ),
      ],
      private_dns_hostname_type_on_launch: oneOf("ip-name", "resource-name"),
      availability_zone: byApi(
        api("ec2", "CreateSubnet"),
        matching(/[a-z]{2,}(-[a-z]+)+-\d[a-z0-9-]*[a-z]/, "be the name of a zone", "zone 1"),
      ),
    },
    relations: [
      conflicts("availability_zone", "availability_zone_id", { availability_zone_id: "euc1-az1" }),
      needs("map_customer_owned_ip_on_launch", "customer_owned_ipv4_pool", { map_customer_owned_ip_on_launch: true }),
    ],
    replacedBy: ["availability_zone", "availability_zone_id", "cidr_block", "ipv6_native", "outpost_arn", "vpc_id"],
    defaults: {
      assign_ipv6_address_on_creation: false,
      enable_dns64: false,
      enable_resource_name_dns_a_record_on_launch: false,
      enable_resource_name_dns_aaaa_record_on_launch: false,
      ipv6_native: false,
      map_public_ip_on_launch: false,
    },
    filledIn: ["availability_zone", "availability_zone_id", "private_dns_hostname_type_on_launch"],
    answers: (settings, cloud) => {
      const id = ec2Id(cloud, "subnet");
      const zones = zonesOf(regionOf(cloud));
      const zone = zones.find(({ name }) => name === known(settings, "availability_zone")) ?? zones[0];
      return {
        id,
        arn: arnOf(cloud, "ec2", `subnet/${id}`),
        availability_zone: zone?.name,
        availability_zone_id: zone?.id,
        ipv6_cidr_block_association_id: "",
        owner_id: accountOf(cloud),
        private_dns_hostname_type_on_launch: "ip-name",
      };
    },
  },
  aws_internet_gateway: {
    source: source("ec2/vpc_internet_gateway.go"),
    filledIn: ["vpc_id"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "igw");
      return { id, arn: arnOf(cloud, "ec2", `internet-gateway/${id}`), owner_id: accountOf(cloud) };
    },
  },
  aws_eip: {
    source: source("ec2/ec2_eip.go"),
    rules: { domain: oneOf("vpc", "standard") },
    relations: [
      byApi(
        api("ec2", "AssociateAddress"),
        conflicts("instance", "network_interface", {
          instance: "i-0123456789abcdef0",
          network_interface: "eni-0123456789abcdef0",
        }),
      ),
    ],
    replacedBy: ["address", "domain", "ipam_pool_id", "network_border_group", "public_ipv4_pool"],
    filledIn: ["domain", "instance", "ipam_pool_id", "network_border_group", "network_interface", "public_ipv4_pool"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "eipalloc");
      // from the block that is kept for documentation
      const address = `203.0.113.${Number.parseInt(cloud.hex(2), 16)}`;
      return {
        id,
        allocation_id: id,
        arn: arnOf(cloud, "ec2", `elastic-ip/${id}`),
        association_id: "",
        carrier_ip: "",
        customer_owned_ip: "",
        domain: "vpc",
        instance: "",
        ipam_pool_id: "",
        network_border_group: regionOf(cloud),
        network_interface: "",
        private_dns: "",
        private_ip: "",
        ptr_record: "",
        public_dns: `ec2-${address.replaceAll(".", "-")}.${regionOf(cloud)}.compute.amazonaws.com`,
        public_ip: address,
        public_ipv4_pool: "amazon",
      };
    },
  },
  aws_nat_gateway: {
    source: source("ec2/vpc_nat_gateway.go"),
    rules: {
      connectivity_type: oneOf("public", "private"),
      private_ip: matching(/\d{1,3}(\.\d{1,3}){3}/, "be an IPv4 address", "10.0.0"),
    },
    relations: [
      conflicts("secondary_private_ip_address_count", "secondary_private_ip_addresses", {
        connectivity_type: "private",
        allocation_id: null,
        secondary_private_ip_address_count: 1,
        secondary_private_ip_addresses: ["10.21.192.9"],
      }),
      {
        arguments: ["allocation_id", "connectivity_type"],
        atPlan: true,
        must: "`allocation_id` must not be set when `connectivity_type` is private",
        holds: (settings) => !isSet(settings, "allocation_id") || known(settings, "connectivity_type") !== "private",
        wrong: { connectivity_type: "private" },
      },
      byApi(api("ec2", "CreateNatGateway"), {
        arguments: ["allocation_id", "connectivity_type"],
        must: "`allocation_id` must be set when `connectivity_type` is public and the gateway is in one zone",
        holds: (settings) =>
          isSet(settings, "allocation_id") ||
          known(settings, "connectivity_type") === "private" ||
          known(settings, "availability_mode") === "regional",
        wrong: { allocation_id: null },
      }),
    ],
    replacedBy: [
      "allocation_id",
      "availability_mode",
      "connectivity_type",
      "private_ip",
      "secondary_private_ip_address_count",
      "subnet_id",
      "vpc_id",
    ],
    defaults: { connectivity_type: "public" },
    filledIn: [
      "availability_mode",
      "availability_zone_address",
      "private_ip",
      "secondary_private_ip_address_count",
      "secondary_private_ip_addresses",
      "vpc_id",
    ],
    answers: (_, cloud) => ({
      id: `nat-0${cloud.hex(16)}`,
      association_id: ec2Id(cloud, "eipassoc"),
      auto_provision_zones: "",
      auto_scaling_ips: "",
      availability_mode: "zonal",
      network_interface_id: ec2Id(cloud, "eni"),
      private_ip: `10.0.0.${Number.parseInt(cloud.hex(2), 16)}`,
      public_ip: `203.0.113.${Number.parseInt(cloud.hex(2), 16)}`,
      regional_nat_gateway_address: [],
      regional_nat_gateway_auto_mode: "",
      route_table_id: "",
      secondary_private_ip_address_count: 0,
      secondary_private_ip_addresses: [],
      vpc_id: ec2Id(cloud, "vpc"),
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
