import type { Behaviour } from "../behaviour";
import { atLeast, between, byApi, conflicts, length, matching, needs, oneOf, type Relation } from "../rules";
import { isSet, known } from "../values";
import { arn, kmsKey, rdsName } from "./own-rules";
import { answersOfInstance } from "./postgres-answers";
import { api, source } from "./source";

const clock = "([01]\\d|2[0-3]):[0-5]\\d";
const day = "(mon|tue|wed|thu|fri|sat|sun)";

const withoutHyphenAtTheEnd = matching(/.*[^-]/s, "not end with a hyphen", "demo-");

const storageMayGrow: Relation = {
  arguments: ["max_allocated_storage", "allocated_storage"],
  must: "`max_allocated_storage` must be greater than `allocated_storage`, or 0",
  holds: (settings) => {
    const [most, now] = [known(settings, "max_allocated_storage"), known(settings, "allocated_storage")];
    return typeof most !== "number" || typeof now !== "number" || most === 0 || most > now;
  },
  wrong: { allocated_storage: 100, max_allocated_storage: 50 },
};

const windowsApart: Relation = {
  arguments: ["backup_window", "maintenance_window"],
  must: "`backup_window` must not overlap `maintenance_window`",
  holds: (settings) => {
    const [backup, maintenance] = [known(settings, "backup_window"), known(settings, "maintenance_window")];
    if (typeof backup !== "string" || typeof maintenance !== "string") return true;
    const [from = "", to = ""] = backup.split("-");
    const [start = "", end = ""] = maintenance.split("-").map((time) => time.slice(4));
    const minutes = new Set(minutesOf(from, to));
    return minutesOf(start, end).every((minute) => !minutes.has(minute));
  },
  wrong: { backup_window: "03:30-05:00", maintenance_window: "sun:03:00-sun:04:00" },
};

/** Minutes of the day between two times, also across midnight. */
function minutesOf(from: string, to: string): number[] {
  const [start = 0, end = 0] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
  return Array.from({ length: (end - start + 1440) % 1440 }, (_, index) => (start + index) % 1440);
}

const isEmpty = (block: unknown): boolean => Array.isArray(block) && block.length === 0;

