import { after, type Policy } from "../policy";
import { list, put, type Resource } from "../stack";

const types = ["google_sql_database_instance"];

interface Flag {
  readonly name: string;
  readonly value: string;
}

const flags = (instance: Resource): Flag[] => list(instance, "settings.database_flags") as Flag[];

const change = (name: string, value: string | undefined, unseen?: string) =>
  after(
    `\`${name}\` is ${value ?? "taken out"}`,
    (instance) => {
      const others = flags(instance).filter((flag) => flag.name !== name);
      put(instance, "settings.database_flags", value === undefined ? others : [...others, { name, value }]);
    },
    unseen,
  );

/** A flag must have one of some values, and be set. */
const must = (id: string, demand: string, name: string, right: readonly string[], wrong: string): Policy => ({
  id,
  must: demand,
  types,
  holds: (instance) => right.includes(flags(instance).find((flag) => flag.name === name)?.value ?? ""),
  broken: [change(name, undefined), change(name, wrong)],
});

/** The same for a flag that the scanner does not miss when it is not set. */
const mustBeSaid = (id: string, demand: string, name: string, right: readonly string[], wrong: string): Policy => ({
  ...must(id, demand, name, right, wrong),
  broken: [change(name, undefined, "it takes the default for right"), change(name, wrong)],
});

const levels = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning"];

/** What PostgreSQL logs. The CIS benchmark is that for the foundations of Google Cloud, section 6.2. */
export const databaseLogs: readonly Policy[] = [
  must("CKV_GCP_51", "log checkpoints", "log_checkpoints", ["on"], "off"),
  must("CKV_GCP_52", "log who connects", "log_connections", ["on"], "off"),
  must("CKV_GCP_53", "log who leaves", "log_disconnections", ["on"], "off"),
  must("CKV_GCP_54", "log who waits for others", "log_lock_waits", ["on"], "off"),
  mustBeSaid("CKV_GCP_55", "log warnings and worse", "log_min_messages", levels, "WARNING"),
  mustBeSaid("CKV_GCP_56", "log what does not fit into memory", "log_temp_files", ["0"], "1024"),
  mustBeSaid(
    "CKV_GCP_57",
    "log no statement for its duration: values are in it",
    "log_min_duration_statement",
    ["-1"],
    "0",
  ),
  must("CKV_GCP_108", "log the names of clients", "log_hostname", ["on"], "off"),
  must("CKV_GCP_109", "log what fails", "log_min_error_statement", [...levels, "error"], "panic"),
  must("CKV_GCP_110", "be able to audit", "cloudsql.enable_pgaudit", ["on"], "off"),
  must("CKV_GCP_111", "log changes of the schema", "log_statement", ["ddl", "mod", "all"], "none"),
  must("CKV2_GCP_13", "log how long statements take", "log_duration", ["on"], "off"),
  mustBeSaid("CKV2_GCP_14", "not log how statements are executed", "log_executor_stats", ["off"], "on"),
  mustBeSaid("CKV2_GCP_15", "not log how statements are read", "log_parser_stats", ["off"], "on"),
  mustBeSaid("CKV2_GCP_16", "not log how statements are planned", "log_planner_stats", ["off"], "on"),
  mustBeSaid("CKV2_GCP_17", "not log what each statement takes", "log_statement_stats", ["off"], "on"),
  {
    id: "OWN_GOOGLE_DATABASE_IAM",
    must: "let people log in by what they are, without a password",
    types,
    holds: (instance) =>
      flags(instance).some(({ name, value }) => name === "cloudsql.iam_authentication" && value === "on"),
    broken: [change("cloudsql.iam_authentication", undefined), change("cloudsql.iam_authentication", "off")],
  },
  {
    id: "OWN_GOOGLE_DATABASE_FLAGS",
    must: "have each flag once",
    types,
    holds: (instance) => new Set(flags(instance).map(({ name }) => name)).size === flags(instance).length,
    broken: [
      after("a flag is there twice", (instance) => {
        put(instance, "settings.database_flags", [...flags(instance), ...flags(instance).slice(0, 1)]);
      }),
    ],
  },
];
