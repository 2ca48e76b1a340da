import colors from "picocolors";

import type { PlannedChange } from "../../../plan/planned-changes";
import { lossOf } from "../../../plan/losses";
import type { OfflinePlan } from "./plan-offline";

const order = ["delete", "replace", "update", "create"] as const;

type Action = (typeof order)[number];

const paint: Readonly<Record<Action, (text: string) => string>> = {
  delete: colors.red,
  replace: colors.red,
  update: colors.yellow,
  create: colors.green,
};

/** The plan as people read it: what is lost comes first. */
export function renderPlan(plan: OfflinePlan): string {
  const against = plan.state === undefined ? "from nothing" : `against ${plan.state}`;
  const heading = `${colors.bold(colors.cyan(plan.environment))}  planned offline by ${plan.plannedBy}, ${against}`;
  if (plan.refused) return [heading, "", plan.text.trim(), "", colors.red("Terraform refuses it.")].join("\n");
  if (plan.changes.length === 0) return [heading, "", "Nothing would be changed."].join("\n");

  const lines = order.flatMap((action) =>
    plan.changes.filter((change) => change.action === action).flatMap((change) => render(action, change)),
  );
  return [heading, "", ...lines, "", summary(plan.changes)].join("\n");
}

function render(action: Action, { address, type, replacedBy, changed }: PlannedChange): string[] {
  const loss = action === "replace" || action === "delete" ? lossOf(type) : undefined;
  const because = replacedBy.length > 0 ? replacedBy.join(", ") : "what it belongs to";
  return [
    `  ${paint[action](action.padEnd(8))}${address}${action === "replace" ? `  because of ${because}` : ""}`,
    ...(loss === undefined ? [] : [indent(colors.red(`loses ${loss.what}`))]),
    ...changed.map(({ path, before, after }) => indent(colors.dim(arrow(path, before, after)))),
  ];
}

const indent = (text: string): string => `            ${text}`;

const arrow = (path: string, before: string, after: string): string =>
  before === "" && after === "" ? path : `${path}: ${before || "…"} → ${after || "…"}`;

function summary(changes: readonly PlannedChange[]): string {
  const counts = order.map((action) => [action, changes.filter((change) => change.action === action).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([action, count]) => paint[action](`${count} to ${action}`))
    .join(", ");
}
