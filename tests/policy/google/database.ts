import { postgres } from "../../../environments/schema/catalogue/versions";
import { referred } from "../references";
import { after, is, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, text } from "../stack";

const types = ["google_sql_database_instance"];
const parts = ["google_sql_database", "google_sql_user"];

const version = (instance: Resource): string => /^POSTGRES_(\d+)$/.exec(text(instance, "database_version"))?.[1] ?? "";

/** The instance of Cloud SQL. Its backups, its log and its clients have files of their own. */
export const database: readonly Policy[] = [
  {
    id: "CKV_GCP_79",
    must: "be the newest PostgreSQL",
    types,
    ...is("database_version", "POSTGRES_18"),
    broken: [when("database_version", "POSTGRES_17")],
  },
  {
    id: "OWN_GOOGLE_DATABASE_SUPPORTED",
    must: "be a PostgreSQL that is still mended",
    types,
    holds: (instance) => version(instance) in postgres.supported,
    broken: [
      without("database_version", "it looks at the flags of what says that it is PostgreSQL"),
      when("database_version", "POSTGRES_13"),
    ],
    partOf: "CKV_GCP_79",
  },
  {
    id: "OWN_GOOGLE_DATABASE_EDITION",
    must: "say its edition, which Google would choose by the version, and a size that there is in it",
    types,
    holds: (instance) =>
      (text(instance, "settings.edition") === "ENTERPRISE_PLUS") ===
        text(instance, "settings.tier").startsWith("db-perf-optimized-") &&
      text(instance, "settings.edition").startsWith("ENTERPRISE"),
    broken: [
      without("settings.edition"),
      when("settings.edition", "ENTERPRISE_PLUS"),
      when("settings.tier", "db-perf-optimized-N-2"),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_STANDBY",
    must: "have a standby in another zone",
    types,
    ...is("settings.availability_type", "REGIONAL", "ZONAL"),
  },
  {
    id: "OWN_GOOGLE_DATABASE_DELETION",
    must: "refuse to be deleted by anybody, and have Terraform refuse it before it deletes what is around",
    types,
    holds: (instance) =>
      ["deletion_protection", "settings.deletion_protection_enabled", "lifecycle.prevent_destroy"].every(
        (path) => setting(instance, path) === true,
      ),
    broken: [
      without("deletion_protection"),
      when("deletion_protection", false),
      when("settings.deletion_protection_enabled", false),
      without("lifecycle.prevent_destroy"),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_MAINTENANCE",
    must: "be maintained at an hour that was chosen, after others were",
    types,
    holds: (instance) => {
      const [day, hour] = ["day", "hour"].map((part) => text(instance, `settings.maintenance_window.${part}`));
      return (
        /^[1-7]$/.test(day!) &&
        /^(1?\d|2[0-3])$/.test(hour!) &&
        text(instance, "settings.maintenance_window.update_track") === "stable"
      );
    },
    broken: [
      without("settings.maintenance_window"),
      when("settings.maintenance_window.day", 0),
      when("settings.maintenance_window.hour", 24),
      when("settings.maintenance_window.update_track", "canary"),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_GROWTH",
    must: "grow by itself up to a limit, which a plan must not undo: a smaller disk is another instance",
    types,
    holds: (instance) =>
      setting(instance, "settings.disk_autoresize") === true &&
      Number(text(instance, "settings.disk_autoresize_limit")) > Number(text(instance, "settings.disk_size")) &&
      list(instance, "lifecycle.ignore_changes").includes("settings[0].disk_size"),
    broken: [
      when("settings.disk_autoresize", false),
      when("settings.disk_autoresize_limit", 0),
      without("lifecycle.ignore_changes"),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_INSIGHTS",
    must: "measure what queries do",
    types,
    ...is("settings.insights_config.query_insights_enabled", true, false),
  },
  {
    id: "OWN_GOOGLE_DATABASE_NAME",
    must: "have a number in its name: Google blocks the name of a deleted instance for a week",
    types,
    holds: (instance) => /^[a-z][a-z0-9-]*-\d+$/.test(text(instance, "name")),
    broken: [without("name"), when("name", "addressbook")],
  },
  {
    id: "OWN_GOOGLE_DATABASE_ABANDONED",
    must: "go with the instance: Cloud SQL refuses to delete what is in use, and roles that own something",
    types: parts,
    ...is("deletion_policy", "ABANDON", "DELETE"),
  },
  {
    id: "OWN_GOOGLE_DATABASE_USERS",
    must: "have a database and a user for the service, which is not the administrator",
    types,
    holds: (instance, stack) => {
      const named = (type: string): string[] =>
        stack
          .all(type)
          .filter(
            (part) => referred(stack, setting(part, "instance"), "google_sql_database_instance", "name") === instance,
          )
          .map((part) => text(part, "name"));
      return (
        named("google_sql_database").some((name) => name !== "postgres") &&
        named("google_sql_user").some((name) => !["postgres", "dbadmin"].includes(name))
      );
    },
    broken: [
      after("the service is the administrator", (_, stack) => {
        for (const user of stack.all("google_sql_user")) put(user, "name", "dbadmin");
      }),
      after("the service is in the administrator's database", (_, stack) => {
        for (const part of stack.all("google_sql_database")) put(part, "name", "postgres");
      }),
      after("users are of another instance", (_, stack) => {
        for (const user of stack.all("google_sql_user")) put(user, "instance", "another");
      }),
    ],
  },
];
