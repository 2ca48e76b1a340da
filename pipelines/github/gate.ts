import type { CloudEnvironment } from "../../environments/schema/environment";
import { githubEnvironment } from "./environment-names";
import { runner } from "./set-up";
import type { RunningJob } from "./workflow-text";

/**
 * Waits for a person: for a reviewer of the GitHub environment, which has nothing else.
 *
 * @param what it waits with
 */
export const gate = (what: "start" | "promote", { name }: CloudEnvironment, after: readonly string[]): RunningJob => ({
  name: `${titles[what]}? (${name})`,
  needs: after.length === 0 ? undefined : after,
  "runs-on": runner,
  "timeout-minutes": 5,
  environment: githubEnvironment(name, what),
  permissions: {},
  steps: [{ name: "Go", run: `echo "A reviewer of this environment has said yes."` }],
});

const titles = { start: "Start", promote: "Promote" } as const;
