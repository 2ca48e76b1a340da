import { type AwsClient, element } from "./testing/aws-client";
import { mustSucceed, SmallAccount } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

const addOnVersions = { "1.34": { coredns: "v1.12.4-eksbuild.18", "vpc-cni": "v1.22.4-eksbuild.3" } };
const administrator = "arn:aws:iam::111122223333:role/platform";

withEmulator("EKS", { addOnVersions }, (emulated) => {
  let client: AwsClient;
  let account: SmallAccount;
  beforeEach(async () => {
    ({ client } = emulated());
    account = await SmallAccount.create(client);
  });

  const described = async (path: string): Promise<Record<string, unknown>> => {
    const answer = mustSucceed(await client.eks("GET", path));
    return Object.values(JSON.parse(answer.text) as object)[0] as Record<string, unknown>;
  };

  test.each([
    ["down", "1.33"],
    ["two versions up", "1.36"],
    ["to what it has", "1.34"],
  ])("does not take a cluster %s", async (_what, version) => {
    const cluster = await account.cluster();

    const answer = await client.eks("POST", `/clusters/${cluster}/updates`, { version });

    expect(answer.code).toBe("InvalidParameterException");
    expect(await described(`/clusters/${cluster}`)).toMatchObject({ version: "1.34" });
  });

  test("takes a cluster one version up, and its nodes after it", async () => {
    const cluster = await account.cluster();
    mustSucceed(await account.nodeGroup(cluster));
    const nodes = `/clusters/${cluster}/node-groups/nodes`;
    const early = await client.eks("POST", `${nodes}/update-version`, { version: "1.35" });
    expect(early.code).toBe("InvalidParameterException");

    mustSucceed(await client.eks("POST", `/clusters/${cluster}/updates`, { version: "1.35" }));
    mustSucceed(await client.eks("POST", `${nodes}/update-version`, { version: "1.35" }));

    expect(await described(`/clusters/${cluster}`)).toMatchObject({ version: "1.35" });
    expect(await described(nodes)).toMatchObject({ version: "1.35" });
  });

  test("has no nodes that are newer than the cluster", async () => {
    const cluster = await account.cluster();

    expect((await account.nodeGroup(cluster, { version: "1.35" })).code).toBe("InvalidParameterException");
  });

  test("keeps a cluster that has nodes, and lets it go with them", async () => {
    const cluster = await account.cluster();
    mustSucceed(await account.nodeGroup(cluster));
    expect((await client.eks("DELETE", `/clusters/${cluster}`)).code).toBe("ResourceInUseException");

    mustSucceed(await client.eks("DELETE", `/clusters/${cluster}/node-groups/nodes`));
    mustSucceed(await client.eks("DELETE", `/clusters/${cluster}`));

    expect((await client.eks("GET", `/clusters/${cluster}`)).code).toBe("ResourceNotFoundException");
  });

  test("keeps a protected cluster until the protection is taken off", async () => {
    const cluster = await account.cluster({ deletionProtection: true });
    expect((await client.eks("DELETE", `/clusters/${cluster}`)).code).toBe("InvalidRequestException");

    mustSucceed(await client.eks("POST", `/clusters/${cluster}/update-config`, { deletionProtection: false }));

    expect((await client.eks("DELETE", `/clusters/${cluster}`)).code).toBeUndefined();
  });

  test("changes one thing of a cluster at a time, and only to something else", async () => {
    const cluster = await account.cluster();
    const update = (settings: object) => client.eks("POST", `/clusters/${cluster}/update-config`, settings);
    const logs = { clusterLogging: [{ types: ["audit"], enabled: true }] };
    const network = { endpointPrivateAccess: true };

    expect((await update({ logging: logs, resourcesVpcConfig: network })).code).toBe("InvalidParameterException");
    expect((await update({ resourcesVpcConfig: network })).code).toBeUndefined();
    expect((await update({ resourcesVpcConfig: network })).code).toBe("InvalidParameterException");
    const { resourcesVpcConfig } = await described(`/clusters/${cluster}`);
    expect(resourcesVpcConfig).toMatchObject({ endpointPrivateAccess: true, endpointPublicAccess: true });
  });

  test.each<readonly [what: string, settings: { roleArn?: string }, network: object]>([
    ["that nobody may take on", { roleArn: "arn:aws:iam::111122223333:role/missing" }, {}],
    ["without subnets in two zones", {}, { subnetIds: [] }],
    ["that nobody can reach", {}, { endpointPublicAccess: false, endpointPrivateAccess: false }],
    ["that is open to private addresses", {}, { publicAccessCidrs: ["10.0.0.0/8"] }],
  ])("does not create a cluster %s", async (_what, settings, network) => {
    const answer = await client.eks("POST", "/clusters", {
      name: "refused",
      roleArn: await account.role("eks.amazonaws.com"),
      ...settings,
      resourcesVpcConfig: { subnetIds: account.subnets, ...network },
    });

    expect(answer.code).toBe("InvalidParameterException");
    expect((await client.eks("GET", "/clusters/refused")).code).toBe("ResourceNotFoundException");
  });

  test("has each cluster only once", async () => {
    const name = await account.cluster();
    const roleArn = await account.role("eks.amazonaws.com");
    const parameters = { name, roleArn, resourcesVpcConfig: { subnetIds: account.subnets } };

    expect((await client.eks("POST", "/clusters", parameters)).code).toBe("ResourceInUseException");
  });

  test("knows which versions of an add-on there are for a version of Kubernetes", async () => {
    const cluster = await account.cluster();
    const create = (addonName: string, addonVersion: string) =>
      client.eks("POST", `/clusters/${cluster}/addons`, { addonName, addonVersion });

    expect((await create("coredns", "v1.13.2-eksbuild.21")).code).toBe("InvalidParameterException");
    expect((await create("kube-dns", "v1.12.4-eksbuild.18")).code).toBe("InvalidParameterException");
    expect((await create("coredns", "v1.12.4-eksbuild.18")).code).toBeUndefined();
    expect((await create("coredns", "v1.12.4-eksbuild.18")).code).toBe("ResourceInUseException");
  });

  test("calls an add-on degraded that has no node to run on", async () => {
    const cluster = await account.cluster();
    const parameters = { addonName: "coredns", addonVersion: "v1.12.4-eksbuild.18" };
    mustSucceed(await client.eks("POST", `/clusters/${cluster}/addons`, parameters));
    expect(await described(`/clusters/${cluster}/addons/coredns`)).toMatchObject({ status: "DEGRADED" });

    mustSucceed(await account.nodeGroup(cluster));

    expect(await described(`/clusters/${cluster}/addons/coredns`)).toMatchObject({ status: "ACTIVE" });
  });

  test("does not get nodes ready that have no network plugin", async () => {
    const cluster = await account.cluster({ bootstrapSelfManagedAddons: false });
    mustSucceed(await account.nodeGroup(cluster));

    expect(await described(`/clusters/${cluster}/node-groups/nodes`)).toMatchObject({
      status: "CREATE_FAILED",
      health: { issues: [{ code: "NodeCreationFailure" }] },
    });
  });

  test("does not get nodes to join that have no way out of their subnet", async () => {
    const cluster = await account.cluster();
    const parameters = { VpcId: account.vpc, CidrBlock: "10.0.9.0/24" };
    const subnet = element("subnetId", mustSucceed(await client.form("ec2", "CreateSubnet", parameters)));

    mustSucceed(await account.nodeGroup(cluster, { subnets: [subnet] }));

    expect(await described(`/clusters/${cluster}/node-groups/nodes`)).toMatchObject({ status: "CREATE_FAILED" });
  });

  test("lets principals in by access entries only where the cluster has them", async () => {
    const [without, cluster] = [
      await account.cluster({ accessConfig: { authenticationMode: "CONFIG_MAP" } }),
      await account.cluster(),
    ];
    const create = (name: string) =>
      client.eks("POST", `/clusters/${name}/access-entries`, { principalArn: administrator });

    expect((await create(without)).code).toBe("InvalidRequestException");
    expect((await create(cluster)).code).toBeUndefined();
    expect((await create(cluster)).code).toBe("ResourceInUseException");
    const entry = `/clusters/${cluster}/access-entries/${encodeURIComponent(administrator)}`;
    expect(await described(entry)).toMatchObject({ principalArn: administrator, type: "STANDARD" });
    mustSucceed(await client.eks("DELETE", entry));
    expect((await client.eks("GET", entry)).code).toBe("ResourceNotFoundException");
  });

  test("does not go back from access entries to the map in the cluster", async () => {
    const cluster = await account.cluster();
    const accessConfig = { authenticationMode: "API_AND_CONFIG_MAP" };

    const answer = await client.eks("POST", `/clusters/${cluster}/update-config`, { accessConfig });

    expect(answer.code).toBe("InvalidParameterException");
  });

  test("gives a service account one role", async () => {
    const cluster = await account.cluster();
    const create = (roleArn: string) =>
      client.eks("POST", `/clusters/${cluster}/pod-identity-associations`, {
        namespace: "kube-system",
        serviceAccount: "aws-node",
        roleArn,
      });
    const role = await account.role("pods.eks.amazonaws.com");

    expect((await create(`${role}-missing`)).code).toBe("InvalidParameterException");
    expect((await create(role)).code).toBeUndefined();
    expect((await create(role)).code).toBe("ResourceInUseException");
  });

  test("encrypts its secrets with one key, for ever", async () => {
    const cluster = await account.cluster();
    const associate = (key: string) =>
      client.eks("POST", `/clusters/${cluster}/encryption-config/associate`, {
        encryptionConfig: [
          { resources: ["secrets"], provider: { keyArn: `arn:aws:kms:eu-central-1:111122223333:key/${key}` } },
        ],
      });

    const { update } = JSON.parse(mustSucceed(await associate("first")).text) as { update: { id: string } };

    expect(await described(`/clusters/${cluster}/updates/${update.id}`)).toMatchObject({ status: "Successful" });
    expect((await associate("second")).code).toBe("InvalidParameterException");
    const { encryptionConfig } = await described(`/clusters/${cluster}`);
    expect(JSON.stringify(encryptionConfig)).toContain("key/first");
  });

  test("has tags on everything in it", async () => {
    const cluster = await account.cluster({ tags: { of: "cluster" } });
    const parameters = { addonName: "vpc-cni", addonVersion: "v1.22.4-eksbuild.3", tags: { of: "add-on" } };
    const created = mustSucceed(await client.eks("POST", `/clusters/${cluster}/addons`, parameters));
    const { addon } = JSON.parse(created.text) as { addon: { addonArn: string } };
    const tags = `/tags/${encodeURIComponent(addon.addonArn)}`;

    mustSucceed(await client.eks("POST", tags, { tags: { team: "platform" } }));
    mustSucceed(await client.eks("DELETE", `${tags}?tagKeys=of`));

    expect(await described(tags)).toEqual({ team: "platform" });
    expect(await described(`/clusters/${cluster}`)).toMatchObject({ tags: { of: "cluster" } });
  });

  test("takes its time, and refuses changes meanwhile", async () => {
    const { emulator } = emulated();
    await emulator.setWaiting({ creating: { cluster: 1.5 } });
    const cluster = await account.cluster();
    await emulator.setWaiting({ creating: { cluster: 0 } });

    const creating = await described(`/clusters/${cluster}`);
    expect(creating).toMatchObject({ status: "CREATING" });
    expect(creating).not.toHaveProperty("endpoint");
    expect((await account.nodeGroup(cluster)).code).toBe("InvalidRequestException");
    expect((await client.eks("DELETE", `/clusters/${cluster}`)).code).toBe("ResourceInUseException");

    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await described(`/clusters/${cluster}`)).toMatchObject({ status: "ACTIVE" });
  });

  test("tells the address of a Kubernetes API that a test has put there", async () => {
    const cluster = await account.cluster();
    await emulated().emulator.setClusterEndpoint({ endpoint: "https://127.0.0.1:6443", certificateAuthority: "Q0E=" });

    expect(await described(`/clusters/${cluster}`)).toMatchObject({
      endpoint: "https://127.0.0.1:6443",
      certificateAuthority: { data: "Q0E=" },
    });
  });
});
