import { AwsPostgresDatabase, type AwsPostgresDatabaseProps } from "../../../constructs/aws/postgres-database";
import { at, leaves } from "../../support/at";
import { constructJson, dependencies, resolved, remembered } from "../../support/construct-json";
import { network } from "./fixtures";

const made = remembered((props: Partial<AwsPostgresDatabaseProps>) =>
  constructJson(
    (stack) =>
      new AwsPostgresDatabase(stack, "database", {
        name: "team",
        region: "eu-central-1",
        network: network(stack),
        clientSecurityGroupId: "sg-cluster",
        postgresVersion: "17",
        instanceType: "db.t4g.micro",
        storageGib: 20,
        maxStorageGib: 100,
        databaseName: "demo",
        userName: "demouser",
        passwordVersion: 1,
        backupRetentionDays: 7,
        backupWindow: "05:00-07:00",
        maintenanceWindow: "sun:03:00-sun:04:00",
        multiZone: false,
        deletionProtection: false,
        disposable: true,
        logRetentionDays: 7,
        ...props,
      }),
  ),
);
const instance = (props: Partial<AwsPostgresDatabaseProps> = {}) => made(props).only("aws_db_instance");

describe("The instance of AwsPostgresDatabase", () => {
  test.each([
    ["CKV_AWS_16", "storage_encrypted", true],
    ["CKV_AWS_17", "publicly_accessible", false],
    ["CKV_AWS_129", "enabled_cloudwatch_logs_exports", ["postgresql"]],
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

  test("is made after its log group, so that the logs end", () => {
    expect(dependencies(instance())).toEqual(["aws_cloudwatch_log_group.database_logs"]);
    expect(made({ logRetentionDays: 90 }).only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/rds/instance/team/postgresql",
      retention_in_days: 90,
    });
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
      final_snapshot_identifier: "team-final",
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
