import type { DashboardState } from "../dashboard-state";
import { commandText, lastCommand } from "./command-text";
import type { Connection } from "./shown";
import { verdictText } from "./verification";

interface AnnouncerProps {
  readonly state: DashboardState;
  readonly connection: Connection;
}

/** What a screen reader says by itself: no times, which would be said again and again. */
export function Announcer({ state, connection }: AnnouncerProps) {
  const [command, { candidate, trouble }] = [lastCommand(state), state];
  return (
    <div class="unseen">
      <p role="status">{connection.kind === "lost" ? "The connection is lost. What is shown is old." : ""}</p>
      <p role="status">{trouble ?? ""}</p>
      <p role="status">{candidate === undefined ? "" : `Verification: ${verdictText(candidate)}`}</p>
      <p role="status">{command === undefined ? "" : commandText(command)}</p>
    </div>
  );
}
