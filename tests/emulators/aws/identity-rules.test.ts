import { type AwsClient, element } from "./testing/aws-client";
import { mustSucceed, SmallAccount, uniqueName } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("Identity and secrets", { account: "222233334444" }, (emulated) => {
  let client: AwsClient;
  beforeEach(() => {
    ({ client } = emulated());
  });

  test("belong to the account that was asked for", async () => {
    expect(element("Account", await client.form("sts", "GetCallerIdentity"))).toBe("222233334444");
  });

  test.each([
    ["attached", "AttachRolePolicy", "DetachRolePolicy"],
    ["its own", "PutRolePolicy", "DeleteRolePolicy"],
  ])("a role goes when no policy is %s", async (_what, give, take) => {
    const account = await SmallAccount.create(client);
    const role = { RoleName: (await account.role("ec2.amazonaws.com")).split("/")[1]! };
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
    const Statement = [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }];
    const own = { PolicyName: "own", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) };
    const policy = give === "AttachRolePolicy" ? { PolicyArn } : own;
    mustSucceed(await client.form("iam", give, { ...role, ...policy }));
    expect((await client.form("iam", "DeleteRole", role)).code).toBe("DeleteConflict");

    mustSucceed(await client.form("iam", take, { ...role, ...policy }));

    expect((await client.form("iam", "DeleteRole", role)).code).toBeUndefined();
  });

  test("a policy goes when no role has it", async () => {
    const Statement = [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const created = await client.form("iam", "CreatePolicy", { PolicyName: uniqueName("policy"), PolicyDocument });
    const PolicyArn = element("Arn", mustSucceed(created));
    const account = await SmallAccount.create(client);
    const RoleName = (await account.role("ec2.amazonaws.com")).split("/")[1]!;
    mustSucceed(await client.form("iam", "AttachRolePolicy", { RoleName, PolicyArn }));
    expect((await client.form("iam", "DeletePolicy", { PolicyArn })).code).toBe("DeleteConflict");

    mustSucceed(await client.form("iam", "DetachRolePolicy", { RoleName, PolicyArn }));

    expect((await client.form("iam", "DeletePolicy", { PolicyArn })).code).toBeUndefined();
  });

  test("an issuer of tokens is trusted once in an account", async () => {
    const Url = `https://${uniqueName("issuer")}.example.org`;
    const parameters = { Url, "ClientIDList.member.1": "sts.amazonaws.com" };

    expect((await client.form("iam", "CreateOpenIDConnectProvider", parameters)).code).toBeUndefined();
    expect((await client.form("iam", "CreateOpenIDConnectProvider", parameters)).code).toBe("EntityAlreadyExists");
  });

  test("the name of a secret stays taken as long as it can be recovered", async () => {
    const Name = uniqueName("secret");
    mustSucceed(await client.json("secretsmanager", "CreateSecret", { Name, SecretString: "a" }));
    mustSucceed(await client.json("secretsmanager", "DeleteSecret", { SecretId: Name, RecoveryWindowInDays: 7 }));

    const again = await client.json("secretsmanager", "CreateSecret", { Name, SecretString: "b" });

    expect(again.code).toBe("InvalidRequestException");
    expect((await emulated().emulator.leftovers())["secretsPendingDeletion"]).toContain(Name);
  });

  test("what is secret is not in the log of requests", async () => {
    const secret = "correct horse battery staple";
    const Name = uniqueName("secret");
    mustSucceed(await client.json("secretsmanager", "CreateSecret", { Name, SecretString: secret }));

    const requests = await emulated().emulator.requests();

    expect(requests.find(({ parameters }) => parameters["Name"] === Name)?.parameters["SecretString"]).toBe("***");
    expect(JSON.stringify(requests)).not.toContain(secret);
  });
});
