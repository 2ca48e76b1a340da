import type { DashboardState } from "../../../../release/dashboard/dashboard-state";
import { DashboardWatch } from "../../../../release/dashboard/state/dashboard-watch";
import type { Release } from "../../../../release/release";
import { run } from "../../../../release/session";
import { strategyOf } from "../../../../release/strategies/strategy-of";
import type { Stage } from "../../flow/stage";

/** A dashboard beside the releases of a stage, as another program has it. */
export interface Watched {
  readonly watch: DashboardWatch;
  readonly release: Release;
  /** All that was told, the oldest first. */
  readonly states: readonly DashboardState[];
  /** What is told when all has come to rest. */
  settled(): Promise<DashboardState>;
  end(): Promise<void>;
}

export async function watched(stage: Stage, { isReadOnly = false } = {}): Promise<Watched> {
  const { environment, cluster } = stage;
  const ended = new AbortController();
  const states: DashboardState[] = [];
  let running: Promise<unknown> = Promise.resolve();
  const begun = await new Promise<Pick<Watched, "watch" | "release">>((resolve) => {
    running = run(
      {
        name: "dashboard",
        environment,
        timeoutSeconds: 36_000,
        locks: false,
        work: (release) => {
          const watch = new DashboardWatch(release, strategyOf(environment.service), { isReadOnly });
          return watch.run((state) => {
            states.push(state);
            resolve({ watch, release });
          });
        },
      },
      {
        clock: cluster.clock,
        interrupted: ended.signal,
        output: { event: () => undefined, close: () => undefined },
        // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
        cluster: stage["connect"]("admin", ended.signal, cluster.clock),
        holder: { name: "dashboard" },
        access: {},
      },
    );
  });
  return {
    ...begun,
    states,
    settled: async () => {
      await cluster.clock.sleep(20_000);
      return states.at(-1)!;
    },
    end: async () => {
      ended.abort(new Error("Ctrl-C"));
      await running;
    },
  };
}

/** `preflight done, migrate running, …`: how the timeline went on, each once. */
export function timelines(states: readonly DashboardState[]): string[] {
  const all = states.map(({ timeline }) => timeline.map(({ step, state }) => `${step} ${state}`).join(", "));
  return all.filter((text, index) => text !== all[index - 1]);
}
