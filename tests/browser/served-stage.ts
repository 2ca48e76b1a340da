import { requestOf } from "../../release/request";
import { serveDashboard } from "../../release/dashboard/server/serve-dashboard";
import type { Stage } from "../release/flow/stage";

/** The dashboard of a played cluster, as the command serves it. */
export interface ServedStage {
  readonly address: string;
  /** What must not happen. */
  readonly defects: readonly unknown[];
  /** As Ctrl-C does. */
  end(): Promise<void>;
}

export async function serveStage(stage: Stage, { isReadOnly = false } = {}): Promise<ServedStage> {
  const { clock } = stage.cluster;
  const ended = new AbortController();
  const { environment, request } = requestOf(stage.environment, {}, "afterwards");
  const defects: unknown[] = [];
  let running: Promise<unknown> = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    running = serveDashboard(
      {
        environment,
        request,
        timeoutSeconds: 600,
        isReadOnly,
        outputOf: () => ({ event: () => undefined, close: () => undefined }),
        onAddress: resolve,
        onDefect: (error) => defects.push(error),
      },
      {
        clock,
        interrupted: ended.signal,
        // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
        cluster: stage["connect"]("admin", ended.signal, clock),
        holder: { name: "jo@laptop" },
        access: {},
      },
    );
    running.catch(reject);
  });
  return {
    address,
    defects,
    end: async () => {
      ended.abort(new Error("Ctrl-C"));
      await running;
    },
  };
}
