import { GooglePostgresDatabase, type GooglePostgresDatabaseProps } from "../../../constructs/google/postgres-database";
import { at, leaves, listAt } from "../../support/at";
import { constructJson, dependencies, resolved, remembered } from "../../support/construct-json";
import { databaseProps, everyService, network, services } from "./fixtures";

const made = remembered((props: Partial<GooglePostgresDatabaseProps>) =>
  constructJson((stack) => {
    const dependsOn = services(stack);
    return new GooglePostgresDatabase(stack, "database", {
      ...databaseProps,
      network: network(stack, dependsOn),
      dependsOn,
      ...props,
    });
  }),
);
const instance = (props: Partial<GooglePostgresDatabaseProps> = {}) => made(props).only("google_sql_database_instance");
const settings = (props: Partial<GooglePostgresDatabaseProps> = {}) => at(instance(props), "settings");

describe("The instance of GooglePostgresDatabase", () => {
  test("CKV_GCP_60: has no address of its own, refuses connections without TLS, and is open to its own project only", () => {
    expect(at(settings(), "ip_configuration")).toEqual({
      ipv4_enabled: false,
      ssl_mode: "ENCRYPTED_ONLY",
      psc_config: [{ psc_enabled: true, allowed_consumer_projects: ["team-project"] }],
    });
  });

  test("always says its edition, because Google's default depends on the version of PostgreSQL", () => {
    expect(
      instance({ postgresVersion: "18", edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" }),
    ).toMatchObject({
      database_version: "POSTGRES_18",
      settings: { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" },
    });
  });

  test("CKV_GCP_14: is backed up daily, and can go back to any point in time", () => {
    expect(at(settings({ backupRetentionDays: 14, pointInTimeDays: 3 }), "backup_configuration")).toEqual({
      enabled: true,
      start_time: "05:00",
      point_in_time_recovery_enabled: true,
      transaction_log_retention_days: 3,
      backup_retention_settings: { retained_backups: 14, retention_unit: "COUNT" },
    });
  });

  test.each([
    ["monday", "00:00", 1, 0, "02:00"],
    ["sunday", "03:00", 7, 3, "05:00"],
    ["friday", "21:00", 5, 21, "23:00"],
    ["saturday", "22:00", 6, 22, "00:00"],
    ["sunday", "23:00", 7, 23, "01:00"],
  ] as const)("is maintained on %s at %s, and backed up two hours later", (day, startTime, number, hour, backup) => {
    const found = settings({ maintenance: { day, startTime } });
    expect(at(found, "maintenance_window")).toEqual({ day: number, hour, update_track: "stable" });
    expect(at(found, "backup_configuration", "start_time")).toBe(backup);
  });

  test("grows up to the limit, which Terraform does not take back", () => {
    expect(settings({ storageGib: 20, maxStorageGib: 40 })).toMatchObject({
      disk_type: "PD_SSD",
      disk_size: 20,
      disk_autoresize: true,
      disk_autoresize_limit: 40,
    });
    expect(at(instance(), "lifecycle", "ignore_changes")).toEqual(["settings[0].disk_size"]);
  });

  test.each([
    [true, "REGIONAL"],
    [false, "ZONAL"],
  ])("has a standby in another zone as it is asked for: %s", (regional, type) => {
    expect(settings({ regional })).toHaveProperty("availability_type", type);
  });

  test.each([true, false])(
    "is protected from Terraform and from everybody else as it is asked for: %s",
    (deletionProtection) => {
      expect(instance({ deletionProtection })).toMatchObject({
        deletion_protection: deletionProtection,
        settings: { deletion_protection_enabled: deletionProtection },
      });
    },
  );

  test.each([
    [true, false],
    [true, true],
    [false, true],
  ])(
    "keeps its backups as it is asked for (%s), also once its protection is off (%s)",
    (keepBackupsOnDelete, deletionProtection) => {
      expect(settings({ keepBackupsOnDelete, deletionProtection })).toHaveProperty(
        "retain_backups_on_delete",
        keepBackupsOnDelete,
      );
    },
  );

  test.each([
    ["CKV_GCP_51", "log_checkpoints", "on"],
    ["CKV_GCP_52", "log_connections", "on"],
    ["CKV_GCP_53", "log_disconnections", "on"],
    ["CKV_GCP_54", "log_lock_waits", "on"],
    ["CKV_GCP_55", "log_min_messages", "warning"],
    ["CKV_GCP_56", "log_temp_files", "0"],
    ["CKV_GCP_57", "log_min_duration_statement", "-1"],
    ["CKV_GCP_109", "log_min_error_statement", "error"],
    ["CKV_GCP_110", "cloudsql.enable_pgaudit", "on"],
    ["CKV_GCP_111", "log_statement", "ddl"],
    ["CKV2_GCP_14", "log_executor_stats", "off"],
    ["CKV2_GCP_15", "log_parser_stats", "off"],
    ["CKV2_GCP_16", "log_planner_stats", "off"],
    ["CKV2_GCP_17", "log_statement_stats", "off"],
    ["login by IAM", "cloudsql.iam_authentication", "on"],
  ])("%s: has the flag %s set to %s", (_, name, value) => {
    expect(listAt(settings(), "database_flags")).toContainEqual({ name, value });
  });

  test.each([
    ["CKV2_GCP_13", "log_duration"],
    ["CKV_GCP_108", "log_hostname"],
  ])("%s: logs what costs something only when it is asked for: %s", (_, name) => {
    const flag = { name, value: "on" };
    expect(listAt(settings(), "database_flags")).not.toContainEqual(flag);
    expect(listAt(settings({ logsStatements: true }), "database_flags")).toContainEqual(flag);
  });

  test("names no flag twice", () => {
    const names = listAt(settings({ logsStatements: true }), "database_flags").map((flag) => at(flag, "name"));
    expect(new Set(names).size).toBe(names.length);
  });

  test("keeps statistics of slow queries, which cost nothing", () => {
    expect(at(settings(), "insights_config")).toEqual({ query_insights_enabled: true });
  });

  test("waits for its API", () => {
    expect(dependencies(instance())).toEqual(everyService);
  });
});

describe("The endpoint of GooglePostgresDatabase", () => {
  test("is an address in the database's subnet that leads to the instance", () => {
    const json = made();
    expect(json.only("google_compute_address")).toMatchObject({
      address_type: "INTERNAL",
      subnetwork: "${google_compute_subnetwork.network_database.id}",
    });
    expect(json.only("google_compute_forwarding_rule")).toMatchObject({
      network: "${google_compute_network.network.id}",
      ip_address: "${google_compute_address.database_address.id}",
      target: "${google_sql_database_instance.database_instance.psc_service_attachment_link}",
      load_balancing_scheme: "",
    });
  });

  test("is the host that the service is told, whose name no certificate carries", () => {
    const { built } = made();
    expect(resolved(built, built.host)).toBe("${google_compute_address.database_address.address}");
    expect(resolved(built, built.caCertificate)).toBe(
      // the provider calls it a secret, which no output may be
      "${nonsensitive(google_sql_database_instance.database_instance.server_ca_cert[0].cert)}",
    );
    expect(built.tlsVerification).toBe("ca");
  });

  test("is made anew with its address and with the instance, because it never leads from or to another one", () => {
    expect(at(made().only("google_compute_forwarding_rule"), "lifecycle", "replace_triggered_by")).toEqual([
      "google_compute_address.database_address.id",
      "google_sql_database_instance.database_instance.id",
    ]);
  });
});

describe("Database and users of GooglePostgresDatabase", () => {
  const user = (name: string, props: Partial<GooglePostgresDatabaseProps> = {}) =>
    made(props).resource("google_sql_user", `database_${name}`);

  test("are a database, an administrator and the service's own user", () => {
    const props = { databaseName: "contacts", userName: "clerk" };
    expect(made(props).only("google_sql_database")).toHaveProperty("name", "contacts");
    expect(user("administrator", props)).toHaveProperty("name", "dbadmin");
    expect(user("user", props)).toHaveProperty("name", "clerk");
  });

  test("go with the instance: PostgreSQL would not let go of them before", () => {
    const json = made();
    expect(json.only("google_sql_database")).toHaveProperty("deletion_policy", "ABANDON");
    expect(user("administrator")).toHaveProperty("deletion_policy", "ABANDON");
    expect(user("user")).toHaveProperty("deletion_policy", "ABANDON");
  });

  test("are made one after the other, because Cloud SQL refuses two operations at once", () => {
    expect(dependencies(user("user"))).toEqual(["google_sql_user.database_administrator"]);
  });

  test.each(["administrator", "user"])(
    "have a password that is made in the run and kept in a secret only: %s",
    (id) => {
      const json = made();
      const password = `\${ephemeral.random_password.database_${id}.result}`;
      expect(at(json.json, "ephemeral", "random_password", `database_${id}`)).toEqual({ length: 32, special: false });
      expect(user(id)).toHaveProperty("password_wo", password);
      const name = id === "user" ? "demouser" : "dbadmin";
      expect(json.resource("google_secret_manager_secret_version", `database_${id}-secret-version`)).toMatchObject({
        secret: `\${google_secret_manager_secret.database_${id}-secret.id}`,
        secret_data_wo: `{"username":"${name}","password":"${password}"}`,
      });
      const uses = leaves(json.json).filter(({ value }) => String(value).includes(password));
      expect(uses.map(({ key }) => key).sort()).toEqual(["password_wo", "secret_data_wo"]);
    },
  );

  test.each(["administrator", "user"])(
    "get the same new password in both places when the version is raised: %s",
    (id) => {
      const json = made({ passwordVersion: 4 });
      expect(json.resource("google_sql_user", `database_${id}`)).toHaveProperty("password_wo_version", 4);
      expect(json.resource("google_secret_manager_secret_version", `database_${id}-secret-version`)).toHaveProperty(
        "secret_data_wo_version",
        4,
      );
    },
  );

  test("keep their secrets in the region of the environment", () => {
    expect(made().resource("google_secret_manager_secret", "database_user-secret")).toMatchObject({
      secret_id: "team-demouser",
      replication: { user_managed: { replicas: [{ location: "europe-west1" }] } },
    });
  });
});
