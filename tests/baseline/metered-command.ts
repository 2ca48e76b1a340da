import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv;
}

/** How a command ended, and what it cost. */
export interface Metered {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end. */
  readonly seconds: number;
  /** Processor time of it and of all programs that it started. */
  readonly cpuSeconds: number;
}

/** A command that runs. */
export interface Running {
  readonly end: Promise<Metered>;
  /** Sends a signal to it and to all that it has started. */
  readonly signal: (name: NodeJS.Signals) => void;
}

// the shell asks the kernel what its children took, which needs no other program and misses none of them
const meter = 'trap : INT TERM; "$@" 3>&-; status=$?; times >&3; exit $status';

/** Runs a command and measures it. */
export function begin({ program, args, cwd, env }: Command): Running {
  const start = performance.now();
  const child: ChildProcess = spawn("sh", ["-c", meter, "sh", program, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const texts = [1, 2, 3].map((index) => collect(child.stdio[index] as Readable));
  const end = new Promise<Metered>((resolve, reject) => {
    child.on("error", reject).on("close", (status) => {
      const [stdout = "", stderr = "", times = ""] = texts.map(({ text }) => text);
      resolve({
        status,
        stdout,
        stderr,
        seconds: (performance.now() - start) / 1000,
        cpuSeconds: ofChildren(times),
      });
    });
  });
  return {
    end,
    signal: (name) => {
      process.kill(-(child.pid ?? 0), name);
    },
  };
}

function collect(stream: Readable): { text: string } {
  const collected = { text: "" };
  stream.setEncoding("utf8").on("data", (part: string) => (collected.text += part));
  return collected;
}

/** The second line of `times`: user and system time of the children. */
export function ofChildren(times: string): number {
  const [, , ...children] = [...times.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  if (children.length !== 2) throw new Error(`the shell does not tell times: ${times}`);
  return children.reduce((sum, each) => sum + each, 0);
}
