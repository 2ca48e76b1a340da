import { is, type Policy, when, without } from "../policy";
import { setting, text } from "../stack";

const types = ["google_sql_database_instance"];
const backup = "settings.backup_configuration";

/** Days of which any point in time can be restored, as the editions have them. */
const mostDays: Readonly<Record<string, number>> = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

/** What is left of the database when something goes wrong. */
export const databaseBackups: readonly Policy[] = [
  { id: "CKV_GCP_14", must: "be backed up", types, ...is(`${backup}.enabled`, true, false) },
  {
    id: "OWN_GOOGLE_DATABASE_POINT_IN_TIME",
    must: "be restorable to any point in time of the last days, as many as its edition keeps",
    types,
    holds: (instance) => {
      const days = Number(text(instance, `${backup}.transaction_log_retention_days`));
      return (
        setting(instance, `${backup}.point_in_time_recovery_enabled`) === true &&
        days >= 7 &&
        days <= (mostDays[text(instance, "settings.edition")] ?? 0)
      );
    },
    broken: [
      when(`${backup}.point_in_time_recovery_enabled`, false),
      without(`${backup}.transaction_log_retention_days`),
      when(`${backup}.transaction_log_retention_days`, 1),
      when(`${backup}.transaction_log_retention_days`, 36),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_BACKUPS",
    must: "keep backups for a week or more",
    types,
    holds: (instance) =>
      text(instance, `${backup}.backup_retention_settings.retention_unit`) === "COUNT" &&
      Number(text(instance, `${backup}.backup_retention_settings.retained_backups`)) >= 7,
    broken: [
      without(`${backup}.backup_retention_settings`),
      when(`${backup}.backup_retention_settings.retained_backups`, 6),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_BACKUPS_KEPT",
    must: "leave its backups when it is deleted",
    types,
    ...is("settings.retain_backups_on_delete", true, false),
  },
];
