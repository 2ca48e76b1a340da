import type { CommandState, DashboardState, Decision } from "../dashboard-state";

/** On buttons. */
export const actions: Readonly<Record<Decision["command"], string>> = { promote: "Promote", rollback: "Roll back" };

const nouns: Readonly<Record<Decision["command"], string>> = { promote: "Promotion", rollback: "Rollback" };

/** What was begun from here last; undefined when it is done, and what is under way came after it. */
export const lastCommand = ({ command, candidate }: Pick<DashboardState, "command" | "candidate">) =>
  command?.state === "done" && candidate !== undefined ? undefined : command;

/** `Promotion is done: addressbook:1.4.0 is released` */
export function commandText({ command, state, summary }: CommandState): string {
  if (state === "running") return `${nouns[command]} is running…`;
  return `${nouns[command]} ${state === "done" ? "is done" : "has failed"}${summary === undefined ? "" : `: ${summary}`}`;
}
