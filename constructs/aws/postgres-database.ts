import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn, TerraformStack } from "cdktf";
import { Construct } from "constructs";

import type { PostgresDatabase } from "../contracts";
import { ephemeral } from "../ephemeral";
import { assumeRolePolicy } from "./iam";
import { rdsCertificateAuthority } from "./rds-certificate-authority";
import type { AwsNetwork } from "./network";
import { replacementOf } from "../replacement";

export interface AwsPostgresDatabaseProps {
  /** Identifier of the instance and prefix of the names around it. Changing it replaces the database. */
  readonly name: string;
  readonly region: string;
  readonly network: AwsNetwork;
  /** The only security group from which the database is reached: the cluster's. */
  readonly clientSecurityGroupId: string;
  /** Major version. Raising it is an upgrade with a downtime. */
  readonly postgresVersion: string;
  /** Minor version to stay at. @default - RDS installs new ones in the maintenance window */
  readonly postgresMinor?: number | undefined;
  readonly instanceType: string;
  /** Storage at the start, in GiB. */
  readonly storageGib: number;
  /** Limit up to which the storage grows by itself, in GiB. */
  readonly maxStorageGib: number;
  /** Changing it replaces the database. */
  readonly databaseName: string;
  readonly userName: string;
  /** Raising it has a new password for `userName` generated. */
  readonly passwordVersion: number;
  readonly backupRetentionDays: number;
  /** Daily start of the backup and weekly hour of maintenance, in the form that RDS wants and without overlap. */
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly multiZone: boolean;
  readonly deletionProtection: boolean;
  /** Whether a deletion is final: no last snapshot, no password that could be recovered. */
  readonly disposable: boolean;
  readonly logRetentionDays: number;
  /** Whether the operating system is measured every minute (Enhanced Monitoring), for about $1 a month of CloudWatch. */
  readonly enhancedMonitoring: boolean;
  /**
   * ARN of the customer key that encrypts passwords, logs and insights. An instance keeps the keys that it was made
   * with for its insights and the administrator's password; its storage has RDS's own key in any case.
   *
   * @default - keys that AWS manages
   */
  readonly keyArn?: string | undefined;
}

/** An RDS instance in private subnets. Costs about $14 a month in the smallest size. */
export class AwsPostgresDatabase extends Construct implements PostgresDatabase {
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly userName: string;
  readonly caCertificate: string;
  readonly tlsVerification = "full";
  readonly passwordReference: string;
  readonly administratorReference: string;
  /** The secret with the login of `userName`. */
  readonly userSecretArn: string;

