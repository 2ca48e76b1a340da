import { spawn } from "node:child_process";
import { constants } from "node:os";

import type { Clock } from "../../clock";
import type { PodAddress } from "../pod-address";
import type { Finding } from "../verdict";
import { lastLines, verdictOfExit } from "./exit-code";

/** What a program of the user's own is told of a release. */
export interface ReleaseFacts {
  readonly environment: string;
  readonly namespace: string;
  readonly service: string;
  readonly image: string;
  readonly canaryPods: readonly PodAddress[];
  /** Context of the kubeconfig. @default - the current one */
  readonly context?: string | undefined;
  /** Files, as in the variable KUBECONFIG. @default - where kubectl looks for it */
  readonly kubeconfig?: string | undefined;
}

export function commandVariables(facts: ReleaseFacts): Record<string, string> {
  return {
    RELEASE_ENVIRONMENT: facts.environment,
    RELEASE_NAMESPACE: facts.namespace,
    RELEASE_SERVICE: facts.service,
    RELEASE_IMAGE: facts.image,
    RELEASE_CANARY_PODS: facts.canaryPods.map(({ name }) => name).join(" "),
    ...(facts.context === undefined ? {} : { RELEASE_CONTEXT: facts.context }),
    ...(facts.kubeconfig === undefined ? {} : { KUBECONFIG: facts.kubeconfig }),
  };
}

/** Of the output only the end is kept. */
const keptCharacters = 10_000;

/** Time between the request to end and the end by force. */
const graceMillis = 5000;

/**
 * Runs a program on this machine, without a shell. When the signal is aborted it is told to end, and killed if it does not.
 *
 * @param words the program and its arguments
 * @throws the signal's reason when that is aborted, after the program's end
 */
export async function runCommand(
  words: readonly string[],
  facts: ReleaseFacts,
  clock: Clock,
  signal: AbortSignal,
): Promise<Finding> {
  signal.throwIfAborted();
  const begun = clock.now();
  const { code, output } = await run(words, { ...process.env, ...commandVariables(facts) }, signal);
  signal.throwIfAborted();
  const about = { kind: "command", name: words.join(" "), millis: Math.round(clock.now() - begun) } as const;
  if (code === undefined)
    return { ...about, verdict: "fail", evidence: `${words[0] ?? ""} cannot be started: ${output}` };
  const said = lastLines(output);
  return { ...about, verdict: verdictOfExit(code), evidence: `ended with ${code}${said === "" ? "" : `: ${said}`}` };
}

interface Ended {
  /** As a shell has it: 128 and more for a signal. Undefined when the program could not be started. */
  readonly code: number | undefined;
  readonly output: string;
}

function run([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve) => {
    // a group of its own, so that what it has started ends with it
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    const keep = (chunk: string): void => {
      output = (output + chunk).slice(-keptCharacters);
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    const kill = (name: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // it has ended
      }
    };
    let force: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      kill("SIGTERM");
      force = setTimeout(kill, graceMillis, "SIGKILL");
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const end = (ended: Ended): void => {
      clearTimeout(force);
      signal.removeEventListener("abort", onAbort);
      resolve(ended);
    };
    child.once("error", ({ message }) => {
      end({ code: undefined, output: message });
    });
    child.once("close", (code, name) => {
      end({ code: code ?? 128 + (name === null ? 0 : constants.signals[name]), output });
    });
  });
}
