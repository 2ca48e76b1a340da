import { after, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack } from "../stack";
import { withRule } from "./open-port";
import { isForOutsiders, openers, type Opening, openings, rulesOf } from "./openings";

const https = { ip_protocol: "tcp", from_port: 443, to_port: 443 };
const postgres = { ip_protocol: "tcp", from_port: 5432, to_port: 5432 };

/** What the groups of a resource let through; undefined when it has none, or one that is not in the stack. */
function opened(resource: Resource, path: string, stack: Stack): Opening[] | undefined {
  const groups = stack.targets(list(resource, path));
  if (groups.length === 0 || groups.length !== list(resource, path).length) return undefined;
  return groups.flatMap((group) => [group, ...rulesOf(group, stack)]).flatMap(openings);
}

/** Whether it is the cluster, and nobody else. */
const isTheCluster = ({ cidrs, prefixLists, groups }: Opening, stack: Stack): boolean =>
  cidrs.length + prefixLists.length === 0 &&
  groups.length === 1 &&
  stack.targets(groups).some(({ type }) => type === "aws_eks_cluster");

const isOnly = ({ protocol, from, to }: Opening, port: number): boolean =>
  protocol === "tcp" && from === port && to === port;

/** A rule is added to the first group of a database. */
const withDatabaseRule = (how: string, settings: object) =>
  after(how, (instance, stack) => {
    const [group] = stack.targets(list(instance, "vpc_security_group_ids"));
    withRule(how, settings).edit(group!, stack);
  });

/** Who may connect to what, which scanners do not know. */
export const clients: readonly Policy[] = [
  {
    id: "OWN_AWS_FIREWALL_CLOSED",
    must: "let in nobody from outside; load balancers have groups of their own",
    types: openers,
    holds: (resource) => !openings(resource).some((opening) => opening.direction === "in" && isForOutsiders(opening)),
    broken: [
      withRule("a rule lets in an office", { ...https, cidr_ipv4: "203.0.113.7/32" }),
      withRule("a rule lets in a prefix list", { ...https, prefix_list_id: "pl-0123456789abcdef0" }),
    ],
  },
  {
    id: "OWN_AWS_DATABASE_CLIENTS",
    must: "be reached by the cluster, at the port of PostgreSQL, and by nobody else",
    types: ["aws_db_instance"],
    holds: (instance, stack) => {
      const found = opened(instance, "vpc_security_group_ids", stack) ?? [];
      return found.length > 0 && found.every((opening) => isOnly(opening, 5432) && isTheCluster(opening, stack));
    },
    broken: [
      without("vpc_security_group_ids"),
      when("vpc_security_group_ids", ["sg-0123456789abcdef0"]),
      withDatabaseRule("the whole VPC is let in", { ...postgres, cidr_ipv4: "10.0.0.0/8" }),
      withDatabaseRule("another group is let in", {
        ...postgres,
        referenced_security_group_id: "sg-0123456789abcdef0",
      }),
      after("the cluster is let in at another port too", (_, stack) => {
        for (const rule of stack.all("aws_vpc_security_group_ingress_rule")) put(rule, "to_port", 5433);
      }),
    ],
  },
  {
    id: "OWN_AWS_ENDPOINT_CLIENTS",
    must: "answer HTTPS only, under the name that programs know",
    types: ["aws_vpc_endpoint"],
    concerns: (endpoint) => setting(endpoint, "vpc_endpoint_type") === "Interface",
    holds: (endpoint, stack) => {
      const found = opened(endpoint, "security_group_ids", stack) ?? [];
      return (
        setting(endpoint, "private_dns_enabled") === true &&
        found.length > 0 &&
        found.every((opening) => isOnly(opening, 443))
      );
    },
    broken: [
      without("security_group_ids"),
      when("private_dns_enabled", false),
      after("it answers at every port", (endpoint, stack) => {
        for (const group of stack.targets(list(endpoint, "security_group_ids")))
          for (const rule of rulesOf(group, stack)) put(rule, "ip_protocol", "-1");
      }),
    ],
  },
];
