import { after, type Edit, isNot, type Policy, when } from "../policy";
import { list, put, type Resource, setting, type Stack, takeOut, text } from "../stack";
import { isDefaultRoute, leadToInternet, type Route, routesOf, writtenRoutes } from "./routes";

const internetGateway = (stack: Stack): string => `\${${stack.all("aws_internet_gateway")[0]!.address}.id}`;

const mainTable = after("its subnets use the main table of the VPC", (_, stack) => {
  for (const association of stack.all("aws_route_table_association")) stack.remove(association);
});

const routers = ["aws_route", "aws_route_table"];

/** What is led somewhere by a route of its own, or by those within a table. */
const leadTo = (where: string, target: Route): Edit =>
  after(`it leads to ${where}`, (router) => {
    if (router.type === "aws_route_table") put(router, "route", [{ cidr_block: "0.0.0.0/0", ...target }]);
    else Object.assign(router.settings, { destination_cidr_block: "0.0.0.0/0", ...target });
    for (const path of ["gateway_id", "nat_gateway_id"]) takeOut(router, path);
  });

/** The VPC, its subnets and routes; who may connect within it is in `firewall.ts`. */
export const network: readonly Policy[] = [
  {
    id: "CKV2_AWS_11",
    must: "log its traffic",
    types: ["aws_vpc"],
    holds: (vpc, stack) => stack.referrers(vpc, "aws_flow_log").length > 0,
    broken: [
      after("the flow log is taken out", (_, stack) => {
        for (const log of stack.all("aws_flow_log")) stack.remove(log);
      }),
    ],
  },
  {
    id: "CKV_AWS_130",
    must: "give nothing a public address by itself",
    types: ["aws_subnet"],
    ...isNot("map_public_ip_on_launch", true),
  },
  {
    id: "CKV2_AWS_19",
    must: "be in use, because it is paid for either way",
    types: ["aws_eip"],
    holds: (address, stack) =>
      text(address, "domain") === "vpc" && stack.referrers(address, "aws_nat_gateway").length === 1,
    broken: [
      after("its NAT gateway is taken out", (address, stack) => {
        for (const gateway of stack.referrers(address, "aws_nat_gateway")) stack.remove(gateway);
      }),
    ],
  },
  {
    id: "CKV2_AWS_35",
    must: "not lead to a machine of one's own, which nobody would mend",
    types: routers,
    holds: (router) =>
      writtenRoutes(router).every(
        (route) => !isDefaultRoute(route) || (route["instance_id"] ?? route["network_interface_id"]) === undefined,
      ),
    unseen:
      "it joins the demands on routes and on route tables by `or`, so that each resource meets those on the other",
    broken: [leadTo("a machine", { network_interface_id: "eni-0123456789abcdef0" })],
  },
  {
    id: "CKV2_AWS_44",
    must: "not lead everything to another VPC",
    types: routers,
    holds: (router) =>
      writtenRoutes(router).every(
        (route) => !isDefaultRoute(route) || route["vpc_peering_connection_id"] === undefined,
      ),
    broken: [leadTo("another VPC", { vpc_peering_connection_id: "pcx-0123456789abcdef0" })],
  },
  {
    id: "CKV_AWS_394",
    must: "name the zones",
    types: ["data.aws_availability_zones"],
    holds: (zones) =>
      [setting(zones, "filter") ?? []]
        .flat()
        .some((filter) => ["zone-id", "zone-name"].includes((filter as { name: string }).name)),
    broken: [],
    met: after("the zones are named", (zones) => {
      put(zones, "filter", [{ name: "zone-id", values: ["euc1-az1", "euc1-az2", "euc1-az3"] }]);
    }),
  },
  {
    id: "OWN_AWS_DATABASE_ROUTES",
    must: "have no way out of the VPC",
    types: ["aws_db_subnet_group"],
    holds: (group, stack) => routesOf(list(group, "subnet_ids"), stack)?.length === 0,
    broken: [
      after("a route to the internet is added", (group, stack) => {
        leadToInternet(list(group, "subnet_ids"), stack, internetGateway(stack));
      }),
      after("a route is added to what the stack does not know", (group, stack) => {
        leadToInternet(list(group, "subnet_ids"), stack, "igw-0123456789abcdef0");
      }),
      after("it is in the subnets of the nodes", (group, stack) => {
        const [nodes] = stack.all("aws_eks_node_group");
        put(group, "subnet_ids", list(nodes!, "subnet_ids"));
      }),
      when("subnet_ids", ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
      mainTable,
    ],
  },
  {
    id: "OWN_AWS_NODE_PRIVATE",
    must: "be in subnets that the internet cannot reach (CIS 5.4.3)",
    types: ["aws_eks_node_group"],
    holds: (group, stack) =>
      routesOf(list(group, "subnet_ids"), stack)?.every((route) => route["gateway_id"] === undefined) ?? false,
    broken: [
      after("a route to the internet is added", (group, stack) => {
        leadToInternet(list(group, "subnet_ids"), stack, internetGateway(stack));
      }),
      after("a route is added to what the stack does not know", (group, stack) => {
        leadToInternet(list(group, "subnet_ids"), stack, "igw-0123456789abcdef0");
      }),
      after("it is in the subnets of load balancers", (group, stack) => {
        const isPublic = ({ settings }: Resource) => "kubernetes.io/role/elb" in (settings["tags"] as object);
        const subnets = stack.all("aws_subnet").filter(isPublic);
        const ids = subnets.map(({ address }) => `\${${address}.id}`);
        put(group, "subnet_ids", ids);
      }),
      mainTable,
    ],
  },
];
