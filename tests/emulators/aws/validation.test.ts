import type { AwsEmulator } from "./aws-emulator";
import type { Answer, AwsClient } from "./testing/aws-client";
import { withEmulator } from "./testing/with-emulator";

withEmulator("AWS's own models", {}, (emulated) => {
  let client: AwsClient;
  let emulator: AwsEmulator;
  beforeEach(async () => {
    ({ client, emulator } = emulated());
    await emulator.clearRequests();
  });

  const key = { DescribeKey: { KeyId: "" } };
  const cases: readonly (readonly [rule: string, code: string, ask: (client: AwsClient) => Promise<Answer>])[] = [
    [
      "a pattern, of forms",
      "ValidationError",
      (to) => to.form("iam", "CreateRole", { RoleName: "a b", AssumeRolePolicyDocument: "{}" }),
    ],
    [
      "a pattern, as a whole",
      "InvalidParameterException",
      (to) => to.json("logs", "CreateLogGroup", { logGroupName: "a b" }),
    ],
    ["a length", "ValidationException", (to) => to.json("kms", "DescribeKey", key.DescribeKey)],
    ["a range", "InvalidParameterException", (to) => to.json("logs", "DescribeLogGroups", { limit: 51 })],
    [
      "an enumeration",
      "InvalidParameterValue",
      (to) => to.form("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16", InstanceTenancy: "shared" }),
    ],
    ["what is required", "MissingParameter", (to) => to.form("rds", "DeleteDBInstance", {})],
    ["what is required, of JSON", "InvalidParameterException", (to) => to.eks("POST", "/clusters", { name: "a" })],
    ["a number", "InvalidParameterValue", (to) => to.form("ec2", "DescribeVpcs", { MaxResults: "many" })],
    [
      "something deep inside",
      "InvalidParameterException",
      (to) =>
        to.eks("POST", "/clusters", {
          name: "a",
          roleArn: "a",
          resourcesVpcConfig: {},
          accessConfig: { authenticationMode: "NONE" },
        }),
    ],
  ];

  test.each(cases)("refuse a breach of %s", async (_rule, code, ask) => {
    const answer = await ask(client);

    expect(answer).toMatchObject({ code, status: 400 });
    expect(await emulator.refused()).toMatchObject([{ verdict: "invalid" }]);
  });

  test("are told with all that is wrong", async () => {
    const answer = await client.json("logs", "PutRetentionPolicy", { logGroupName: "a b" });

    expect(answer.text).toContain("2 validation errors detected");
    expect(answer.text).toContain("Value null at 'retentionInDays'");
    expect(answer.text).toContain("Value 'a b' at 'logGroupName'");
  });

  test("do not show what is secret", async () => {
    const SecretString = "correct horse ".repeat(5_000);

    const answer = await client.json("secretsmanager", "CreateSecret", { Name: "a", SecretString });

    expect(answer.code).toBe("ValidationException");
    expect(answer.text).toContain("'***' at 'SecretString'");
    expect(answer.text).not.toContain("horse");
  });

  test.each<readonly [what: string, ask: (client: AwsClient) => Promise<Answer>]>([
    ["of a service that is played", (to) => to.form("ec2", "CreateVpcc")],
    ["that moto does not have", (to) => to.form("ec2", "CreateIpamExternalResourceVerificationToken", { IpamId: "i" })],
    ["of EKS", (to) => to.eks("GET", "/cluster-versions")],
  ])("have operations that are not emulated: one %s", async (_what, ask) => {
    const answer = await ask(client);

    expect(answer.status).toBe(501);
    expect(answer.text).toContain("the emulator does not know the operation");
    expect(await emulator.refused()).toMatchObject([{ verdict: "unknown", status: 501 }]);
  });
});
