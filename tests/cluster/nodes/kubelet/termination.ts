import type { Reactions } from "../../controllers/reactions";
import type { Container } from "../../controllers/kinds";
import type { ContainerProcess, ProcessEnd } from "./container-process";

/** Seconds for which a container's preStop hook runs. */
export function preStopSeconds({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep !== undefined) return sleep.seconds;
  const command = exec?.command?.join(" ") ?? "";
  return Number(/\bsleep (\d+)/.exec(command)?.[1] ?? 0);
}

/**
 * Ends a process as the kubelet does: its preStop hook runs, then it gets SIGTERM, and it is killed when the whole time
 * is over. A hook that takes all of it leaves two seconds.
 *
 * @returns what calls it off
 */
export function terminate(
  reactions: Reactions,
  process: ContainerProcess,
  container: Container,
  graceSeconds: number,
  onEnd: (end: ProcessEnd) => void,
): () => void {
  const grace = graceSeconds * 1000;
  const hook = Math.min(preStopSeconds(container) * 1000, grace);
  const left = grace === 0 ? 0 : Math.max(2000, grace - hook);
  const killed: ProcessEnd = { exitCode: 137, reason: "Error" };
  let cancel = hook > 0 ? reactions.after(hook, signal) : () => undefined;
  if (hook === 0) signal();
  return () => {
    cancel();
  };

  function signal(): void {
    const millis = process.terminate(reactions.now());
    const { terminateExitCode = 0 } = process.behaviour;
    const isInTime = millis !== undefined && millis <= left;
    const own: ProcessEnd = { exitCode: terminateExitCode, reason: terminateExitCode === 0 ? "Completed" : "Error" };
    cancel = reactions.after(isInTime ? millis : left, () => {
      onEnd(isInTime ? own : killed);
    });
  }
}
