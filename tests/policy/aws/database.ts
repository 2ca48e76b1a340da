import { after, is, isNot, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";
import { isEncryptedWithOwnKey } from "./keys";

const types = ["aws_db_instance"];

/** What a parameter is set to, in the groups that an instance has. */
const parameter = (instance: Resource, stack: Stack, name: string): string | undefined =>
  stack
    .targets(text(instance, "parameter_group_name"))
    .flatMap((group) => list(group, "parameter") as { name: string; value: string }[])
    .find((candidate) => candidate.name === name)?.value;

const changeParameter = (name: string, value: string | undefined, unseen?: string) =>
  after(
    `\`${name}\` is ${value ?? "taken out"}`,
    (_, stack) => {
      for (const group of stack.all("aws_db_parameter_group")) {
        const others = (list(group, "parameter") as { name: string }[]).filter((candidate) => candidate.name !== name);
        put(group, "parameter", value === undefined ? others : [...others, { name, value }]);
      }
    },
    unseen,
  );

/** The instance of RDS. Who may connect is in `firewall.ts`, its logs are in `logs.ts`. */
export const database: readonly Policy[] = [
  { id: "CKV_AWS_16", must: "encrypt what it stores", types, ...is("storage_encrypted", true, false) },
  { id: "CKV_AWS_17", must: "have no public address", types, ...isNot("publicly_accessible", true) },
  { id: "CKV_AWS_157", must: "have a standby in another zone", types, ...is("multi_az", true, false) },
  {
    id: "CKV_AWS_161",
    must: "let programs log in by what they are, without a password",
    types,
    ...is("iam_database_authentication_enabled", true, false),
  },
  {
    id: "CKV_AWS_226",
    must: "be mended by itself",
    types,
    ...is("auto_minor_version_upgrade", true, false),
  },
  {
    id: "CKV_AWS_211",
    must: "have a certificate of a modern authority",
    types,
    ...is("ca_cert_identifier", ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"]),
    broken: [
      when("ca_cert_identifier", "rds-ca-2019"),
      without("ca_cert_identifier", "AWS would choose for it, and clients trust one that is named"),
    ],
  },
  {
    id: "CKV_AWS_250",
    must: "have a version whose extension for logs is safe",
    types,
    holds: (instance) => Number(text(instance, "engine_version").split(".")[0]) >= 14,
    broken: [when("engine_version", "13.2"), without("engine_version", "it judges versions with a minor number only")],
  },
  { id: "CKV_AWS_293", must: "refuse to be deleted", types, ...is("deletion_protection", true, false) },
  {
    id: "CKV_AWS_118",
    must: "measure what the machine does",
    types,
    holds: (instance) => [1, 5, 10, 15, 30, 60].includes(Number(text(instance, "monitoring_interval"))),
    broken: [without("monitoring_interval"), when("monitoring_interval", 0)],
  },
  {
    id: "CKV_AWS_353",
    must: "measure what queries do",
    types,
    ...is("performance_insights_enabled", true, false),
  },
  {
    id: "CKV_AWS_354",
    must: "encrypt what it measures with a key of one's own",
    types,
    concerns: (instance) => setting(instance, "performance_insights_enabled") === true,
    ...isEncryptedWithOwnKey("performance_insights_kms_key_id", "it is content with any text"),
  },
  {
    id: "CKV2_AWS_60",
    must: "have its tags on its snapshots",
    types,
    ...is("copy_tags_to_snapshot", true, false),
  },
  {
    id: "CKV2_AWS_69",
    must: "refuse connections without TLS",
    types,
    holds: (instance, stack) => parameter(instance, stack, "rds.force_ssl") === "1",
    broken: [
      changeParameter("rds.force_ssl", undefined),
      changeParameter("rds.force_ssl", "0"),
      without("parameter_group_name", "it does not know what PostgreSQL does by default"),
    ],
  },
  {
    id: "CKV2_AWS_30",
    must: "log slow queries, and statements that change tables",
    types,
    holds: (instance, stack) =>
      ["ddl", "mod", "all"].includes(parameter(instance, stack, "log_statement") ?? "") &&
      Number(parameter(instance, stack, "log_min_duration_statement") ?? -1) >= 0,
    unseen: "it joins its demands by `or`, and the first is that it is an instance",
    broken: [
      changeParameter("log_statement", undefined),
      changeParameter("log_statement", "none"),
      changeParameter("log_min_duration_statement", undefined),
      changeParameter("log_min_duration_statement", "-1"),
    ],
  },
  {
    id: "CKV_AWS_133",
    must: "be backed up",
    types,
    holds: (instance) => Number(text(instance, "backup_retention_period") || 1) > 0,
    broken: [when("backup_retention_period", 0)],
  },
  {
    id: "OWN_AWS_DATABASE_BACKUPS",
    must: "be restorable for 7 to 35 days; left out, it is none at all, which CKV_AWS_133 takes for one",
    types,
    holds: (instance) =>
      Number(text(instance, "backup_retention_period")) >= 7 && Number(text(instance, "backup_retention_period")) <= 35,
    broken: [without("backup_retention_period"), when("backup_retention_period", 1)],
  },
  {
    id: "OWN_AWS_DATABASE_PASSWORD",
    must: "have its administrator's password made and kept by AWS, where Terraform does not see it",
    types,
    holds: (instance) =>
      setting(instance, "manage_master_user_password") === true &&
      ["password", "password_wo"].every((path) => setting(instance, path) === undefined),
    broken: [without("manage_master_user_password"), when("password", "${random_password.administrator.result}")],
  },
  {
    id: "OWN_AWS_DATABASE_SNAPSHOT",
    must: "leave a last snapshot when it is deleted",
    types,
    holds: (instance) =>
      setting(instance, "skip_final_snapshot") !== true && text(instance, "final_snapshot_identifier") !== "",
    broken: [when("skip_final_snapshot", true), without("final_snapshot_identifier")],
  },
  {
    id: "OWN_AWS_DATABASE_SUPPORT",
    must: "not slip into extended support, which costs as much again",
    types,
    ...is("engine_lifecycle_support", "open-source-rds-extended-support-disabled", "open-source-rds-extended-support"),
  },
];
