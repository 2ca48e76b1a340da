import { type AwsClient, element } from "./testing/aws-client";
import { mustSucceed, SmallAccount, uniqueName } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

/** Each of these is what Terraform would otherwise want to change for ever, or could not change at all. */
withEmulator("What moto leaves out", {}, (emulated) => {
  let client: AwsClient;
  beforeEach(() => {
    ({ client } = emulated());
  });

  test("a launch template's own tags are not those of its machines", async () => {
    const LaunchTemplateName = uniqueName("template");
    mustSucceed(
      await client.form("ec2", "CreateLaunchTemplate", {
        LaunchTemplateName,
        "LaunchTemplateData.TagSpecification.1.ResourceType": "instance",
        "LaunchTemplateData.TagSpecification.1.Tag.1.Key": "of",
        "LaunchTemplateData.TagSpecification.1.Tag.1.Value": "machine",
        "TagSpecification.1.ResourceType": "launch-template",
        "TagSpecification.1.Tag.1.Key": "of",
        "TagSpecification.1.Tag.1.Value": "template",
      }),
    );

    const versions = await client.form("ec2", "DescribeLaunchTemplateVersions", { LaunchTemplateName });
    const templates = await client.form("ec2", "DescribeLaunchTemplates", {
      "LaunchTemplateName.1": LaunchTemplateName,
    });

    expect(element("value", versions)).toBe("machine");
    expect(versions.text).not.toContain("<value>template</value>");
    expect(element("value", templates)).toBe("template");
  });

  test("a launch template has the tags that it was given later", async () => {
    const LaunchTemplateName = uniqueName("template");
    const parameters = { LaunchTemplateName, "LaunchTemplateData.InstanceType": "t3.medium" };
    const created = mustSucceed(await client.form("ec2", "CreateLaunchTemplate", parameters));
    const tag = { "Tag.1.Key": "team", "Tag.1.Value": "platform" };
    const ResourceId = { "ResourceId.1": element("launchTemplateId", created) };
    mustSucceed(await client.form("ec2", "CreateTags", { ...ResourceId, ...tag }));

    const described = await client.form("ec2", "DescribeLaunchTemplates", {
      "LaunchTemplateName.1": LaunchTemplateName,
    });

    expect(element("value", described)).toBe("platform");
  });

  test("parameters that somebody has set are told apart, and can be taken back", async () => {
    const DBParameterGroupName = uniqueName("parameters");
    const group = { DBParameterGroupName, DBParameterGroupFamily: "postgres17", Description: "for a test" };
    mustSucceed(await client.form("rds", "CreateDBParameterGroup", group));
    const parameter = {
      DBParameterGroupName,
      "Parameters.Parameter.1.ParameterName": "rds.force_ssl",
      "Parameters.Parameter.1.ParameterValue": "1",
      "Parameters.Parameter.1.ApplyMethod": "immediate",
    };
    mustSucceed(await client.form("rds", "ModifyDBParameterGroup", parameter));
    const described = () => client.form("rds", "DescribeDBParameters", { DBParameterGroupName });
    expect(element("Source", await described())).toBe("user");

    mustSucceed(await client.form("rds", "ResetDBParameterGroup", parameter));

    expect((await described()).text).not.toContain("rds.force_ssl");
  });

  test("the major version of a database becomes its newest minor one", async () => {
    const account = await SmallAccount.create(client);
    const database = await account.database({ EngineVersion: "16" });

    const answer = await client.form("rds", "DescribeDBInstances", { DBInstanceIdentifier: database });

    expect(element("EngineVersion", answer)).toMatch(/^16\.\d+$/);
  });

  test("two databases are told apart by their id, from the first answer on", async () => {
    const account = await SmallAccount.create(client);
    const idOf = async (): Promise<string> => {
      const settings = {
        DBInstanceClass: "db.t4g.micro",
        Engine: "postgres",
        EngineVersion: "17",
        AllocatedStorage: 20,
      };
      const login = { MasterUsername: "dbadmin", ManageMasterUserPassword: true };
      const name = { DBInstanceIdentifier: uniqueName("database"), DBSubnetGroupName: await account.database() };
      const created = await client.form("rds", "CreateDBInstance", { ...name, ...settings, ...login });
      return element("DbiResourceId", mustSucceed(created));
    };

    const id = await idOf();

    expect(await idOf()).not.toBe(id);
    const Filters = { "Filters.Filter.1.Name": "dbi-resource-id", "Filters.Filter.1.Values.Value.1": id };
    expect(element("DbiResourceId", await client.form("rds", "DescribeDBInstances", Filters))).toBe(id);
  });

  test("an interface endpoint has the security groups of its own, not those of the network", async () => {
    const account = await SmallAccount.create(client);
    const [first, second] = [await account.securityGroup(), await account.securityGroup()];
    const created = await client.form("ec2", "CreateVpcEndpoint", {
      VpcId: account.vpc,
      ServiceName: "com.amazonaws.eu-central-1.sts",
      VpcEndpointType: "Interface",
      "SubnetId.1": account.subnets[0],
      "SecurityGroupId.1": first,
    });
    const VpcEndpointId = element("vpcEndpointId", mustSucceed(created));
    const groupsInSubnet = async (): Promise<string> => {
      const filter = { "Filter.1.Name": "subnet-id", "Filter.1.Value.1": account.subnets[0] };
      return element("groupId", await client.form("ec2", "DescribeNetworkInterfaces", filter));
    };
    expect(await groupsInSubnet()).toBe(first);

    const change = { VpcEndpointId, "AddSecurityGroupId.1": second, "RemoveSecurityGroupId.1": first };
    mustSucceed(await client.form("ec2", "ModifyVpcEndpoint", change));

    expect(await groupsInSubnet()).toBe(second);
  });

  test("a rule of a security group can be changed in all that it says", async () => {
    const account = await SmallAccount.create(client);
    const GroupId = await account.securityGroup();
    const rule = { "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8" };
    const added = await client.form("ec2", "AuthorizeSecurityGroupIngress", { GroupId, ...rule });
    const id = element("securityGroupRuleId", mustSucceed(added));

    mustSucceed(
      await client.form("ec2", "ModifySecurityGroupRules", {
        GroupId,
        "SecurityGroupRule.1.SecurityGroupRuleId": id,
        "SecurityGroupRule.1.SecurityGroupRule.IpProtocol": "tcp",
        "SecurityGroupRule.1.SecurityGroupRule.FromPort": 443,
        "SecurityGroupRule.1.SecurityGroupRule.ToPort": 443,
        "SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId": GroupId,
        "SecurityGroupRule.1.SecurityGroupRule.Description": "among themselves",
      }),
    );

    const answer = await client.form("ec2", "DescribeSecurityGroupRules", { "SecurityGroupRuleId.1": id });
    expect(answer.text).not.toContain("10.0.0.0/8");
    expect([element("fromPort", answer), element("description", answer)]).toEqual(["443", "among themselves"]);
  });

  test("a key is rotated as often as was wished", async () => {
    const key = mustSucceed(await client.json("kms", "CreateKey", {}));
    const { KeyId } = (JSON.parse(key.text) as { KeyMetadata: { KeyId: string } }).KeyMetadata;
    mustSucceed(await client.json("kms", "EnableKeyRotation", { KeyId, RotationPeriodInDays: 180 }));

    const { text } = await client.json("kms", "GetKeyRotationStatus", { KeyId });

    expect(JSON.parse(text)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 180 });
  });

  test("images are no longer scanned when nothing is said of it", async () => {
    const repositoryName = uniqueName("repository");
    const imageScanningConfiguration = { scanOnPush: true };
    mustSucceed(await client.json("ecr", "CreateRepository", { repositoryName, imageScanningConfiguration }));

    const parameters = { repositoryName, imageScanningConfiguration: {} };
    mustSucceed(await client.json("ecr", "PutImageScanningConfiguration", parameters));

    const { text } = await client.json("ecr", "DescribeRepositories", { repositoryNames: [repositoryName] });
    expect(JSON.parse(text)).toMatchObject({
      repositories: [{ imageScanningConfiguration: { scanOnPush: false } }],
    });
  });

  test("a role keeps what is not spoken of", async () => {
    const RoleName = uniqueName("role");
    const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    mustSucceed(
      await client.form("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument, Description: "for a test" }),
    );

    mustSucceed(await client.form("iam", "UpdateRole", { RoleName, MaxSessionDuration: 7200 }));

    const role = await client.form("iam", "GetRole", { RoleName });
    expect([element("Description", role), element("MaxSessionDuration", role)]).toEqual(["for a test", "7200"]);
  });

  test("an issuer of tokens has a thumbprint, and other clients later", async () => {
    const Url = `https://${uniqueName("issuer")}.example.org`;
    const created = await client.form("iam", "CreateOpenIDConnectProvider", { Url, "ClientIDList.member.1": "first" });
    const provider = { OpenIDConnectProviderArn: element("OpenIDConnectProviderArn", mustSucceed(created)) };
    mustSucceed(await client.form("iam", "AddClientIDToOpenIDConnectProvider", { ...provider, ClientID: "second" }));
    mustSucceed(
      await client.form("iam", "RemoveClientIDFromOpenIDConnectProvider", { ...provider, ClientID: "first" }),
    );

    const { text } = await client.form("iam", "GetOpenIDConnectProvider", provider);

    expect(text).toMatch(/<member>[0-9a-f]{40}<\/member>/);
    expect(text).toContain("<member>second</member>");
    expect(text).not.toContain("<member>first</member>");
  });
});
