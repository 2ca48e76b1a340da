import type { z } from "zod";

import type { maintenancePolicy } from "./cluster-models";
import { invalidArgument } from "./container-error";

const hour = 60 * 60 * 1000;
const days = 32;

/**
 * In any 32 days there must be 48 hours for maintenance, in windows of at least four hours:
 * https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#restrictions
 */
export function checkMaintenance({ window }: z.infer<typeof maintenancePolicy> = {}): void {
  const daily = window?.dailyMaintenanceWindow;
  if (daily !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(daily.startTime))
    throw invalidArgument(
      `maintenance_policy.window.daily_maintenance_window.start_time "${daily.startTime}" is invalid.`,
    );
  const recurring = window?.recurringWindow;
  if (recurring === undefined) return;
  const length = Date.parse(recurring.window.endTime) - Date.parse(recurring.window.startTime);
  if (Number.isNaN(length) || length <= 0)
    throw invalidArgument("maintenance_policy.window.recurring_window: the end must be after the start.");
  const hours = (length / hour) * timesIn(recurring.recurrence);
  if (length < 4 * hour || hours < 48)
    throw invalidArgument(
      "maintenance_policy.window.recurring_window: maintenance windows must be at least 4 hours long, and allow at least 48 hours in a 32-day rolling window.",
    );
}

/** How often a rule of RFC 5545 recurs in 32 days, in the worst case. */
function timesIn(recurrence: string): number {
  const parts = new Map(recurrence.split(";").map((part) => part.split("=") as [string, string]));
  const weekdays = parts.get("BYDAY")?.split(",").length ?? 1;
  const interval = Number(parts.get("INTERVAL") ?? 1);
  switch (parts.get("FREQ")) {
    case "DAILY":
      return Math.floor(days / interval);
    case "WEEKLY":
      return Math.floor(days / 7 / interval) * weekdays;
    case "MONTHLY":
      return 1;
    default:
      throw invalidArgument(`maintenance_policy.window.recurring_window.recurrence "${recurrence}" is invalid.`);
  }
}
