import { invalidRequest } from "./sql-error";

type FlagType = "boolean" | "string" | readonly string[] | readonly [number, number];

const severities = [
  "debug5",
  "debug4",
  "debug3",
  "debug2",
  "debug1",
  "info",
  "notice",
  "warning",
  "error",
  "log",
  "fatal",
  "panic",
] as const;

const largest = 2_147_483_647;

/** Of the flags that Cloud SQL supports, those that benchmarks and small services set: https://cloud.google.com/sql/docs/postgres/flags */
const flags: Readonly<Record<string, FlagType>> = {
  autovacuum: "boolean",
  "cloudsql.enable_pg_cron": "boolean",
  "cloudsql.enable_pgaudit": "boolean",
  "cloudsql.iam_authentication": "boolean",
  "cloudsql.logical_decoding": "boolean",
  default_transaction_isolation: ["serializable", "repeatable read", "read committed", "read uncommitted"],
  idle_in_transaction_session_timeout: [0, largest],
  log_autovacuum_min_duration: [0, largest],
  log_checkpoints: "boolean",
  log_connections: "boolean",
  log_disconnections: "boolean",
  log_duration: "boolean",
  log_error_verbosity: ["terse", "default", "verbose"],
  log_executor_stats: "boolean",
  log_hostname: "boolean",
  log_lock_waits: "boolean",
  log_min_duration_statement: [-1, largest],
  log_min_error_statement: severities,
  log_min_messages: severities,
  log_parser_stats: "boolean",
  log_planner_stats: "boolean",
  log_statement: ["none", "ddl", "mod", "all"],
  log_statement_stats: "boolean",
  log_temp_files: [0, largest],
  max_connections: [14, 262_143],
  "pgaudit.log": "string",
  statement_timeout: [0, largest],
  work_mem: [64, largest],
};

/** @throws {ApiError} for what Cloud SQL does not support, or not twice */
export function checkFlags(given: readonly { readonly name: string; readonly value: string }[]): void {
  given.forEach(({ name, value }, index) => {
    const type = flags[name];
    if (type === undefined) throw invalidRequest(`Invalid flag for instance: ${name} is not supported.`);
    if (given.findIndex((other) => other.name === name) !== index) throw invalidRequest(`duplicate flag: ${name}.`);
    if (!fits(type, value)) throw invalidRequest(`Invalid value for flag ${name}: ${value}.`);
  });
}

function fits(type: FlagType, value: string): boolean {
  if (type === "boolean") return ["on", "off"].includes(value);
  if (type === "string") return value !== "";
  const [first, second] = type;
  if (typeof first !== "number" || typeof second !== "number") return (type as readonly string[]).includes(value);
  return /^-?\d+$/.test(value) && Number(value) >= first && Number(value) <= second;
}
