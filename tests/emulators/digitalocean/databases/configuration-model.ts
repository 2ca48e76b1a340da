import { z } from "zod";

const toggle = z.enum(["off", "on"]);
const poolMode = z.enum(["session", "transaction", "statement"]);
const largest = 2_147_483_647;

/** Numbers, each with its smallest and its largest value. */
const integers = {
  autovacuum_analyze_threshold: [0, largest],
  autovacuum_freeze_max_age: [200_000_000, 1_500_000_000],
  autovacuum_max_workers: [1, 20],
  autovacuum_naptime: [0, 86_400],
  autovacuum_vacuum_cost_delay: [-1, 100],
  autovacuum_vacuum_cost_limit: [-1, 10_000],
  autovacuum_vacuum_threshold: [0, largest],
  backup_hour: [0, 23],
  backup_minute: [0, 59],
  bgwriter_delay: [10, 10_000],
  bgwriter_flush_after: [0, 2048],
  bgwriter_lru_maxpages: [0, 1_073_741_823],
  deadlock_timeout: [500, 1_800_000],
  idle_in_transaction_session_timeout: [0, 604_800_000],
  log_autovacuum_min_duration: [-1, largest],
  log_min_duration_statement: [-1, 86_400_000],
  max_connections: [25, largest],
  max_failover_replication_time_lag: [10, Number.MAX_SAFE_INTEGER],
  max_files_per_process: [1000, 4096],
  max_locks_per_transaction: [64, 6400],
  max_logical_replication_workers: [4, 64],
  max_parallel_workers: [0, 96],
  max_parallel_workers_per_gather: [0, 96],
  max_pred_locks_per_transaction: [64, 640],
  max_prepared_transactions: [0, 10_000],
  max_replication_slots: [8, 64],
  max_slot_wal_keep_size: [-1, largest],
  max_stack_depth: [2_097_152, 6_291_456],
  max_standby_archive_delay: [1, 43_200_000],
  max_standby_streaming_delay: [1, 43_200_000],
  max_wal_senders: [20, 64],
  max_worker_processes: [8, 96],
  "pg_partman_bgw.interval": [3600, 604_800],
  temp_file_limit: [-1, largest],
  track_activity_query_size: [1024, 10_240],
  wal_sender_timeout: [0, 10_800_000],
  wal_writer_delay: [10, 200],
  work_mem: [1, 1024],
} as const;

const fractions = {
  autovacuum_analyze_scale_factor: [0, 1],
  autovacuum_vacuum_scale_factor: [0, 1],
  bgwriter_lru_multiplier: [0, 10],
  shared_buffers_percentage: [20, 60],
} as const;

const ranges = (all: Readonly<Record<string, readonly [number, number]>>, number: () => z.ZodNumber) =>
  Object.fromEntries(Object.entries(all).map(([name, [min, max]]) => [name, number().min(min).max(max)]));

/** resources/databases/models/advanced_config/postgres_advanced_config.yml */
export const configurationModel = z.strictObject({
  config: z
    .strictObject({
      ...ranges(integers, z.int),
      ...ranges(fractions, z.number),
      default_toast_compression: z.enum(["lz4", "pglz"]),
      jit: z.boolean(),
      log_error_verbosity: z.enum(["TERSE", "DEFAULT", "VERBOSE"]),
      log_line_prefix: z.enum([
        "pid=%p,user=%u,db=%d,app=%a,client=%h",
        "%m [%p] %q[user=%u,db=%d,app=%a]",
        "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h",
      ]),
      "pg_partman_bgw.role": z.string().regex(/^[_A-Za-z0-9][-._A-Za-z0-9]{0,63}$/),
      "pg_stat_statements.track": z.enum(["all", "top", "none"]),
      pgbouncer: z
        .strictObject({
          server_reset_query_always: z.boolean(),
          ignore_startup_parameters: z.array(z.enum(["extra_float_digits", "search_path"])).max(32),
          min_pool_size: z.int().min(0).max(10_000),
          server_lifetime: z.int().min(60).max(86_400),
          server_idle_timeout: z.int().min(0).max(86_400),
          autodb_pool_size: z.int().min(0).max(10_000),
          autodb_pool_mode: poolMode,
          autodb_max_db_connections: z.int().min(0).max(largest),
          autodb_idle_timeout: z.int().min(0).max(86_400),
        })
        .partial(),
      stat_monitor_enable: z.boolean(),
      synchronous_replication: z.enum(["off", "quorum"]),
      timescaledb: z.strictObject({ max_background_workers: z.int().min(1).max(4096) }).partial(),
      timezone: z.string().max(64),
      track_commit_timestamp: toggle,
      track_functions: z.enum(["all", "pl", "none"]),
      track_io_timing: toggle,
    })
    .partial(),
});
