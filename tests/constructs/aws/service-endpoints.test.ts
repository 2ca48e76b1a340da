import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";

import { AwsServiceEndpoints } from "../../../constructs/aws/service-endpoints";
import { at } from "../../support/at";
import { constructJson, resolved } from "../../support/construct-json";

const json = constructJson((stack) => {
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
  return new AwsServiceEndpoints(stack, "endpoints", {
    name: "team",
    region: "eu-central-1",
    vpc,
    subnets: ["10.0.0.0/18", "10.0.64.0/18"].map(
      (cidrBlock, zone) => new Subnet(stack, `node-${zone}`, { vpcId: vpc.id, cidrBlock }),
    ),
    clientCidrs: ["10.0.0.0/18", "10.0.64.0/18"],
  });
});
const endpoints = json.names("aws_vpc_endpoint").map((name) => json.resource("aws_vpc_endpoint", name));
const rules = json
  .names("aws_vpc_security_group_ingress_rule")
  .map((name) => json.resource("aws_vpc_security_group_ingress_rule", name));

describe("AwsServiceEndpoints", () => {
  // the list of https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, as far as this project uses it
  test.each([
    ["ec2", "nodes and their network plugin attach addresses"],
    ["ecr.api", "nodes ask where an image is"],
    ["ecr.dkr", "nodes pull images"],
    ["eks", "nodes join the cluster"],
    ["eks-auth", "pods get the role of their service account"],
    ["elasticloadbalancing", "the controller makes load balancers"],
    ["sts", "nodes and pods prove who they are"],
  ])("has one for %s: %s", (service) => {
    const found = endpoints.filter(
      (endpoint) => at(endpoint, "service_name") === `com.amazonaws.eu-central-1.${service}`,
    );
    expect(found).toHaveLength(1);
  });

  test("has no others, each of which costs", () => {
    expect(endpoints).toHaveLength(7);
  });

  test("are interfaces in every zone, behind one firewall, under the names that programs know", () => {
    expect(endpoints).toMatchObject(
      endpoints.map(() => ({
        vpc_id: "${aws_vpc.vpc.id}",
        vpc_endpoint_type: "Interface",
        subnet_ids: ["${aws_subnet.node-0.id}", "${aws_subnet.node-1.id}"],
        security_group_ids: ["${aws_security_group.endpoints_firewall.id}"],
        private_dns_enabled: true,
      })),
    );
  });

  test("are called like the environment and the service in the console", () => {
    const names = endpoints.map((endpoint) => at(endpoint, "tags", "Name"));
    expect(names).toContain("team-ecr.api");
    expect(new Set(names).size).toBe(endpoints.length);
  });

  test("CKV_AWS_24, CKV_AWS_25, CKV_AWS_260: let in HTTPS from the nodes' networks, and nothing else", () => {
    expect(rules).toMatchObject(
      ["10.0.0.0/18", "10.0.64.0/18"].map((cidr_ipv4) => ({
        security_group_id: "${aws_security_group.endpoints_firewall.id}",
        cidr_ipv4,
        description: "HTTPS from the nodes",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      })),
    );
  });

  test("CKV_AWS_382: send nothing out by themselves", () => {
    expect(json.only("aws_security_group")).not.toHaveProperty("ingress");
    expect(json.only("aws_security_group")).not.toHaveProperty("egress");
    expect(json.names("aws_vpc_security_group_egress_rule")).toEqual([]);
  });

  test("CKV_AWS_23: say what their firewall is for", () => {
    expect(json.only("aws_security_group")).toMatchObject({
      name: "team-endpoints",
      description: "APIs of AWS, reached by the nodes only",
      vpc_id: "${aws_vpc.vpc.id}",
    });
  });

  test("tell nodes to wait for every endpoint and for whom it lets in", () => {
    const { built } = json;
    const awaited = built.egress.map((each) => String(resolved(built, each.fqn)));
    expect(awaited.sort()).toEqual(
      [
        ...json.names("aws_vpc_endpoint").map((name) => `\${aws_vpc_endpoint.${name}}`),
        ...json
          .names("aws_vpc_security_group_ingress_rule")
          .map((name) => `\${aws_vpc_security_group_ingress_rule.${name}}`),
      ].sort(),
    );
  });
});
