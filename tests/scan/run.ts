import { spawnSync } from "node:child_process";

/** How a command ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string; timeout?: number } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 29,
    shell: command.endsWith(".cmd"),
    ...options,
  });
  // a program that is not there has printed nothing at all
  return error === undefined ? { status, stdout, stderr } : { status, stdout: "", stderr: error.message };
}
