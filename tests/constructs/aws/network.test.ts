import type { AwsNetworkProps } from "../../../constructs/aws/network";
import { at } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { network } from "./fixtures";

const made = remembered((props: Partial<AwsNetworkProps>) => constructJson((stack) => network(stack, props)));
/** The gateway that the table of a subnet leads to. */
function wayOut(json: ReturnType<typeof made>, subnet: string): unknown {
  const table = at(json.resource("aws_route_table_association", `network_${subnet}-routes`), "route_table_id");
  const routes = json.names("aws_route").map((name) => json.resource("aws_route", name));
  const route = routes.find((candidate) => at(candidate, "route_table_id") === table);
  return at(route, "nat_gateway_id") ?? at(route, "gateway_id");
}

describe("AwsNetwork", () => {
  test("makes a VPC whose machines have names", () => {
    expect(made().only("aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: "team" },
    });
  });

  test("makes three kinds of subnets, one in each zone", () => {
    expect(made().names("aws_subnet")).toEqual(
      ["database", "node", "public"].flatMap((kind) => [0, 1, 2].map((zone) => `network_${kind}-subnet-${zone}`)),
    );
  });

  test.each(["node", "public", "database"])("puts the %s subnets into different zones", (kind) => {
    const zones = [0, 1, 2].map((zone) =>
      at(made().resource("aws_subnet", `network_${kind}-subnet-${zone}`), "availability_zone"),
    );
    expect(zones).toEqual(
      [0, 1, 2].map((zone) => `\${element(data.aws_availability_zones.network_zones.names, ${zone})}`),
    );
  });

  test("leaves out local zones, and zones in which EKS has no control plane", () => {
    expect(at(made().json, "data", "aws_availability_zones", "network_zones")).toMatchObject({
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      exclude_zone_ids: ["use1-az3", "usw1-az2", "cac1-az3"],
    });
  });

  test("CKV_AWS_130: gives no machine a public address", () => {
    const json = made();
    for (const name of json.names("aws_subnet")) {
      expect(json.resource("aws_subnet", name)).toHaveProperty("map_public_ip_on_launch", false);
    }
  });

  test("CKV2_AWS_12: leaves the default security group without rules", () => {
    const group = made().only("aws_default_security_group");
    expect(group).toHaveProperty("vpc_id", "${aws_vpc.network_vpc.id}");
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
  });

  test("marks subnets for the load balancer controller: public ones for the internet, the nodes' for internal ones", () => {
    const json = made();
    const tags = (name: string) => at(json.resource("aws_subnet", `network_${name}`), "tags") as object;
    expect(tags("public-subnet-1")).toEqual({ Name: "team-public-1", "kubernetes.io/role/elb": "1" });
    expect(tags("node-subnet-1")).toEqual({ Name: "team-node-1", "kubernetes.io/role/internal-elb": "1" });
    expect(tags("database-subnet-1")).toEqual({ Name: "team-database-1" });
  });

  test("gives the database's subnets a table without any route", () => {
    const json = made();
    for (const zone of [0, 1, 2]) expect(wayOut(json, `database-subnet-${zone}`)).toBeUndefined();
    expect(at(json.resource("aws_route_table_association", "network_database-subnet-0-routes"), "route_table_id")).toBe(
      "${aws_route_table.network_database-routes.id}",
    );
  });

  test("associates every subnet with a table of its own kind, so that none falls back to the VPC's own", () => {
    expect(made().names("aws_route_table_association")).toHaveLength(9);
  });

  test("leads the public subnets to the internet gateway", () => {
    const json = made();
    for (const zone of [0, 1, 2])
      expect(wayOut(json, `public-subnet-${zone}`)).toBe("${aws_internet_gateway.network_internet-gateway.id}");
  });

  test("has an internet gateway that goes with its VPC, which cannot be deleted as long as it is attached", () => {
    expect(at(made().only("aws_internet_gateway"), "lifecycle", "replace_triggered_by")).toEqual([
      "aws_vpc.network_vpc.id",
    ]);
  });

  test("keeps pulls of images away from the NAT gateways, by an endpoint for S3", () => {
    expect(made({ nat: "per-zone" }).only("aws_vpc_endpoint")).toMatchObject({
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: [0, 1, 2].map((zone) => `\${aws_route_table.network_node-${zone}-routes.id}`),
    });
  });

  describe("with a single NAT gateway", () => {
    const json = made({ nat: "single" });

    test("leads the nodes of all zones through it", () => {
      expect(json.names("aws_nat_gateway")).toEqual(["network_nat-0"]);
      for (const zone of [0, 1, 2])
        expect(wayOut(json, `node-subnet-${zone}`)).toBe("${aws_nat_gateway.network_nat-0.id}");
    });

    test("says so", () => {
      expect(json.built.traffic).toBe("nodes leave through one NAT gateway; the database has no way out");
    });
  });

  describe("with a NAT gateway per zone", () => {
    const json = made({ nat: "per-zone" });

    test("leads the nodes of each zone through the gateway in their own zone", () => {
      expect(json.names("aws_nat_gateway")).toHaveLength(3);
      for (const zone of [0, 1, 2]) {
        expect(wayOut(json, `node-subnet-${zone}`)).toBe(`\${aws_nat_gateway.network_nat-${zone}.id}`);
        expect(json.resource("aws_nat_gateway", `network_nat-${zone}`)).toHaveProperty(
          "subnet_id",
          `\${aws_subnet.network_public-subnet-${zone}.id}`,
        );
      }
    });

    test("says so", () => {
      expect(json.built.traffic).toBe("nodes leave through one NAT gateway per zone; the database has no way out");
    });

    test("works with two zones as well", () => {
      const two = made({
        nat: "per-zone",
        nodeSubnets: ["10.0.0.0/18", "10.0.64.0/18"],
        publicSubnets: ["10.0.192.0/22", "10.0.196.0/22"],
        databaseSubnets: ["10.0.224.0/22", "10.0.228.0/22"],
      });
      expect(two.names("aws_nat_gateway")).toHaveLength(2);
      expect(wayOut(two, "node-subnet-1")).toBe("${aws_nat_gateway.network_nat-1.id}");
    });
  });

  describe("without a NAT gateway", () => {
    const json = made({ nat: "none" });

    test("leads the nodes nowhere: no gateway, no address, no route", () => {
      for (const type of ["aws_nat_gateway", "aws_eip"]) expect(json.names(type)).toEqual([]);
      for (const zone of [0, 1, 2]) expect(wayOut(json, `node-subnet-${zone}`)).toBeUndefined();
      expect(json.names("aws_route")).toEqual(["network_public-route"]);
    });

    test("associates the nodes' subnets with one table, which leads to S3", () => {
      for (const zone of [0, 1, 2])
        expect(json.resource("aws_route_table_association", `network_node-subnet-${zone}-routes`)).toHaveProperty(
          "route_table_id",
          "${aws_route_table.network_node-0-routes.id}",
        );
      expect(json.resource("aws_vpc_endpoint", "network_s3-endpoint")).toMatchObject({
        vpc_endpoint_type: "Gateway",
        route_table_ids: ["${aws_route_table.network_node-0-routes.id}"],
      });
    });

    test("leads what is public to the internet all the same, for load balancers", () => {
      expect(wayOut(json, "public-subnet-0")).toBe("${aws_internet_gateway.network_internet-gateway.id}");
    });

    test("has endpoints for the nodes of each zone and for nobody else", () => {
      expect(json.resource("aws_vpc_endpoint", "network_endpoints_ec2")).toHaveProperty(
        "subnet_ids",
        [0, 1, 2].map((zone) => `\${aws_subnet.network_node-subnet-${zone}.id}`),
      );
      expect(
        json
          .names("aws_vpc_security_group_ingress_rule")
          .map((name) => at(json.resource("aws_vpc_security_group_ingress_rule", name), "cidr_ipv4")),
      ).toEqual(["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"]);
    });

    test("says so", () => {
      expect(json.built.traffic).toBe(
        "nodes reach AWS through endpoints in the network, and no internet; the database has no way out",
      );
    });
  });

  test.each(["single", "per-zone"] as const)("pays for no endpoint beside that of S3 with NAT: %s", (nat) => {
    expect(made({ nat }).names("aws_vpc_endpoint")).toEqual(["network_s3-endpoint"]);
    expect(made({ nat }).names("aws_security_group")).toEqual([]);
  });

  test("gives each NAT gateway an address, once the VPC has its way to the internet", () => {
    const gateway = made().resource("aws_nat_gateway", "network_nat-0");
    expect(gateway).toHaveProperty("allocation_id", "${aws_eip.network_nat-address-0.id}");
    expect(dependencies(gateway)).toEqual(["aws_route.network_public-route"]);
  });

  test("does not log traffic unless it is asked to", () => {
    const json = made();
    for (const type of ["aws_flow_log", "aws_cloudwatch_log_group", "aws_iam_role"])
      expect(json.names(type)).toEqual([]);
  });

  test("CKV_AWS_158: encrypts the log of the traffic with the customer key, when there is one", () => {
    const log = (props: Partial<AwsNetworkProps>) =>
      made({ flowLogRetentionDays: 90, ...props }).only("aws_cloudwatch_log_group");
    expect(log({ keyArn: "arn:key" })).toHaveProperty("kms_key_id", "arn:key");
    expect(log({})).not.toHaveProperty("kms_key_id");
  });

  test("logs all traffic for as long as it is asked to, with a role that may write there only", () => {
    const json = made({ flowLogRetentionDays: 90 });
    expect(json.only("aws_cloudwatch_log_group")).toMatchObject({ name: "/aws/vpc/team/flow", retention_in_days: 90 });
    expect(json.only("aws_flow_log")).toMatchObject({
      vpc_id: "${aws_vpc.network_vpc.id}",
      traffic_type: "ALL",
      log_destination: "${aws_cloudwatch_log_group.network_flow-logs.arn}",
      iam_role_arn: "${aws_iam_role.network_flow-log-role.arn}",
    });
    expect(JSON.parse(String(at(json.only("aws_iam_role_policy"), "policy")))).toHaveProperty("Statement", [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: "${aws_cloudwatch_log_group.network_flow-logs.arn}:*",
      },
    ]);
  });
});
