import os from "node:os";

import type { CloudEnvironment } from "../../../environments/schema/environment";
import { type Choices, predestroy, type Result } from "../../../teardown/predestroy";
import type { FakeCloud } from "./fake-cloud";

/** What became of it. */
export interface Run {
  readonly result: Result;
  /** What was said on the way. */
  readonly said: readonly string[];
  /** How often it was asked whether to go on. */
  readonly asked: number;
}

/** Runs it against clusters and an account that are played, in this process. */
export async function runPredestroy(
  { temporary, programs }: Pick<FakeCloud, "temporary" | "programs">,
  environment: CloudEnvironment,
  choices: Partial<Choices> = {},
): Promise<Run> {
  const folder = jest.spyOn(os, "tmpdir").mockReturnValue(temporary);
  const said: string[] = [];
  let asked = 0;
  const result = await predestroy(
    environment,
    // it looks again twenty times in this time
    { dryRun: false, skipCluster: false, timeoutSeconds: 2, ...choices },
    {
      programs,
      interrupted: new AbortController().signal,
      say: (line) => {
        said.push(line);
      },
      found: () => undefined,
      agree: () => {
        asked += 1;
        return Promise.resolve();
      },
    },
  ).finally(() => {
    folder.mockRestore();
  });
  return { result, said, asked };
}
