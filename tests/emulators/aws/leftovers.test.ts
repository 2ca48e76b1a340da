import type { AwsEmulator } from "./aws-emulator";
import { type AwsClient, element } from "./testing/aws-client";
import { createBucket, mustSucceed, SmallAccount } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("Leftovers", {}, (emulated) => {
  let client: AwsClient;
  let emulator: AwsEmulator;
  beforeEach(() => {
    ({ client, emulator } = emulated());
  });

  /** What has come since, by kind. */
  async function since(before: Readonly<Record<string, readonly string[]>>): Promise<Record<string, number>> {
    const now = Object.entries(await emulator.leftovers());
    const counts = now.map(([kind, names]) => [kind, names.length - (before[kind]?.length ?? 0)] as const);
    return Object.fromEntries(counts.filter(([, count]) => count !== 0));
  }

  test("do not count what every account has", async () => {
    mustSucceed(await client.form("ec2", "DescribeVpcs"));
    mustSucceed(await client.form("iam", "ListPolicies"));

    const kinds = Object.keys(await emulator.leftovers());

    expect(kinds).not.toContain("policies");
    const { vpcs = [] } = await emulator.leftovers();
    const all = (await client.form("ec2", "DescribeVpcs")).text.match(/<vpcId>/g) ?? [];
    expect(all).toHaveLength(vpcs.length + 1);
  });

  test("are what EKS and its nodes have in the network, as long as they live", async () => {
    const account = await SmallAccount.create(client);
    const before = await emulator.leftovers();
    const cluster = await account.cluster();
    mustSucceed(await account.nodeGroup(cluster));
    expect(await since(before)).toEqual({
      clusters: 1,
      nodeGroups: 1,
      roles: 2,
      securityGroups: 1,
      // two of the control plane, and one of each node
      networkInterfaces: 4,
    });

    mustSucceed(await client.eks("DELETE", `/clusters/${cluster}/node-groups/nodes`));
    mustSucceed(await client.eks("DELETE", `/clusters/${cluster}`));

    expect(await since(before)).toEqual({ roles: 2 });
  });

  test("are a security group that others still refer to, and logs that nobody has ordered", async () => {
    const account = await SmallAccount.create(client);
    const other = await account.securityGroup();
    const before = await emulator.leftovers();
    const logging = { clusterLogging: [{ types: ["audit"], enabled: true }] };
    const cluster = await account.cluster({ logging });
    const described = JSON.parse((await client.eks("GET", `/clusters/${cluster}`)).text) as {
      cluster: { resourcesVpcConfig: { clusterSecurityGroupId: string } };
    };
    mustSucceed(
      await client.form("ec2", "AuthorizeSecurityGroupIngress", {
        GroupId: other,
        "IpPermissions.1.IpProtocol": "-1",
        "IpPermissions.1.Groups.1.GroupId": described.cluster.resourcesVpcConfig.clusterSecurityGroupId,
      }),
    );

    mustSucceed(await client.eks("DELETE", `/clusters/${cluster}`));

    expect(await since(before)).toEqual({ logGroups: 1, roles: 1, securityGroups: 1 });
  });

  test("are addresses, keys, repositories and buckets", async () => {
    const before = await emulator.leftovers();
    mustSucceed(await client.form("ec2", "AllocateAddress"));
    const key = mustSucceed(await client.json("kms", "CreateKey", {}));
    mustSucceed(await client.json("ecr", "CreateRepository", { repositoryName: "left/over" }));
    await createBucket(client);
    expect(await since(before)).toEqual({ addresses: 1, buckets: 1, keys: 1, repositories: 1 });

    const { KeyId } = (JSON.parse(key.text) as { KeyMetadata: { KeyId: string } }).KeyMetadata;
    mustSucceed(await client.json("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }));

    expect(await since(before)).toMatchObject({ keysPendingDeletion: 1 });
    expect(await since(before)).not.toHaveProperty("keys");
  });

  test("are interfaces that load balancers had, until they are gone", async () => {
    const account = await SmallAccount.create(client);
    const before = await emulator.leftovers();
    const parameters = { Name: "left-over", Type: "network", "Subnets.member.1": account.subnets[0] };
    const created = mustSucceed(await client.form("elasticloadbalancing", "CreateLoadBalancer", parameters));
    expect(await since(before)).toEqual({ loadBalancers: 1, networkInterfaces: 1 });

    const LoadBalancerArn = element("LoadBalancerArn", created);
    expect(LoadBalancerArn).toContain(":loadbalancer/net/left-over/");
    mustSucceed(await client.form("elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn }));

    expect(await since(before)).toEqual({});
  });
});
