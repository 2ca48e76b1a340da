import { oneLine } from "../../terminal/printable";
import { advance, type ReleaseProgress } from "../../terminal/release-progress";
import type { ReleaseEvent } from "../../terminal/release-event";
import { verdictWords } from "../../verify/verdict";
import type { CommandState, DashboardEvent } from "../dashboard-state";

/** A command that was started from here, as far as it is. */
export interface CommandProgress {
  readonly command: CommandState["command"];
  readonly progress: ReleaseProgress;
}

/** What is known after one more event. */
export const advanced = ({ command, progress }: CommandProgress, event: ReleaseEvent): CommandProgress => ({
  command,
  progress: advance(progress, event),
});

/** How far it is, in a few words. */
export function commandState({ command, progress: { finished } }: CommandProgress): CommandState {
  if (finished === undefined) return { command, state: "running", next: [] };
  const { code, summary, next } = finished;
  return { command, state: code === 0 ? "done" : "failed", summary, next };
}

/** What a command tells, as an event beside those of the cluster; undefined when the page shows it in another way. */
export function eventOf(command: CommandState["command"], event: ReleaseEvent): DashboardEvent | undefined {
  const said = saidBy(event);
  if (said === undefined) return undefined;
  return { at: event.at, level: said.level, subject: command, text: oneLine(said.text, 500), count: 1 };
}

function saidBy(event: ReleaseEvent): Pick<DashboardEvent, "level" | "text"> | undefined {
  switch (event.type) {
    case "started":
      return { level: "info", text: "begins" };
    case "step": {
      const { step, state, note } = event;
      const how = { running: "begins", done: "is done", failed: "has failed", skipped: "is not needed" }[state];
      return {
        level: state === "failed" ? "error" : "info",
        text: `${step} ${how}${note === undefined ? "" : `: ${note}`}`,
      };
    }
    case "note":
      return { level: event.level, text: event.text };
    case "verdict":
      return {
        level: event.verdict.verdict === "pass" ? "info" : "warning",
        text: `verdict: ${verdictWords(event.verdict)}`,
      };
    case "diagnosis": {
      const { subject, cause, doomed } = event.diagnosis;
      return { level: doomed ? "error" : "warning", text: `${subject}: ${cause}` };
    }
    case "finished":
      return { level: event.code === 0 ? "info" : "error", text: event.summary };
    case "pods":
      return undefined;
  }
}
