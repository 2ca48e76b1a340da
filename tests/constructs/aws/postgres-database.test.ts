import type { AwsPostgresDatabaseProps } from "../../../constructs/aws/postgres-database";
import { at, leaves } from "../../support/at";
import { constructJson, dependencies, resolved, remembered } from "../../support/construct-json";
import { database, network } from "./fixtures";

const made = remembered((props: Partial<AwsPostgresDatabaseProps>) =>
  constructJson((stack) => database(stack, network(stack), props)),
);
const instance = (props: Partial<AwsPostgresDatabaseProps> = {}) => made(props).only("aws_db_instance");

describe("The instance of AwsPostgresDatabase", () => {
  test.each([
    ["CKV_AWS_16", "storage_encrypted", true],
    ["CKV_AWS_17", "publicly_accessible", false],
    ["CKV_AWS_129", "enabled_cloudwatch_logs_exports", ["postgresql", "upgrade"]],
    ["CKV_AWS_161", "iam_database_authentication_enabled", true],
    ["CKV_AWS_211", "ca_cert_identifier", "rds-ca-rsa2048-g1"],
    ["CKV_AWS_226", "auto_minor_version_upgrade", true],
    ["CKV_AWS_353", "performance_insights_enabled", true],
    ["CKV2_AWS_60", "copy_tags_to_snapshot", true],
    ["free of charge for a week", "performance_insights_retention_period", 7],
    ["no paid support for old versions", "engine_lifecycle_support", "open-source-rds-extended-support-disabled"],
    ["a password that RDS makes and changes", "manage_master_user_password", true],
  ])("%s: has %s %j", (_, argument, value) => {
    expect(instance()).toHaveProperty(argument, value);
  });

  test("is in the subnets without a way out, behind a firewall of its own", () => {
    const json = made();
    expect(json.only("aws_db_instance")).toMatchObject({
      db_subnet_group_name: "${aws_db_subnet_group.database_subnets.name}",
      vpc_security_group_ids: ["${aws_security_group.database_firewall.id}"],
    });
    expect(json.only("aws_db_subnet_group")).toHaveProperty("subnet_ids", [
      "${aws_subnet.network_database-subnet-0.id}",
      "${aws_subnet.network_database-subnet-1.id}",
      "${aws_subnet.network_database-subnet-2.id}",
    ]);
  });

  test("is made anew in a new VPC and with a new group of subnets, between which RDS could not move it", () => {
    const json = made();
    expect(at(json.only("aws_db_subnet_group"), "lifecycle", "replace_triggered_by")).toEqual([
      "aws_vpc.network_vpc.id",
    ]);
    expect(at(json.only("aws_db_instance"), "lifecycle", "replace_triggered_by")).toEqual([
      "aws_db_subnet_group.database_subnets.id",
    ]);
  });

  test("lets in the cluster's security group at its port, and nothing else", () => {
    const json = made();
    expect(json.only("aws_vpc_security_group_ingress_rule")).toEqual(
      expect.objectContaining({
        security_group_id: "${aws_security_group.database_firewall.id}",
        referenced_security_group_id: "sg-cluster",
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      }),
    );
    expect(json.only("aws_security_group")).not.toHaveProperty("ingress");
    expect(json.only("aws_security_group")).not.toHaveProperty("egress");
    expect(json.names("aws_vpc_security_group_egress_rule")).toEqual([]);
  });

  test("CKV_AWS_23: says what its firewall is for", () => {
    const json = made();
    expect(at(json.only("aws_security_group"), "description")).toBe("PostgreSQL, reached by the nodes only");
    expect(at(json.only("aws_vpc_security_group_ingress_rule"), "description")).toBe(
      "PostgreSQL from the nodes of the cluster",
    );
  });

  test("CKV2_AWS_69, CKV2_AWS_30: forces TLS, and logs slow and defining statements", () => {
    const parameters = made().only("aws_db_parameter_group");
    expect(at(parameters, "parameter")).toEqual([
      { name: "rds.force_ssl", value: "1" },
      { name: "log_min_duration_statement", value: "1000" },
      { name: "log_statement", value: "ddl" },
    ]);
    expect(instance()).toHaveProperty("parameter_group_name", "${aws_db_parameter_group.database_parameters.name}");
  });

  test("can be upgraded: its parameters are made anew, under another name, before the old ones go", () => {
    const parameters = made({ postgresVersion: "18" }).only("aws_db_parameter_group");
    expect(parameters).toMatchObject({
      family: "postgres18",
      name_prefix: "team-",
      lifecycle: { create_before_destroy: true },
    });
    expect(parameters).not.toHaveProperty("name");
    expect(instance({ postgresVersion: "18" })).toMatchObject({
      engine_version: "18",
      allow_major_version_upgrade: true,
    });
  });

  test("has its database from the start; the administrator is not its user", () => {
    expect(instance({ databaseName: "contacts", userName: "clerk" })).toMatchObject({
      db_name: "contacts",
      username: "dbadmin",
    });
  });

  test("grows up to the limit", () => {
    expect(instance({ storageGib: 30, maxStorageGib: 60 })).toMatchObject({
      storage_type: "gp3",
      allocated_storage: 30,
      max_allocated_storage: 60,
    });
  });

  test("is backed up and maintained when it is asked to be", () => {
    expect(
      instance({ backupRetentionDays: 35, backupWindow: "01:00-03:00", maintenanceWindow: "mon:23:00-tue:00:00" }),
    ).toMatchObject({
      backup_retention_period: 35,
      backup_window: "01:00-03:00",
      maintenance_window: "mon:23:00-tue:00:00",
    });
  });

  test.each([true, false])("CKV_AWS_157: has a standby in another zone as it is asked for: %s", (multiZone) => {
    expect(instance({ multiZone })).toHaveProperty("multi_az", multiZone);
  });

  test.each([true, false])("CKV_AWS_293: is protected from deletion as it is asked for: %s", (deletionProtection) => {
    expect(instance({ deletionProtection })).toHaveProperty("deletion_protection", deletionProtection);
  });

  test("tells the service its private name, and the authority that signed for that name", () => {
    const { built } = made();
    expect(resolved(built, built.host)).toBe("${aws_db_instance.database_instance.address}");
    expect(built.caCertificate).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(built.tlsVerification).toBe("full");
  });

  test("is made after its log groups, so that the logs end", () => {
    const groups = ["database_logs", "database_upgrade-logs"];
    expect(dependencies(instance())).toEqual(groups.map((name) => `aws_cloudwatch_log_group.${name}`));
    const json = made({ logRetentionDays: 90 });
    expect(groups.map((name) => json.resource("aws_cloudwatch_log_group", name))).toMatchObject(
      // RDS writes to these names
      ["postgresql", "upgrade"].map((kind) => ({ name: `/aws/rds/instance/team/${kind}`, retention_in_days: 90 })),
    );
    expect(json.names("aws_cloudwatch_log_group")).toHaveLength(groups.length);
  });
});

