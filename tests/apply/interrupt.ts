import { kill } from "node:process";

import type { Emulator } from "../emulators/emulator";
import type { Outcome } from "../terraform/harness/terraform-command";
import { onlyWaiting } from "./moments";
import type { RealWorkspace } from "./real-workspace";

export type Signal = "SIGINT" | "SIGTERM" | "SIGKILL";

/** Begins an apply, sends it a signal while the end of one operation is waited for, and returns how it ended. */
export async function interrupt(
  workspace: RealWorkspace,
  emulator: Emulator,
  signal: Signal,
  operation: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const { process: terraform, end } = workspace.begin("apply", "-auto-approve", ...args);
  await onlyWaiting(emulator, operation);
  // a machine that is lost takes the provider with it
  if (signal === "SIGKILL") kill(-(terraform.pid ?? 0), signal);
  else terraform.kill(signal);
  return end;
}