  constructor(scope: Construct, id: string, props: AwsPostgresDatabaseProps) {
    super(scope, id);
    const { name } = props;

    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: `Private subnets of ${name}`,
      subnetIds: props.network.databaseSubnets.map((subnet) => subnet.id),
      // the provider would try to move it to the subnets of another VPC, which RDS refuses
      lifecycle: { replaceTriggeredBy: [replacementOf(props.network.vpc)] },
    });
    const firewall = new SecurityGroup(this, "firewall", {
      name: `${name}-database`,
      description: "PostgreSQL, reached by the nodes only", // CKV_AWS_23
      vpcId: props.network.vpc.id,
    });
    new VpcSecurityGroupIngressRule(this, "from-nodes", {
      securityGroupId: firewall.id,
      referencedSecurityGroupId: props.clientSecurityGroupId,
      description: "PostgreSQL from the nodes of the cluster",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
    });
    // a group in use cannot be deleted, so a new one must be made under another name first
    const parameters = new DbParameterGroup(this, "parameters", {
      namePrefix: `${name}-`,
      family: `postgres${props.postgresVersion}`,
      description: `Settings of ${name}`,
      parameter: [
        { name: "rds.force_ssl", value: "1" }, // CKV2_AWS_69
        { name: "log_min_duration_statement", value: "1000" }, // CKV2_AWS_30
        { name: "log_statement", value: "ddl" },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    // made first: otherwise RDS creates them, for ever, and Terraform does not know of them
    const logGroup = (id: string, kind: string): CloudwatchLogGroup =>
      new CloudwatchLogGroup(this, id, {
        name: `/aws/rds/instance/${name}/${kind}`,
        retentionInDays: props.logRetentionDays,
        kmsKeyId: props.keyArn, // CKV_AWS_158
      });
    const logs = [logGroup("logs", "postgresql"), logGroup("upgrade-logs", "upgrade")];

    const monitoring = props.enhancedMonitoring ? this.createMonitoringRole(name) : undefined;
    const isPinned = props.postgresMinor !== undefined;
    const instance = new DbInstance(this, "instance", {
      identifier: name,
      engine: "postgres",
      // with the major version alone, what RDS installs by itself is no difference to Terraform
      engineVersion: isPinned ? `${props.postgresVersion}.${props.postgresMinor}` : props.postgresVersion,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: props.instanceType,
      dbName: props.databaseName,
      username: "dbadmin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: props.keyArn,
      storageType: "gp3",
      allocatedStorage: props.storageGib,
      maxAllocatedStorage: props.maxStorageGib,
      storageEncrypted: true, // CKV_AWS_16
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [firewall.id],
      publiclyAccessible: false, // CKV_AWS_17
      multiAz: props.multiZone, // CKV_AWS_157
      parameterGroupName: parameters.name,
      caCertIdentifier: "rds-ca-rsa2048-g1", // CKV_AWS_211
      iamDatabaseAuthenticationEnabled: true, // CKV_AWS_161
      autoMinorVersionUpgrade: !isPinned, // CKV_AWS_226
      allowMajorVersionUpgrade: true,
      backupRetentionPeriod: props.backupRetentionDays, // CKV_AWS_133
      backupWindow: props.backupWindow,
      maintenanceWindow: props.maintenanceWindow,
      copyTagsToSnapshot: true, // CKV2_AWS_60
      deletionProtection: props.deletionProtection, // CKV_AWS_293
      lifecycle: {
        // the cloud would refuse only after Terraform had deleted what is around it; this stops the plan
        preventDestroy: props.deletionProtection,
        // an instance does not leave its subnet group, nor is a group deleted that has one
        replaceTriggeredBy: [replacementOf(subnets)],
        // RDS refuses another key for these once they have one
        ignoreChanges: ["performance_insights_kms_key_id", "master_user_secret_kms_key_id"],
      },
      skipFinalSnapshot: props.disposable,
      // RDS refuses the deletion when an earlier database of this name left a snapshot of the same name; what is made
      // anew together with the firewall gets another one
      finalSnapshotIdentifier: props.disposable ? undefined : `${name}-final-${Fn.trimprefix(firewall.id, "sg-")}`,
      performanceInsightsEnabled: true, // CKV_AWS_353, free for seven days of history
      performanceInsightsRetentionPeriod: 7,
      performanceInsightsKmsKeyId: props.keyArn, // CKV_AWS_354
      monitoringInterval: monitoring === undefined ? 0 : 60, // CKV_AWS_118
      monitoringRoleArn: monitoring?.role.arn,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"], // CKV_AWS_129
      // RDS refuses a role that may not write yet
      dependsOn: [...logs, ...(monitoring === undefined ? [] : [monitoring.attachment])],
    });

    this.host = instance.address;
    this.port = instance.port;
    this.databaseName = props.databaseName;
    this.userName = props.userName;
    this.caCertificate = rdsCertificateAuthority(props.region);
    this.userSecretArn = this.createUserSecret(props);
    this.passwordReference = `aws-secrets-manager:${this.userSecretArn}`;
    this.administratorReference = `aws-secrets-manager:${instance.masterUserSecret.get(0).secretArn}`;
  }

  private createMonitoringRole(name: string) {
    const role = new IamRole(this, "monitoring-role", {
      name: `${name}-database-monitoring`,
      assumeRolePolicy: assumeRolePolicy("monitoring.rds.amazonaws.com"),
    });
    const attachment = new IamRolePolicyAttachment(this, "monitoring-policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
    return { role, attachment };
  }

  /** The role itself is created inside the database, by whoever connects the cluster; its password is made here. */
  private createUserSecret({ name, userName, passwordVersion, disposable, keyArn }: AwsPostgresDatabaseProps): string {
    const password = ephemeral(TerraformStack.of(this), "aws_secretsmanager_random_password", "database_user", {
      attribute: "random_password",
      settings: { password_length: 32, exclude_punctuation: true },
    });
    const secret = new SecretsmanagerSecret(this, "user-secret", {
      name: `${name}/${userName}`,
      description: `Login of ${userName} in ${name}`,
      // as long as it can be recovered its name is blocked
      recoveryWindowInDays: disposable ? 0 : 7,
      kmsKeyId: keyArn, // CKV_AWS_149
    });
    const version = new SecretsmanagerSecretVersion(this, "user-secret-version", {
      secretId: secret.id,
      secretStringWo: `{"username":"${userName}","password":"${password}"}`,
      secretStringWoVersion: passwordVersion,
    });
    return version.arn;
  }
}
