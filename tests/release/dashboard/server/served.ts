import { serveDashboard } from "../../../../release/dashboard/server/serve-dashboard";
import type { DashboardState, Decision } from "../../../../release/dashboard/dashboard-state";
import { requestOf } from "../../../../release/request";
import type { ReleaseEvent } from "../../../../release/terminal/release-event";
import type { Stage } from "../../flow/stage";
import { Events } from "./asked";

/** A dashboard of a stage's cluster, as a program of its own has it, and a page that listens to it. */
export interface Served {
  readonly address: string;
  readonly events: Events;
  /** What its commands have told. */
  readonly told: readonly ReleaseEvent[];
  /** Waits for a state that is told from now on, or is the last one. */
  readonly until: (fits: (state: DashboardState) => boolean) => Promise<DashboardState>;
  /** Ends it as Ctrl-C does. @returns the exit code */
  readonly end: () => Promise<number>;
}

export async function served(stage: Stage, { isReadOnly = false } = {}): Promise<Served> {
  const { clock } = stage.cluster;
  const interruption = new AbortController();
  const { environment, request } = requestOf(stage.environment, {}, "afterwards");
  const told: ReleaseEvent[] = [];
  let ended: ReturnType<typeof serveDashboard> | undefined;
  const address = await new Promise<string>((resolve, reject) => {
    ended = serveDashboard(
      {
        environment,
        request,
        isReadOnly,
        timeoutSeconds: 600,
        outputOf: () => ({ event: (event) => told.push(event), close: () => undefined }),
        onAddress: resolve,
        onDefect: reject,
      },
      {
        clock,
        interrupted: interruption.signal,
        // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
        cluster: stage["connect"]("dashboard", interruption.signal, clock),
        holder: { name: "ana@laptop" },
        access: {},
      },
    );
    ended.then(({ summary }) => {
      reject(new Error(summary));
    }, reject);
  });
  const events = await Events.of(address);
  return {
    address,
    events,
    told,
    until: (fits) =>
      events.until(
        "state",
        fits,
        events.all.findLastIndex(({ name }) => name === "state"),
      ),
    end: async () => {
      interruption.abort(new Error("Ctrl-C"));
      const outcome = await ended;
      await events.ended;
      return outcome?.code ?? -1;
    },
  };
}

/** Whether nothing is in the way of a decision. */
export const canDo =
  (command: Decision["command"]) =>
  ({ decisions }: DashboardState): boolean =>
    decisions.some((each) => each.command === command && each.obstacle === undefined);
