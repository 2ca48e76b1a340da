import ipaddr from "ipaddr.js";

import { list, type Resource, setting, type Stack } from "../stack";

/** Traffic that a security group lets through. */
export interface Opening {
  readonly direction: "in" | "out";
  readonly protocol: string;
  /** Both are undefined for all ports. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Networks in CIDR form. */
  readonly cidrs: readonly string[];
  /** Lists of networks, which are kept elsewhere. */
  readonly prefixLists: readonly string[];
  /** References to security groups. */
  readonly groups: readonly string[];
}

/** Everything that can open a security group. */
export const openers = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** What a group with rules of its own, or a rule that is written apart, lets through. */
export function openings(resource: Resource): Opening[] {
  switch (resource.type) {
    case "aws_security_group":
    case "aws_default_security_group":
      return [
        ...blocks(resource, "ingress").map((block) => opening("in", block)),
        ...blocks(resource, "egress").map((block) => opening("out", block)),
      ];
    case "aws_security_group_rule":
      return [opening(setting(resource, "type") === "egress" ? "out" : "in", resource.settings)];
    case "aws_vpc_security_group_ingress_rule":
      return [opening("in", resource.settings)];
    case "aws_vpc_security_group_egress_rule":
      return [opening("out", resource.settings)];
    default:
      return [];
  }
}

/** The rules of a group that are written apart. */
export const rulesOf = (group: Resource, stack: Stack): Resource[] =>
  stack
    .all("aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    .filter((rule) =>
      stack.targets(setting(rule, "security_group_id")).some(({ address }) => address === group.address),
    );

export const coversPort = ({ protocol, from, to }: Opening, port: number): boolean =>
  ["-1", "all", "tcp", "6"].includes(protocol) && (from ?? 0) <= port && port <= (to ?? 65535);

export const coversAllPorts = ({ from, to }: Opening): boolean => (from ?? 0) <= 0 && (to ?? 65535) >= 65535;

/** Whether it is for everybody, or for so many that it makes no difference; what is in a prefix list cannot be seen. */
export const isForTheWorld = ({ cidrs, prefixLists }: Opening): boolean =>
  prefixLists.length > 0 ||
  cidrs.some((cidr) => ipaddr.isValidCIDR(cidr) && ipaddr.parseCIDR(cidr)[1] < 8 && !isPrivate(cidr));

/** Whether it is for anybody who is not in a private network or a security group. */
export const isForOutsiders = ({ cidrs, prefixLists }: Opening): boolean =>
  prefixLists.length > 0 || !cidrs.every(isPrivate);

const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].map(ipaddr.parseCIDR);

/** Whether no address of the internet is in a network; what is derived from the VPC is in it. */
export function isPrivate(cidr: string): boolean {
  if (!ipaddr.isValidCIDR(cidr)) return /^\$\{aws_(vpc|subnet)\./.test(cidr);
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  return privateNetworks.some(
    ([network, shortest]) =>
      network.kind() === address.kind() && prefix >= shortest && address.match(network, shortest),
  );
}

type Written = Record<string, unknown>;

const blocks = (resource: Resource, path: string): Written[] => list(resource, path) as Written[];

function opening(direction: Opening["direction"], written: Written): Opening {
  const [protocol = "-1"] = texts(written, "ip_protocol", "protocol");
  const [from, to] = [port(written["from_port"]), port(written["to_port"])];
  const isEveryPort = ["-1", "all"].includes(protocol) || from === -1;
  return {
    direction,
    protocol,
    from: isEveryPort ? undefined : from,
    to: isEveryPort ? undefined : to,
    cidrs: texts(written, "cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"),
    prefixLists: texts(written, "prefix_list_id", "prefix_list_ids"),
    groups: texts(written, "referenced_security_group_id", "source_security_group_id", "security_groups"),
  };
}

const port = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

const texts = (written: Written, ...names: readonly string[]): string[] =>
  names.flatMap((name) => [written[name] ?? []].flat().map(String));
