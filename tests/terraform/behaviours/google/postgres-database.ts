import type { Behaviour } from "../behaviour";
import { postgresAnswers } from "./postgres-answers";
import { postgresRelations } from "./postgres-relations";
import { atLeast, between, byApi, matching, oneOf } from "../rules";
import { hourAndMinute, labels, orNone } from "./formats";
import { google, manual, source } from "./source";

const settingsOfInstance = google("sql/docs/postgres/instance-settings");

/** Cloud SQL's instance. */
export const postgresDatabase = {
  google_sql_database_instance: {
    source: source("sql/resource_sql_database_instance.go"),
    rules: {
      name: byApi(
        settingsOfInstance,
        matching(
          /[a-z](?:[a-z0-9-]{0,96}[a-z0-9])?/,
          "have 1 to 98 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
          "Database_1",
        ),
      ),
      database_version: byApi(
        google("sql/docs/postgres/admin-api/rest/v1beta4/SqlDatabaseVersion"),
        matching(
          /POSTGRES_(?:9_6|1\d)|MYSQL_(?:5_[67]|8_\d)(?:_\d+)?|SQLSERVER_20\d\d_(?:EXPRESS|WEB|STANDARD|ENTERPRISE)/,
          "be a version of Cloud SQL, such as POSTGRES_17",
          "POSTGRES_17_2",
        ),
      ),
      "settings.activation_policy": byApi(manual("sql_database_instance"), oneOf("ALWAYS", "NEVER", "ON_DEMAND")),
      "settings.availability_type": oneOf("REGIONAL", "ZONAL"),
      "settings.connector_enforcement": oneOf("NOT_REQUIRED", "REQUIRED"),
      "settings.disk_size": byApi(settingsOfInstance, between(10, 65536)),
      "settings.disk_autoresize_limit": byApi(manual("sql_database_instance"), between(0, 65536)),
      "settings.disk_type": byApi(
        manual("sql_database_instance"),
        // the provider compares it without regard to case, and so does the API
        matching(/PD_SSD|PD_HDD|HYPERDISK_BALANCED/i, "be PD_SSD, PD_HDD or HYPERDISK_BALANCED", "gp3"),
      ),
      "settings.edition": oneOf("ENTERPRISE", "ENTERPRISE_PLUS"),
      "settings.tier": byApi(
        settingsOfInstance,
        matching(/db-[a-z0-9]+(?:-[A-Za-z0-9]+)+/, "be a tier of Cloud SQL, such as db-custom-2-7680", "db.t4g.micro"),
      ),
      "settings.user_labels": labels,
      "settings.backup_configuration.backup_retention_settings.retained_backups": byApi(
        google("sql/docs/postgres/backup-recovery/backups#retained-backups"),
        between(1, 365),
      ),
      "settings.backup_configuration.backup_retention_settings.retention_unit": byApi(
        manual("sql_database_instance"),
        oneOf("COUNT", "RETENTION_UNIT_UNSPECIFIED"),
      ),
      "settings.backup_configuration.start_time": byApi(manual("sql_database_instance"), hourAndMinute),
      "settings.backup_configuration.transaction_log_retention_days": byApi(
        manual("sql_database_instance"),
        between(1, 35),
      ),
      "settings.insights_config.query_plans_per_minute": between(0, 200),
      "settings.insights_config.query_string_length": [
        between(1, 1048576),
        byApi(manual("sql_database_instance"), atLeast(256)),
      ],
      "settings.ip_configuration.private_network": orNone(
        matching(
          /.*projects\/[^/]+\/global\/networks\/[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?/,
          "be the id or the link of a network",
          "default",
        ),
      ),
      "settings.ip_configuration.server_ca_mode": oneOf(
        "CA_MODE_UNSPECIFIED",
        "GOOGLE_MANAGED_INTERNAL_CA",
        "GOOGLE_MANAGED_CAS_CA",
        "CUSTOMER_MANAGED_CAS_CA",
      ),
      "settings.ip_configuration.ssl_mode": oneOf(
        "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
        "ENCRYPTED_ONLY",
        "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
      ),
      "settings.maintenance_window.day": between(1, 7),
      "settings.maintenance_window.hour": between(0, 23),
      "settings.maintenance_window.update_track": byApi(
        manual("sql_database_instance"),
        oneOf("canary", "stable", "week5"),
      ),
      "settings.password_validation_policy.complexity": oneOf("COMPLEXITY_DEFAULT", "COMPLEXITY_UNSPECIFIED"),
      "settings.password_validation_policy.min_length": between(0, 2147483647),
      "settings.password_validation_policy.reuse_interval": between(0, 2147483647),
    },
    relations: postgresRelations,
    replacedBy: [
      "name",
      "region",
      "project",
      "encryption_key_name",
      ...[
        "ca_certificate",
        "client_certificate",
        "client_key",
        "connect_retry_interval",
        "dump_file_path",
        "failover_target",
        "master_heartbeat_period",
        "password",
        "ssl_cipher",
        "username",
        "verify_server_certificate",
      ].map((name) => `replica_configuration.${name}`),
      "settings.collation",
      {
        argument: "settings.disk_size",
        when: "it gets smaller",
        test: (before, after) => Number(after) < Number(before),
        example: [20, 10],
      },
      "settings.disk_type",
      {
        argument: "settings.ip_configuration.private_network",
        when: "it is taken away",
        test: (before, after) => before !== "" && after === "",
        example: ["projects/example-project/global/networks/network", ""],
      },
    ],
    defaults: {
      deletion_protection: true,
      "settings.activation_policy": "ALWAYS",
      "settings.availability_type": "ZONAL",
      "settings.backup_configuration.backup_retention_settings.retention_unit": "COUNT",
      "settings.data_cache_config.data_cache_enabled": false,
      "settings.disk_autoresize": true,
      "settings.disk_autoresize_limit": 0,
      "settings.insights_config.query_string_length": 1024,
      "settings.ip_configuration.ipv4_enabled": true,
      "settings.pricing_plan": "PER_USE",
    },
    filledIn: [
      "encryption_key_name",
      "instance_type",
      "maintenance_version",
      "master_instance_name",
      "name",
      "node_count",
      "project",
      "region",
      "replica_configuration",
      "replica_names",
      "replication_cluster",
      "settings",
      "settings.backup_configuration",
      "settings.backup_configuration.backup_retention_settings",
      "settings.backup_configuration.start_time",
      "settings.backup_configuration.transaction_log_retention_days",
      "settings.connection_pool_config",
      "settings.connector_enforcement",
      "settings.data_cache_config",
      "settings.disk_size",
      "settings.disk_type",
      "settings.edition",
      "settings.insights_config",
      "settings.insights_config.query_plans_per_minute",
      "settings.ip_configuration",
      "settings.ip_configuration.server_ca_mode",
      "settings.ip_configuration.ssl_mode",
      "settings.location_preference",
      "settings.user_labels",
    ],
    sensitive: ["replica_configuration.password", "root_password", "server_ca_cert"],
    answers: postgresAnswers,
    undeletable: (settings) => {
      if (settings["deletion_protection"] !== false)
        return "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion";
      const [instance] = (settings["settings"] ?? []) as { deletion_protection_enabled?: unknown }[];
      return instance?.deletion_protection_enabled === true
        ? "Error 400: The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false."
        : undefined;
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
