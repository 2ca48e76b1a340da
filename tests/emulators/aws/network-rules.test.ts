import { type AwsClient, element } from "./testing/aws-client";
import { mustSucceed, SmallAccount, uniqueName } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("The network", {}, (emulated) => {
  let client: AwsClient;
  let account: SmallAccount;
  beforeEach(async () => {
    ({ client } = emulated());
    account = await SmallAccount.create(client);
  });

  const natGateway = async (): Promise<string> => {
    const allocation = element("allocationId", mustSucceed(await client.form("ec2", "AllocateAddress", {})));
    const parameters = { SubnetId: account.subnets[0], AllocationId: allocation };
    return element("natGatewayId", mustSucceed(await client.form("ec2", "CreateNatGateway", parameters)));
  };
  const endpoint = async (settings: Record<string, string | boolean> = {}) =>
    client.form("ec2", "CreateVpcEndpoint", {
      VpcId: account.vpc,
      ServiceName: "com.amazonaws.eu-central-1.ecr.api",
      VpcEndpointType: "Interface",
      "SubnetId.1": account.subnets[0],
      PrivateDnsEnabled: true,
      ...settings,
    });
  const loadBalancer = async (): Promise<string> => {
    const parameters = {
      Name: uniqueName("balancer"),
      Type: "network",
      "Subnets.member.1": account.subnets[0],
      "Subnets.member.2": account.subnets[1],
    };
    return element(
      "LoadBalancerArn",
      mustSucceed(await client.form("elasticloadbalancing", "CreateLoadBalancer", parameters)),
    );
  };

  test.each<readonly [what: string, create: () => Promise<unknown>]>([
    ["a cluster", () => account.cluster()],
    ["a database", () => account.database()],
    ["a NAT gateway", natGateway],
    ["an interface endpoint", endpoint],
    ["a load balancer", loadBalancer],
  ])("keeps the subnet of %s", async (_what, create) => {
    await create();

    const answer = await client.form("ec2", "DeleteSubnet", { SubnetId: account.subnets[0] });

    expect(answer.code).toBe("DependencyViolation");
  });

  test("lets an empty subnet go", async () => {
    const answer = await client.form("ec2", "DeleteSubnet", { SubnetId: account.subnets[0] });

    expect(answer.code).toBeUndefined();
  });

  test.each<readonly [what: string, keep: string]>([
    ["subnets", "subnets"],
    ["a gateway to the internet", "gateway"],
    ["a security group", "group"],
  ])("is kept itself by %s", async (_what, keep) => {
    const { vpc } =
      keep === "subnets"
        ? account
        : { vpc: element("vpcId", mustSucceed(await client.form("ec2", "CreateVpc", { CidrBlock: "10.1.0.0/16" }))) };
    if (keep === "group") {
      const group = { GroupName: uniqueName("group"), GroupDescription: "for a test", VpcId: vpc };
      mustSucceed(await client.form("ec2", "CreateSecurityGroup", group));
    }
    if (keep === "gateway") {
      const created = mustSucceed(await client.form("ec2", "CreateInternetGateway", {}));
      const gateway = { InternetGatewayId: element("internetGatewayId", created), VpcId: vpc };
      mustSucceed(await client.form("ec2", "AttachInternetGateway", gateway));
    }

    expect((await client.form("ec2", "DeleteVpc", { VpcId: vpc })).code).toBe("DependencyViolation");
  });

  test("goes when it is empty", async () => {
    const created = mustSucceed(await client.form("ec2", "CreateVpc", { CidrBlock: "10.1.0.0/16" }));

    expect((await client.form("ec2", "DeleteVpc", { VpcId: element("vpcId", created) })).code).toBeUndefined();
  });

  test.each<readonly [what: string, create: () => Promise<unknown>]>([
    ["a NAT gateway", natGateway],
    ["a load balancer that faces it", loadBalancer],
  ])("keeps the internet as long as %s has a public address", async (_what, create) => {
    const detach = { InternetGatewayId: account.gateway, VpcId: account.vpc };
    await create();

    expect((await client.form("ec2", "DetachInternetGateway", detach)).code).toBe("DependencyViolation");
  });

  test("gives the internet and the address up once the NAT gateway is gone", async () => {
    const gateway = await natGateway();
    const addresses = mustSucceed(await client.form("ec2", "DescribeNatGateways", { "NatGatewayId.1": gateway }));
    const release = { AllocationId: element("allocationId", addresses) };
    expect((await client.form("ec2", "ReleaseAddress", release)).code).toBe("InvalidIPAddress.InUse");

    mustSucceed(await client.form("ec2", "DeleteNatGateway", { NatGatewayId: gateway }));

    const detach = { InternetGatewayId: account.gateway, VpcId: account.vpc };
    expect((await client.form("ec2", "ReleaseAddress", release)).code).toBeUndefined();
    expect((await client.form("ec2", "DetachInternetGateway", detach)).code).toBeUndefined();
  });

  test("fails a NAT gateway that has no way to the internet, a little later", async () => {
    const detach = { InternetGatewayId: account.gateway, VpcId: account.vpc };
    mustSucceed(await client.form("ec2", "DetachInternetGateway", detach));

    const gateway = await natGateway();

    const answer = await client.form("ec2", "DescribeNatGateways", { "NatGatewayId.1": gateway });
    expect(element("state", answer)).toBe("failed");
  });

  test("keeps a security group that is worn", async () => {
    const group = await account.securityGroup();
    mustSucceed(await endpoint({ "SecurityGroupId.1": group }));

    expect((await client.form("ec2", "DeleteSecurityGroup", { GroupId: group })).code).toBe("DependencyViolation");
  });

  test("keeps a security group that another one refers to, until the rule is gone", async () => {
    const [group, other] = [await account.securityGroup(), await account.securityGroup()];
    const rule = {
      GroupId: other,
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": 5432,
      "IpPermissions.1.ToPort": 5432,
      "IpPermissions.1.Groups.1.GroupId": group,
    };
    mustSucceed(await client.form("ec2", "AuthorizeSecurityGroupIngress", rule));
    expect((await client.form("ec2", "DeleteSecurityGroup", { GroupId: group })).code).toBe("DependencyViolation");

    mustSucceed(await client.form("ec2", "RevokeSecurityGroupIngress", rule));

    expect((await client.form("ec2", "DeleteSecurityGroup", { GroupId: group })).code).toBeUndefined();
  });

  test("tells what a rule is for that lets another group in", async () => {
    const group = await account.securityGroup();
    const rule = {
      GroupId: group,
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": 5432,
      "IpPermissions.1.ToPort": 5432,
      "IpPermissions.1.Groups.1.GroupId": group,
      "IpPermissions.1.Groups.1.Description": "from the nodes",
    };
    mustSucceed(await client.form("ec2", "AuthorizeSecurityGroupIngress", rule));

    const filter = { "Filter.1.Name": "group-id", "Filter.1.Value.1": group };
    const answer = await client.form("ec2", "DescribeSecurityGroupRules", filter);

    expect(element("description", answer)).toBe("from the nodes");
  });

  test("has each private name only once", async () => {
    mustSucceed(await endpoint());

    const again = await endpoint({ "SubnetId.1": account.subnets[1] });

    expect(again.code).toBe("InvalidParameter");
    expect(again.text).toContain("conflicting DNS domain");
  });

  test("does not let go of an interface that AWS manages", async () => {
    const gateway = await natGateway();
    const described = await client.form("ec2", "DescribeNatGateways", { "NatGatewayId.1": gateway });
    const NetworkInterfaceId = element("networkInterfaceId", described);

    expect((await client.form("ec2", "DeleteNetworkInterface", { NetworkInterfaceId })).code).toBe(
      "InvalidParameterValue",
    );
  });

  test("keeps a load balancer that is protected", async () => {
    const LoadBalancerArn = await loadBalancer();
    const attribute = {
      "Attributes.member.1.Key": "deletion_protection.enabled",
      "Attributes.member.1.Value": "true",
    };
    mustSucceed(
      await client.form("elasticloadbalancing", "ModifyLoadBalancerAttributes", { LoadBalancerArn, ...attribute }),
    );

    expect((await client.form("elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn })).code).toBe(
      "OperationNotPermitted",
    );
  });

  test.each<readonly [what: string, again: (table: string) => Record<string, string>, code: string]>([
    ["a route to a service", (table) => ({ "RouteTableId.1": table }), "RouteAlreadyExists"],
    [
      "a zone in an endpoint",
      () => ({ VpcEndpointType: "Interface", "SubnetId.2": account.subnets[0] }),
      "DuplicateSubnetsInSameZone",
    ],
  ])("has %s only once", async (_what, again, code) => {
    const table = element(
      "routeTableId",
      mustSucceed(await client.form("ec2", "CreateRouteTable", { VpcId: account.vpc })),
    );
    const service = { VpcId: account.vpc, ServiceName: "com.amazonaws.eu-central-1.s3" };
    mustSucceed(
      await client.form("ec2", "CreateVpcEndpoint", {
        ...service,
        VpcEndpointType: "Gateway",
        "RouteTableId.1": table,
      }),
    );

    const answer = await client.form("ec2", "CreateVpcEndpoint", {
      ...service,
      "SubnetId.1": account.subnets[0],
      ...again(table),
    });

    expect(answer.code).toBe(code);
  });
});
