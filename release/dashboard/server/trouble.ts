import { clockTime } from "../../lock-held";
import type { DashboardState } from "../dashboard-state";

/** Says since when a trouble has been there. */
export class Trouble {
  private since: number | undefined;

  /** @param state with the reason, if there is any */
  dated(state: DashboardState): DashboardState {
    const { trouble, at } = state;
    this.since = trouble === undefined ? undefined : (this.since ?? at);
    if (this.since === undefined) return state;
    return { ...state, trouble: `since ${clockTime(this.since)}: ${trouble ?? ""}` };
  }
}

/** What is known when nothing is watched any more: nobody can decide by it. */
export const lost = (last: DashboardState, reason: string, at: number): DashboardState => ({
  ...last,
  at,
  trouble: reason,
  decisions: last.decisions.map(({ command }) => ({ command, obstacle: `the cluster does not answer: ${reason}` })),
});
