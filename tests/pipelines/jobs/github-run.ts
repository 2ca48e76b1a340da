import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Milliseconds between the signals with which a runner cancels a step; it waits 7500 and 2500. */
const patience = 300;

export interface StepRun {
  readonly isSuccess: boolean;
  readonly isCancelled: boolean;
  readonly output: string;
}

export interface RunStepOptions {
  readonly home: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Somebody cancels the run when the step has written this. @default - nobody does */
  readonly cancelAt?: RegExp | undefined;
}

/**
 * A step as a runner of GitHub runs it, with `shell: bash`. To cancel it, the runner sends signals to the shell, which
 * hands on none of them; in the end it kills whatever is left.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
export async function runStep(script: string, options: RunStepOptions): Promise<StepRun> {
  const { home, folder, variables, cancelAt } = options;
  const file = join(home, "step.sh");
  writeFileSync(file, script);
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", file], {
    cwd: folder,
    env: variables,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let cancelled: Promise<void> | undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (cancelAt?.test(output) === true) cancelled ??= cancel(child);
    });
  await once(child, "close");
  await cancelled;
  return { isSuccess: child.exitCode === 0, isCancelled: cancelled !== undefined, output };
}

async function cancel(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // all of it is over
  }
}
