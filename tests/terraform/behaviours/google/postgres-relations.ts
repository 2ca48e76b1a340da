import { atLeastOneOf, byApi, type Relation } from "../rules";
import { isSet, known, text, type Values } from "../values";
import { mayBe, somethingIn, surelyIs } from "./formats";
import { google, manual, source } from "./source";

const backup = "settings.backup_configuration";
const ip = "settings.ip_configuration";

const number = (settings: Values, path: string): number | undefined => {
  const value = known(settings, path);
  return typeof value === "number" ? value : undefined;
};

/** What the arguments of an instance of Cloud SQL must be like together. */
export const postgresRelations: readonly Relation[] = [
  atLeastOneOf(["settings", "clone"], { settings: null }),
  somethingIn(
    backup,
    [
      "backup_retention_settings",
      "binary_log_enabled",
      "enabled",
      "location",
      "point_in_time_recovery_enabled",
      "start_time",
      "transaction_log_retention_days",
    ],
    { "settings.availability_type": "ZONAL" },
  ),
  somethingIn("settings.insights_config", [
    "query_insights_enabled",
    "query_plans_per_minute",
    "query_string_length",
    "record_application_tags",
    "record_client_address",
  ]),
  somethingIn(ip, [
    "allocated_ip_range",
    "authorized_networks",
    "custom_subject_alternative_names",
    "enable_private_path_for_google_cloud_services",
    "ipv4_enabled",
    "private_network",
    "psc_config",
    "server_ca_mode",
    "server_ca_pool",
    "ssl_mode",
  ]),
  somethingIn("settings.location_preference", ["follow_gae_application", "zone"]),
  somethingIn("settings.maintenance_window", ["day", "hour", "update_track"]),
  {
    arguments: [`${backup}.point_in_time_recovery_enabled`, "database_version"],
    atPlan: true,
    must: `\`${backup}.point_in_time_recovery_enabled\` can only be true when \`database_version\` is one of PostgreSQL or SQL Server`,
    holds: (settings) => {
      const version = known(settings, "database_version");
      return (
        !surelyIs(settings, `${backup}.point_in_time_recovery_enabled`, true) ||
        typeof version !== "string" ||
        /POSTGRES|SQLSERVER/.test(version)
      );
    },
    wrong: { database_version: "MYSQL_8_0" },
    source: source("sql/resource_sql_database_instance.go"),
  },
  byApi(google("sql/docs/postgres/backup-recovery/pitr"), {
    arguments: [`${backup}.point_in_time_recovery_enabled`, `${backup}.enabled`],
    must: `\`${backup}.point_in_time_recovery_enabled\` can only be true when \`${backup}.enabled\` is true`,
    holds: (settings) =>
      !surelyIs(settings, `${backup}.point_in_time_recovery_enabled`, true) ||
      mayBe(settings, `${backup}.enabled`, true),
    wrong: { [`${backup}.enabled`]: false, "settings.availability_type": "ZONAL" },
  }),
  byApi(manual("sql_database_instance"), {
    arguments: ["settings.availability_type", `${backup}.enabled`, `${backup}.point_in_time_recovery_enabled`],
    must: `\`settings.availability_type\` can only be "REGIONAL" when \`${backup}\` has backups and recovery to a point in time enabled`,
    holds: (settings) =>
      !surelyIs(settings, "settings.availability_type", "REGIONAL") ||
      // MySQL has its binary log instead
      text(settings, "database_version").startsWith("MYSQL") ||
      (mayBe(settings, `${backup}.enabled`, true) && mayBe(settings, `${backup}.point_in_time_recovery_enabled`, true)),
    wrong: { "settings.availability_type": "REGIONAL", [`${backup}.point_in_time_recovery_enabled`]: false },
  }),
  byApi(google("sql/docs/postgres/editions-intro"), {
    arguments: ["settings.tier", "settings.edition"],
    must: '`settings.tier` must be of the `settings.edition`: "ENTERPRISE" has shared cores and db-custom-*, "ENTERPRISE_PLUS" has db-perf-optimized-N-*',
    holds: (settings) => {
      const tier = text(settings, "settings.tier");
      if (tier.startsWith("db-perf-optimized-")) return !surelyIs(settings, "settings.edition", "ENTERPRISE");
      return (
        !/^db-(?:f1-micro|g1-small|custom-)/.test(tier) || !surelyIs(settings, "settings.edition", "ENTERPRISE_PLUS")
      );
    },
    wrong: { "settings.edition": "ENTERPRISE_PLUS", "settings.tier": "db-custom-2-7680" },
  }),
  byApi(manual("sql_database_instance"), {
    arguments: [`${backup}.transaction_log_retention_days`, "settings.edition"],
    must: `\`${backup}.transaction_log_retention_days\` must be at most 7 when \`settings.edition\` is "ENTERPRISE"`,
    holds: (settings) =>
      !surelyIs(settings, "settings.edition", "ENTERPRISE") ||
      (number(settings, `${backup}.transaction_log_retention_days`) ?? 0) <= 7,
    wrong: { "settings.edition": "ENTERPRISE", [`${backup}.transaction_log_retention_days`]: 14 },
  }),
  byApi(google("sql/docs/postgres/instance-settings"), {
    arguments: ["settings.disk_autoresize_limit", "settings.disk_size"],
    must: "`settings.disk_autoresize_limit` must be 0 or at least `settings.disk_size`",
    holds: (settings) => {
      const limit = number(settings, "settings.disk_autoresize_limit") ?? 0;
      return limit === 0 || limit >= (number(settings, "settings.disk_size") ?? 0);
    },
    wrong: { "settings.disk_size": 200, "settings.disk_autoresize_limit": 100 },
  }),
  byApi(manual("sql_database_instance"), {
    arguments: [`${ip}.ipv4_enabled`, `${ip}.private_network`, `${ip}.psc_config`],
    must: `\`${ip}.ipv4_enabled\` can only be false when there is another way in: \`private_network\` or \`psc_config\``,
    holds: (settings) =>
      !surelyIs(settings, `${ip}.ipv4_enabled`, false) ||
      isSet(settings, `${ip}.private_network`) ||
      mayBe(settings, `${ip}.psc_config.psc_enabled`, true),
    wrong: { [`${ip}.psc_config`]: null },
  }),
];