/** An instance of RDS and what belongs to it. */
export const postgresInstance = {
  aws_db_instance: {
    source: source("rds/instance.go"),
    rules: {
      allocated_storage: byApi(api("rds", "CreateDBInstance"), atLeast(5)),
      backup_retention_period: between(0, 35),
      backup_window: matching(new RegExp(`${clock}-${clock}`), "have the form hh24:mi-hh24:mi", "3am-4am"),
      database_insights_mode: oneOf("standard", "advanced"),
      db_name: byApi(
        api("rds", "CreateDBInstance"),
        matching(
          /[A-Za-z]\w{0,62}/,
          "start with a letter and have at most 63 letters, digits and underscores",
          "my-demo",
        ),
      ),
      enabled_cloudwatch_logs_exports: oneOf(
        "agent",
        "alert",
        "audit",
        "diag.log",
        "error",
        "general",
        "iam-db-auth-error",
        "listener",
        "notify.log",
        "oemagent",
        "postgresql",
        "slowquery",
        "trace",
        "upgrade",
      ),
      engine_lifecycle_support: oneOf("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"),
      engine_version: byApi(
        api("rds", "CreateDBInstance"),
        matching(/\d+(\.\d+)?/, "be a version of PostgreSQL", "latest"),
      ),
      final_snapshot_identifier: [
        matching(/[0-9A-Za-z-]*/, "consist of letters, digits and hyphens", "no name!"),
        matching(/(?!.*--).*/s, "not have two hyphens in a row", "my--demo"),
        withoutHyphenAtTheEnd,
      ],
      identifier: [...rdsName, withoutHyphenAtTheEnd, byApi(api("rds", "CreateDBInstance"), length(1, 63))],
      identifier_prefix: rdsName,
      instance_class: byApi(
        api("rds", "CreateDBInstance"),
        matching(/db\.[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9.]+/, "be a class of instances", "t4g.micro"),
      ),
      kms_key_id: arn,
      maintenance_window: matching(
        new RegExp(`${day}:${clock}-${day}:${clock}`, "i"),
        "have the form ddd:hh24:mi-ddd:hh24:mi",
        "sunday 03:00",
      ),
      master_user_secret_kms_key_id: byApi(api("rds", "CreateDBInstance"), kmsKey),
      monitoring_interval: oneOf(0, 1, 5, 10, 15, 30, 60),
      monitoring_role_arn: arn,
      network_type: oneOf("IPV4", "DUAL"),
      performance_insights_kms_key_id: arn,
      performance_insights_retention_period: {
        must: "be 7, 731 or a multiple of 31 below that",
        holds: (value) =>
          [7, 731].includes(Number(value)) || (Number(value) % 31 === 0 && Number(value) > 0 && Number(value) < 731),
        wrong: 30,
      },
      storage_type: byApi(api("rds", "CreateDBInstance"), oneOf("standard", "gp2", "gp3", "io1", "io2")),
      username: byApi(
        api("rds", "CreateDBInstance"),
        matching(
          /[A-Za-z]\w{0,62}/,
          "start with a letter and have at most 63 letters, digits and underscores",
          "db-admin",
        ),
      ),
    },
    relations: [
      conflicts("identifier", "identifier_prefix", { identifier_prefix: "demo-" }),
      conflicts("manage_master_user_password", "password", { password: "correct-horse" }),
      conflicts("manage_master_user_password", "password_wo", { password_wo: "correct-horse", password_wo_version: 1 }),
      needs("password_wo", "password_wo_version", { manage_master_user_password: null, password_wo: "correct-horse" }),
      conflicts("replicate_source_db", "username", { replicate_source_db: "demo", db_name: null }),
      conflicts("replicate_source_db", "db_name", { replicate_source_db: "demo", username: null }),
      byApi(api("rds", "CreateDBInstance"), {
        arguments: ["allocated_storage", "storage_type"],
        must: "`allocated_storage` must be 20 or more when `storage_type` is gp2 or gp3",
        holds: (settings) => {
          const size = known(settings, "allocated_storage");
          return (
            typeof size !== "number" || size >= 20 || !["gp2", "gp3"].includes(String(known(settings, "storage_type")))
          );
        },
        wrong: { allocated_storage: 10 },
      }),
      byApi(api("rds", "CreateDBInstance"), storageMayGrow),
      byApi(api("rds", "CreateDBInstance"), windowsApart),
      byApi(api("rds", "CreateDBInstance"), {
        arguments: ["performance_insights_retention_period", "performance_insights_enabled"],
        must: "`performance_insights_retention_period` must be set together with `performance_insights_enabled` = true",
        holds: (settings) =>
          !isSet(settings, "performance_insights_retention_period") ||
          known(settings, "performance_insights_enabled") !== false,
        wrong: { performance_insights_enabled: false },
      }),
      byApi(api("rds", "CreateDBInstance"), {
        arguments: ["monitoring_interval", "monitoring_role_arn"],
        must: "`monitoring_interval` must be 0 or be set together with `monitoring_role_arn`",
        holds: (settings) =>
          (known(settings, "monitoring_interval") ?? 0) === 0 || isSet(settings, "monitoring_role_arn"),
        wrong: { monitoring_interval: 60 },
      }),
    ],
    replacedBy: [
      "availability_zone",
      "backup_target",
      "character_set_name",
      "custom_iam_instance_profile",
      "db_name",
      "engine",
      "kms_key_id",
      "nchar_character_set_name",
      {
        argument: "restore_to_point_in_time",
        when: "the block is added or taken away",
        test: (before, after) => isEmpty(before) !== isEmpty(after),
        example: [[], [{ source_db_instance_identifier: "demo" }]],
      },
      "snapshot_identifier",
      "storage_encrypted",
      "timezone",
      "username",
    ],
    refused: [
      {
        argument: "engine_version",
        when: "it is lowered",
        because: "InvalidParameterCombination: a database cannot go back to an earlier version",
        // the major version alone is whatever minor version there is
        test: (before, after) =>
          String(after).localeCompare(String(before), "en", { numeric: true }) < 0 &&
          !String(before).startsWith(`${String(after)}.`),
        example: ["17.6", "17.4"],
        source: api("rds", "ModifyDBInstance"),
      },
      {
        argument: "master_user_secret_kms_key_id",
        when: "RDS manages the password already",
        because: "InvalidParameterCombination: the key that encrypts the secret stays",
        test: (before) => before !== "",
        example: ["arn:aws:kms:eu-central-1:111122223333:key/old", "arn:aws:kms:eu-central-1:111122223333:key/new"],
        source: api("rds", "ModifyDBInstance"),
      },
      {
        argument: "performance_insights_kms_key_id",
        when: "there was a key before",
        because: "InvalidParameterCombination: You can't change your Performance Insights KMS key",
        test: (before) => before !== "",
        example: ["arn:aws:kms:eu-central-1:111122223333:key/old", "arn:aws:kms:eu-central-1:111122223333:key/new"],
        source: "https://github.com/hashicorp/terraform-provider-aws/pull/6453",
      },
    ],
    defaults: {
      apply_immediately: false,
      auto_minor_version_upgrade: true,
      copy_tags_to_snapshot: false,
      dedicated_log_volume: false,
      delete_automated_backups: true,
      monitoring_interval: 0,
      performance_insights_enabled: false,
      publicly_accessible: false,
      skip_final_snapshot: false,
    },
    filledIn: [
      "allocated_storage",
      "availability_zone",
      "backup_retention_period",
      "backup_target",
      "backup_window",
      "ca_cert_identifier",
      "character_set_name",
      "database_insights_mode",
      "db_name",
      "db_subnet_group_name",
      "domain_fqdn",
      "engine",
      "engine_lifecycle_support",
      "engine_version",
      "identifier",
      "identifier_prefix",
      "iops",
      "kms_key_id",
      "license_model",
      "maintenance_window",
      "master_user_secret_kms_key_id",
      "monitoring_role_arn",
      "multi_az",
      "nchar_character_set_name",
      "network_type",
      "option_group_name",
      "parameter_group_name",
      "performance_insights_kms_key_id",
      "performance_insights_retention_period",
      "port",
      "replica_mode",
      "snapshot_identifier",
      "storage_throughput",
      "storage_type",
      "timezone",
      "username",
      "vpc_security_group_ids",
    ],
    sensitive: ["password", "password_wo"],
    answers: answersOfInstance,
    undeletable: (settings) => {
      if (known(settings, "deletion_protection") === true)
        return "Cannot delete protected DB Instance, please disable deletion protection and try again.";
      const wantsSnapshot = known(settings, "skip_final_snapshot") !== true;
      return wantsSnapshot && !isSet(settings, "final_snapshot_identifier")
        ? "final_snapshot_identifier is required when skip_final_snapshot is false"
        : undefined;
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
