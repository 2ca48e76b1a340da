import { cidrsOverlap, isPrivate, parseIpv4Range } from "../../../environments/schema/cidr";
import { after, is, isSet, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";

interface Range {
  readonly ip_cidr_range: string;
}

const rangesOf = (subnet: Resource): string[] => [
  text(subnet, "ip_cidr_range"),
  ...(list(subnet, "secondary_ip_range") as Range[]).map((range) => range.ip_cidr_range),
];

/** Whether all are networks with private addresses, and no two of the whole stack overlap. */
function arePrivateAndApart(subnet: Resource, stack: Stack): boolean {
  const others = stack.all("google_compute_subnetwork").filter(({ address }) => address !== subnet.address);
  const theirs = others.flatMap(rangesOf);
  return rangesOf(subnet).every((cidr, index, mine) => {
    const range = parseIpv4Range(cidr);
    const taken = [...mine.slice(index + 1), ...theirs];
    return range !== undefined && isPrivate(range) && !taken.some((other) => cidrsOverlap(cidr, other));
  });
}

/** Whether the nodes of a cluster are in a subnet, by one of its references: `….id`. */
const isOfNodes = (subnet: unknown, stack: Stack): boolean =>
  stack
    .all("google_container_cluster")
    .some((cluster) => setting(cluster, "subnetwork") === subnet && String(subnet).startsWith("${"));

/** The VPC and the way out of it. The way in is in `firewall.ts`. */
export const network: readonly Policy[] = [
  {
    id: "CKV_GCP_26",
    must: "log a sample of its traffic",
    types: ["google_compute_subnetwork"],
    ...isSet("log_config"),
  },
  {
    id: "CKV_GCP_74",
    must: "reach Google without an address of the internet",
    types: ["google_compute_subnetwork"],
    ...is("private_ip_google_access", true, false),
  },
  {
    id: "CKV_GCP_76",
    must: "have no addresses of the internet, which those of IPv6 are",
    types: ["google_compute_subnetwork"],
    holds: (subnet) => ["", "IPV4_ONLY"].includes(text(subnet, "stack_type")),
    broken: [
      when("stack_type", "IPV4_IPV6"),
      when("stack_type", "IPV6_ONLY", "it looks at subnets that have both only"),
    ],
  },
  {
    id: "OWN_GOOGLE_NETWORK_CUSTOM",
    must: "have the subnets that were thought of, not one in each region of the world",
    types: ["google_compute_network"],
    ...is("auto_create_subnetworks", false, true),
  },
  {
    id: "OWN_GOOGLE_NETWORK_RANGES",
    must: "have private addresses that nothing else has",
    types: ["google_compute_subnetwork"],
    holds: arePrivateAndApart,
    broken: [
      without("ip_cidr_range"),
      when("ip_cidr_range", "203.0.112.0/24"),
      after("it has the addresses of another one", (subnet, stack) => {
        const other = stack.all("google_compute_subnetwork").find(({ address }) => address !== subnet.address);
        put(subnet, "ip_cidr_range", text(other!, "ip_cidr_range"));
      }),
      after("pods have its own addresses", (subnet) => {
        const range_name = "more-pods";
        put(subnet, "secondary_ip_range", [{ range_name, ip_cidr_range: text(subnet, "ip_cidr_range") }]);
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_NAT_NODES",
    must: "lead nodes to the internet, and nothing else",
    types: ["google_compute_router_nat"],
    holds: (nat, stack) =>
      setting(nat, "source_subnetwork_ip_ranges_to_nat") === "LIST_OF_SUBNETWORKS" &&
      list(nat, "subnetwork").length > 0 &&
      (list(nat, "subnetwork") as { name: string }[]).every(({ name }) => isOfNodes(name, stack)),
    broken: [
      when("source_subnetwork_ip_ranges_to_nat", "ALL_SUBNETWORKS_ALL_IP_RANGES"),
      without("subnetwork"),
      after("the database's network is led there too", (nat, stack) => {
        const added = stack.add("google_compute_subnetwork", { ip_cidr_range: "10.99.0.0/24" });
        const subnet = { name: `\${${added.address}.id}`, source_ip_ranges_to_nat: ["ALL_IP_RANGES"] };
        put(nat, "subnetwork", [...list(nat, "subnetwork"), subnet]);
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_NAT_LOGS",
    must: "log the connections that it had no port for",
    types: ["google_compute_router_nat"],
    holds: (nat) =>
      setting(nat, "log_config.enable") === true && ["ALL", "ERRORS_ONLY"].includes(text(nat, "log_config.filter")),
    broken: [without("log_config"), when("log_config.enable", false), when("log_config.filter", "TRANSLATIONS_ONLY")],
  },
  {
    id: "OWN_GOOGLE_ADDRESS_INTERNAL",
    must: "not be an address of the internet",
    types: ["google_compute_address"],
    ...is("address_type", "INTERNAL", "EXTERNAL"),
  },
  {
    id: "CKV2_GCP_37",
    must: "not lead the internet to a proxy for plain HTTP",
    types: ["google_compute_forwarding_rule"],
    holds: (rule) =>
      !text(rule, "target").includes("targetHttpProxies") ||
      // left out, it is from the internet
      !["EXTERNAL", undefined].includes(setting(rule, "load_balancing_scheme") as string | undefined),
    broken: [
      after("it leads to one", (rule) => {
        put(rule, "target", "projects/team/regions/europe-west1/targetHttpProxies/shop");
        put(rule, "load_balancing_scheme", "EXTERNAL");
      }),
    ],
  },
];
