import type { Behaviour } from "../behaviour";
import { between, byApi, conflicts, exactlyOneOf, ipv4Network, length, matching, type Relation } from "../rules";
import { isSet, known } from "../values";
import { accountOf, arnOf, ec2Id, nameOf } from "./made-of";
import { api, source } from "./source";

const description = [
  length(0, 255),
  byApi(
    api("ec2", "CreateSecurityGroup"),
    matching(
      /[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]*/,
      "have no other signs than letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
      "Größe",
    ),
  ),
];

const rulesGoTo = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

const portsInOrder: Relation = {
  arguments: ["from_port", "to_port"],
  must: "`from_port` must not be greater than `to_port`",
  holds: (settings) => {
    const [from, to] = [known(settings, "from_port"), known(settings, "to_port")];
    // -1 stands for all types of ICMP
    return typeof from !== "number" || typeof to !== "number" || to === -1 || from <= to;
  },
  wrong: { from_port: 5433 },
};

/** Security groups and what they let in. */
export const firewall = {
  aws_security_group: {
    source: source("ec2/vpc_security_group.go"),
    rules: {
      name: [length(0, 255), matching(/(?!sg-).*/, "not start with sg-", "sg-demo")],
      name_prefix: [length(0, 229), matching(/(?!sg-).*/, "not start with sg-", "sg-demo")],
      description,
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["description", "name", "name_prefix", "vpc_id"],
    defaults: { description: "Managed by Terraform", revoke_rules_on_delete: false },
    filledIn: ["egress", "ingress", "name", "name_prefix", "vpc_id"],
    answers: (settings, cloud) => {
      const id = ec2Id(cloud, "sg");
      return {
        id,
        arn: arnOf(cloud, "ec2", `security-group/${id}`),
        // the rule that lets everything out is taken away by the provider
        egress: [],
        ingress: [],
        name: nameOf(settings, cloud),
        name_prefix: "",
        owner_id: accountOf(cloud),
        vpc_id: ec2Id(cloud, "vpc"),
      };
    },
  },
  aws_default_security_group: {
    source: source("ec2/vpc_default_security_group.go"),
    replacedBy: ["vpc_id"],
    defaults: { revoke_rules_on_delete: false },
    filledIn: ["egress", "ingress", "vpc_id"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "sg");
      return {
        id,
        arn: arnOf(cloud, "ec2", `security-group/${id}`),
        description: "default VPC security group",
        egress: [],
        ingress: [],
        name: "default",
        name_prefix: "",
        owner_id: accountOf(cloud),
        vpc_id: ec2Id(cloud, "vpc"),
      };
    },
  },
  aws_vpc_security_group_ingress_rule: {
    source: source("ec2/vpc_security_group_ingress_rule.go"),
    rules: {
      cidr_ipv4: ipv4Network(),
      from_port: between(-1, 65535),
      to_port: between(-1, 65535),
      ip_protocol: byApi(
        api("ec2", "AuthorizeSecurityGroupIngress"),
        matching(
          /-1|\d{1,3}|tcp|udp|icmp|icmpv6/,
          "be -1, tcp, udp, icmp, icmpv6 or the number of a protocol",
          "postgres",
        ),
      ),
      description: byApi(api("ec2", "IpRange"), length(0, 255)),
    },
    relations: [
      exactlyOneOf(rulesGoTo, { cidr_ipv4: "10.0.0.0/8" }),
      byApi(api("ec2", "AuthorizeSecurityGroupIngress"), portsInOrder),
      byApi(api("ec2", "IpPermission"), {
        arguments: ["from_port", "to_port", "ip_protocol"],
        must: "`from_port` and `to_port` must be set when `ip_protocol` is tcp or udp",
        holds: (settings) =>
          !["tcp", "udp"].includes(String(known(settings, "ip_protocol"))) ||
          (isSet(settings, "from_port") && isSet(settings, "to_port")),
        wrong: { from_port: null },
      }),
    ],
    replacedBy: ["security_group_id"],
    answers: (_, cloud) => {
      const id = ec2Id(cloud, "sgr");
      return { id, arn: arnOf(cloud, "ec2", `security-group-rule/${id}`), security_group_rule_id: id };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
