import type { Metered } from "./metered-command";
import type { ApiRequest } from "./release-tool";

/** What a whole release cost the one who did it. */
export interface ReleaseCost {
  readonly apiRequests: number;
  readonly cpuSeconds: number;
  /** From its first command to the end of the last; nobody looks at anything in between. */
  readonly seconds: number;
}

/** A command, and what it asked of the API server. */
export interface CountedCommand extends Metered {
  readonly requests: readonly ApiRequest[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** @throws with what a command said, when it failed: half a release costs less */
export function costOf(commands: readonly CountedCommand[]): ReleaseCost {
  for (const { status, stdout, stderr } of commands)
    if (status !== 0) throw new Error(`a command ended with ${String(status)}\n${stderr}${stdout}`);
  return {
    apiRequests: sum(commands.map(({ requests }) => requests.length)),
    cpuSeconds: sum(commands.map(({ cpuSeconds }) => cpuSeconds)),
    seconds: sum(commands.map(({ seconds }) => seconds)),
  };
}
