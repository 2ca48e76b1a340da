import type { createColors } from "picocolors";

import type { PlannedLoss } from "./check";
import type { ChangedArgument, PlannedChange } from "./planned-changes";

type Colors = ReturnType<typeof createColors>;

/** What would be lost, why, and what would allow it. */
export function renderLosses(environment: string, losses: readonly PlannedLoss[], colors: Colors): string[] {
  const refused = losses.filter(({ reason }) => reason === undefined);
  const guards = [...new Set(refused.map(({ allowedBy }) => allowedBy))];
  return [
    ...losses.flatMap((loss) => renderLoss(loss, colors)),
    ...(refused.length === 0
      ? []
      : [
          "",
          `If that is meant, say so in environments/${environment}.ts, and take it out again afterwards:`,
          `  exceptions: { ${guards.map((guard) => `${guard}: "why, and where the data is"`).join(", ")} }`,
        ]),
  ];
}

function renderLoss({ address, action, loses, because, allowedBy, reason }: PlannedLoss, colors: Colors): string[] {
  return [
    `  ${(reason === undefined ? colors.red : colors.yellow)(action.padEnd(8))}${address}${causeOf(because)}`,
    `          loses ${loses}`,
    ...(reason === undefined ? [] : [`          allowed by exceptions.${allowedBy}: ${reason}`]),
  ];
}

export const renderChange = ({ action, address, replacedBy }: PlannedChange): string =>
  `  ${action.padEnd(8)}${address}${causeOf(replacedBy)}`;

/** The same with a line for each argument; a value that is secret, big or not known yet is left out. */
export const renderArguments = (change: PlannedChange): string[] => [
  renderChange(change),
  ...change.changed.map((argument) => `          ${renderArgument(argument)}`),
];

const renderArgument = ({ path, before, after }: ChangedArgument): string =>
  before === "" && after === "" ? path : `${path}: ${before || "…"} -> ${after || "…"}`;

const causeOf = (paths: readonly string[]): string => (paths.length === 0 ? "" : `  because of ${paths.join(", ")}`);