describe("The version of AwsPostgresDatabase", () => {
  test("is the major one, whose newest minor version RDS installs, when no other is asked for", () => {
    expect(instance({ postgresVersion: "16" })).toMatchObject({
      engine_version: "16",
      auto_minor_version_upgrade: true,
    });
  });

  test("stays at the minor version that is asked for", () => {
    const json = made({ postgresVersion: "16", postgresMinor: 4 });
    expect(json.only("aws_db_instance")).toMatchObject({
      engine_version: "16.4",
      // or Terraform would want to undo what RDS installs by itself
      auto_minor_version_upgrade: false,
    });
    // settings belong to a major version
    expect(json.only("aws_db_parameter_group")).toHaveProperty("family", "postgres16");
  });
});

describe("Enhanced Monitoring of AwsPostgresDatabase", () => {
  test("is off unless it is asked for, and needs no role then", () => {
    const json = made();
    expect(json.only("aws_db_instance")).toHaveProperty("monitoring_interval", 0);
    expect(json.only("aws_db_instance")).not.toHaveProperty("monitoring_role_arn");
    expect(json.names("aws_iam_role")).toEqual([]);
  });

  test("CKV_AWS_118: measures every minute, with a role that RDS takes on and that may do nothing else", () => {
    const json = made({ enhancedMonitoring: true });
    expect(json.only("aws_db_instance")).toMatchObject({
      monitoring_interval: 60,
      monitoring_role_arn: "${aws_iam_role.database_monitoring-role.arn}",
    });
    const role = json.only("aws_iam_role");
    expect(role).toHaveProperty("name", "team-database-monitoring");
    expect(JSON.parse(String(at(role, "assume_role_policy")))).toHaveProperty("Statement", [
      { Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "monitoring.rds.amazonaws.com" } },
    ]);
    expect(json.only("aws_iam_role_policy_attachment")).toMatchObject({
      role: "${aws_iam_role.database_monitoring-role.name}",
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
    expect(json.names("aws_iam_role_policy")).toEqual([]);
  });

  test("starts once its role has the permission, without which RDS refuses the role", () => {
    expect(dependencies(instance({ enhancedMonitoring: true }))).toContain(
      "aws_iam_role_policy_attachment.database_monitoring-policy",
    );
  });
});

describe("The customer key of AwsPostgresDatabase", () => {
  /** What is encrypted with a key, and the argument that says so. */
  const keys = (props: Partial<AwsPostgresDatabaseProps>) =>
    leaves(made(props).json)
      .filter(({ key }) => key.endsWith("kms_key_id"))
      .map(({ path, value }) => [path.slice(1).join("."), value]);

  test("CKV_AWS_149, CKV_AWS_158, CKV_AWS_354: encrypts passwords, logs and insights", () => {
    expect(Object.fromEntries(keys({ keyArn: "arn:key" }))).toEqual({
      "aws_cloudwatch_log_group.database_logs.kms_key_id": "arn:key",
      "aws_cloudwatch_log_group.database_upgrade-logs.kms_key_id": "arn:key",
      "aws_db_instance.database_instance.master_user_secret_kms_key_id": "arn:key",
      "aws_db_instance.database_instance.performance_insights_kms_key_id": "arn:key",
      "aws_secretsmanager_secret.database_user-secret.kms_key_id": "arn:key",
    });
  });

  test("leaves the two that RDS does not exchange as they were when the instance was made", () => {
    expect(at(instance({ keyArn: "arn:key" }), "lifecycle", "ignore_changes")).toEqual([
      "performance_insights_kms_key_id",
      "master_user_secret_kms_key_id",
    ]);
  });

  test("is named nowhere when there is none, so that AWS takes its own", () => {
    expect(keys({})).toEqual([]);
  });
});

describe("The deletion of AwsPostgresDatabase", () => {
  test("is final when it is disposable", () => {
    const json = made({ disposable: true });
    expect(json.only("aws_db_instance")).toHaveProperty("skip_final_snapshot", true);
    expect(json.only("aws_db_instance")).not.toHaveProperty("final_snapshot_identifier");
    expect(json.only("aws_secretsmanager_secret")).toHaveProperty("recovery_window_in_days", 0);
  });

  test("leaves a snapshot, and for a week the password, when it is not", () => {
    const json = made({ disposable: false });
    expect(json.only("aws_db_instance")).toMatchObject({
      skip_final_snapshot: false,
      // as unique as the firewall, of which each database has one of its own
      final_snapshot_identifier: 'team-final-${trimprefix(aws_security_group.database_firewall.id, "sg-")}',
    });
    expect(json.only("aws_secretsmanager_secret")).toHaveProperty("recovery_window_in_days", 7);
  });
});

describe("The password of AwsPostgresDatabase", () => {
  const ephemeral = "${ephemeral.aws_secretsmanager_random_password.database_user.random_password}";

  test("is made in the run, and goes into the secret and nowhere else", () => {
    const json = made();
    expect(at(json.json, "ephemeral", "aws_secretsmanager_random_password", "database_user")).toEqual({
      password_length: 32,
      exclude_punctuation: true,
    });
    expect(json.only("aws_secretsmanager_secret_version")).toMatchObject({
      secret_id: "${aws_secretsmanager_secret.database_user-secret.id}",
      secret_string_wo: `{"username":"demouser","password":"${ephemeral}"}`,
    });
    const uses = leaves(json.json).filter(({ value }) => String(value).includes(ephemeral));
    expect(uses.map(({ key }) => key)).toEqual(["secret_string_wo"]);
  });

  test("is made anew when its version is raised, and only then", () => {
    expect(made({ passwordVersion: 4 }).only("aws_secretsmanager_secret_version")).toHaveProperty(
      "secret_string_wo_version",
      4,
    );
  });
});
