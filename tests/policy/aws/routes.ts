import { list, type Resource, setting, type Stack, text } from "../stack";

/** A route as it is written, in a resource of its own or within a table. */
export type Route = Readonly<Record<string, unknown>>;

/**
 * The routes of some subnets; undefined when one of them is not in the stack, or uses the main table of the VPC, whose
 * routes are not written anywhere.
 */
export function routesOf(subnetIds: readonly unknown[], stack: Stack): Route[] | undefined {
  const subnets = stack.targets(subnetIds);
  const associations = subnets.map((subnet) => stack.referrers(subnet, "aws_route_table_association"));
  if (subnets.length !== subnetIds.length || associations.some(({ length }) => length !== 1)) return undefined;
  const tables = associations.flat().flatMap((association) => stack.targets(text(association, "route_table_id")));
  return tables.flatMap((table) => [table, ...stack.referrers(table, "aws_route")]).flatMap(writtenRoutes);
}

/** What a table holds, or a route itself. */
export const writtenRoutes = (router: Resource): Route[] =>
  router.type === "aws_route" ? [router.settings] : (list(router, "route") as Route[]);

/** Whether traffic to anywhere takes a route. */
export const isDefaultRoute = (route: Route): boolean =>
  Object.entries(route).some(
    ([key, value]) => /^(destination_)?(ipv6_)?cidr_block$/.test(key) && ["0.0.0.0/0", "::/0"].includes(String(value)),
  );

/** Adds a route to the internet for the first of some subnets. */
export function leadToInternet(subnetIds: readonly unknown[], stack: Stack, gateway_id: unknown): Resource {
  const [subnet] = stack.targets(subnetIds);
  const [association] = stack.referrers(subnet!, "aws_route_table_association");
  const route_table_id = setting(association!, "route_table_id");
  return stack.add("aws_route", { destination_cidr_block: "0.0.0.0/0", gateway_id, route_table_id });
}
