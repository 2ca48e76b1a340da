import { after, type Edit } from "../policy";
import { list, put, type Resource, setting, type Stack } from "../stack";

const everybody = { description: "for everybody" };

/** The ways that Terraform has to let everybody into a security group, as edits of a group or a rule of it. */
export function openPort(port: number): Edit[] {
  const ports = { from_port: port, to_port: port };
  const inline = { ...everybody, ...ports, protocol: "tcp" };
  return [
    withRule(`a rule opens ${port} to all of IPv4`, { ...ports, ip_protocol: "tcp", cidr_ipv4: "0.0.0.0/0" }),
    withRule(
      `a rule opens ${port} to all of IPv6`,
      { ...ports, ip_protocol: "tcp", cidr_ipv6: "::/0" },
      "it takes the network for a list, and compares single letters",
    ),
    withRule(`a rule opens ${port} to a prefix list`, {
      ...ports,
      ip_protocol: "tcp",
      prefix_list_id: "pl-0123456789abcdef0",
    }),
    withRule(
      "a rule opens everything",
      { ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
      "it judges rules that name ports only",
    ),
    withOlderRule(`a rule of the older kind opens ${port} to all of IPv4`, { ...inline, cidr_blocks: ["0.0.0.0/0"] }),
    withOlderRule(`a rule of the older kind opens ${port} to all of IPv6`, { ...inline, ipv6_cidr_blocks: ["::/0"] }),
    withOlderRule(
      `a rule of the older kind opens ${port} to a prefix list`,
      { ...inline, prefix_list_ids: ["pl-0123456789abcdef0"] },
      "it trusts prefix lists of the older kind",
    ),
    after(`a group opens ${port} itself`, (_, stack) =>
      openGroup(stack, "ingress", { ...inline, cidr_blocks: ["0.0.0.0/0"] }),
    ),
    after(
      `a group opens ${port} itself, to two halves of the internet`,
      (_, stack) => openGroup(stack, "ingress", { ...inline, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] }),
      "it knows the internet by one name only",
    ),
  ];
}

/** A rule that is written apart is added. */
export const withRule = (how: string, settings: object, unseen?: string): Edit =>
  after(
    how,
    (opened, stack) =>
      stack.add("aws_vpc_security_group_ingress_rule", {
        ...everybody,
        security_group_id: groupOf(opened),
        ...settings,
      }),
    unseen,
  );

/** A rule of the kind that was there before is added. */
export const withOlderRule = (how: string, settings: object, unseen?: string): Edit =>
  after(
    how,
    (opened, stack) =>
      stack.add("aws_security_group_rule", { type: "ingress", security_group_id: groupOf(opened), ...settings }),
    unseen,
  );

/** Adds a group with a block of rules in it, and gives it to the nodes. */
export function openGroup(stack: Stack, direction: "ingress" | "egress", block: object): Resource {
  const group = stack.add("aws_security_group", { ...everybody, [direction]: [block] });
  const [template] = stack.all("aws_launch_template");
  put(template!, "vpc_security_group_ids", [...list(template!, "vpc_security_group_ids"), `\${${group.address}.id}`]);
  return group;
}

/** The group that a rule belongs to, or the group itself. */
const groupOf = (opened: Resource): unknown =>
  opened.type.endsWith("security_group") ? `\${${opened.address}.id}` : setting(opened, "security_group_id");
