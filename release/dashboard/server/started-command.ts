import type { ReleaseEvent, ReleaseOutput } from "../../terminal/release-event";
import type { Decision } from "../dashboard-state";
import type { DashboardWatch } from "../state/dashboard-watch";

/** A command that was begun from the page, and all that it has told: who begins to watch later is told it, too. */
export class StartedCommand implements ReleaseOutput {
  private readonly events: ReleaseEvent[] = [];
  private watched: ReleaseOutput | undefined;

  /** @param beside who else is told */
  constructor(
    private readonly command: Decision["command"],
    private readonly beside: ReleaseOutput,
  ) {}

  tell(watch: DashboardWatch): void {
    this.watched = watch.begun(this.command);
    for (const event of this.events) this.watched.event(event);
  }

  event(event: ReleaseEvent): void {
    this.beside.event(event);
    // which pods there are is watched anyway
    if (event.type === "pods") return;
    this.events.push(event);
    this.watched?.event(event);
  }

  close(): void {
    this.beside.close();
  }
}
