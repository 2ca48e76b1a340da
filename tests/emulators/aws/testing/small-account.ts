import { type Answer, type AwsClient, element } from "./aws-client";

let made = 0;

/** A name that no other test of the file has taken. */
export const uniqueName = (prefix: string): string => `${prefix}-${(made += 1)}`;

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

/** What most tests need before the one thing that they are about. */
export class SmallAccount {
  private constructor(
    private readonly client: AwsClient,
    readonly vpc: string,
    /** In two zones, both with a way to the internet. */
    readonly subnets: readonly [string, string],
    readonly gateway: string,
  ) {}

  static async create(client: AwsClient): Promise<SmallAccount> {
    const done = async (operation: string, parameters: Record<string, string | number>): Promise<Answer> =>
      mustSucceed(await client.form("ec2", operation, parameters));

    const vpc = element("vpcId", await done("CreateVpc", { CidrBlock: "10.0.0.0/16" }));
    await done("ModifyVpcAttribute", { VpcId: vpc, "EnableDnsHostnames.Value": "true" });
    const gateway = element("internetGatewayId", await done("CreateInternetGateway", {}));
    await done("AttachInternetGateway", { InternetGatewayId: gateway, VpcId: vpc });
    const table = element("routeTableId", await done("CreateRouteTable", { VpcId: vpc }));
    await done("CreateRoute", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway });
    const subnets = [];
    for (const [index, zone] of ["a", "b"].entries()) {
      const parameters = { VpcId: vpc, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `eu-central-1${zone}` };
      const subnet = element("subnetId", await done("CreateSubnet", parameters));
      await done("AssociateRouteTable", { RouteTableId: table, SubnetId: subnet });
      subnets.push(subnet);
    }
    return new SmallAccount(client, vpc, [subnets[0]!, subnets[1]!], gateway);
  }

  /** @returns its ARN */
  async role(service: string): Promise<string> {
    const parameters = { RoleName: uniqueName("role"), AssumeRolePolicyDocument: trust(service) };
    return element("Arn", mustSucceed(await this.client.form("iam", "CreateRole", parameters)));
  }

  async securityGroup(): Promise<string> {
    const parameters = { GroupName: uniqueName("group"), GroupDescription: "for a test", VpcId: this.vpc };
    return element("groupId", mustSucceed(await this.client.form("ec2", "CreateSecurityGroup", parameters)));
  }

  /** @returns its name */
  async cluster(settings: object = {}): Promise<string> {
    const name = uniqueName("cluster");
    mustSucceed(
      await this.client.eks("POST", "/clusters", {
        name,
        version: "1.34",
        roleArn: await this.role("eks.amazonaws.com"),
        resourcesVpcConfig: { subnetIds: this.subnets },
        accessConfig: { authenticationMode: "API" },
        ...settings,
      }),
    );
    return name;
  }

  async nodeGroup(cluster: string, settings: object = {}): Promise<Answer> {
    return this.client.eks("POST", `/clusters/${cluster}/node-groups`, {
      nodegroupName: "nodes",
      nodeRole: await this.role("ec2.amazonaws.com"),
      subnets: this.subnets,
      ...settings,
    });
  }

  /** @returns its name, which is that of its groups too */
  async database(settings: Record<string, string | number | boolean> = {}): Promise<string> {
    const name = uniqueName("database");
    mustSucceed(
      await this.client.form("rds", "CreateDBSubnetGroup", {
        DBSubnetGroupName: name,
        DBSubnetGroupDescription: "for a test",
        "SubnetIds.SubnetIdentifier.1": this.subnets[0],
        "SubnetIds.SubnetIdentifier.2": this.subnets[1],
      }),
    );
    const group = { DBParameterGroupName: name, DBParameterGroupFamily: "postgres16", Description: "for a test" };
    mustSucceed(await this.client.form("rds", "CreateDBParameterGroup", group));
    mustSucceed(
      await this.client.form("rds", "CreateDBInstance", {
        DBInstanceIdentifier: name,
        DBInstanceClass: "db.t4g.micro",
        Engine: "postgres",
        EngineVersion: "16",
        AllocatedStorage: 20,
        MasterUsername: "dbadmin",
        ManageMasterUserPassword: true,
        DBSubnetGroupName: name,
        DBParameterGroupName: name,
        "VpcSecurityGroupIds.VpcSecurityGroupId.1": await this.securityGroup(),
        ...settings,
      }),
    );
    return name;
  }
}

/** For what a test takes for granted. */
export function mustSucceed(answer: Answer): Answer {
  if (answer.code !== undefined) throw new Error(`${answer.status} ${answer.code}: ${answer.text}`);
  return answer;
}

/** @returns its name */
export async function createBucket(client: AwsClient): Promise<string> {
  const name = uniqueName("bucket");
  const region = "<LocationConstraint>eu-central-1</LocationConstraint>";
  mustSucceed(
    await client.s3("PUT", `/${name}`, {}, `<CreateBucketConfiguration>${region}</CreateBucketConfiguration>`),
  );
  return name;
}
