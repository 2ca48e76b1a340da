/**
 * Measures whole processes, from start to end: the time on the wall and the peak of the resident memory.
 *
 * Memory is what the kernel reports when a process ends, so nothing is polled and no peak is missed. GNU time asks the
 * kernel for any program, and then it is the largest single process among the program and what that has started.
 * Without GNU time a Node process reports its own figure, and programs that are not Node go without one.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { spread, type Spread } from "../../tools/benchmark/figures";
import { temporaryFolder } from "./temporary";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** @default - the checkout */
  readonly cwd?: string;
  /** In addition to a cleaned copy of this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** File that takes the standard output. @default - it is thrown away */
  readonly stdout?: string;
  /** Ends the command after this time. @default - it takes as long as it takes */
  readonly limitSeconds?: number;
}

export interface Measurement {
  readonly seconds: number;
  /** @default - could not be measured */
  readonly megabytes: number | undefined;
  /** False when the command was ended because it reached its limit. */
  readonly complete: boolean;
}

const timeProgram = "/usr/bin/time";
let running: ChildProcess | undefined;

/** Where the figures for memory come from. */
export const memorySource = (): string =>
  hasGnuTime()
    ? "GNU time (largest process of each run)"
    : "Node itself (programs that are not Node: not measured; GNU time at /usr/bin/time measures them, too)";

/** A Node program. */
export const node = (args: readonly string[], rest: Omit<Command, "program" | "args"> = {}): Command => ({
  program: process.execPath,
  args,
  ...rest,
});

/** A TypeScript program of this project, run as all of them are. */
export const typescript = (entry: string, args: readonly string[] = [], env: Record<string, string> = {}): Command =>
  node(["--max-semi-space-size=4", "tools/run-typescript.mjs", entry, ...args], { env });

/** Whether a program can be started. */
export const installed = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** Runs a command once. A command that fails has no measurement: it throws, with what the command said. */
export async function measure(command: Command): Promise<Measurement> {
  const memoryFile = join(temporaryFolder(), "memory");
  const stdout = command.stdout === undefined ? undefined : openSync(command.stdout, "w");
  const [program, ...args] = withMeter(command, memoryFile);
  try {
    const start = process.hrtime.bigint();
    const { status, stderr, complete } = await ended(
      spawn(program, args, {
        cwd: command.cwd,
        env: { ...cleanEnvironment(), BENCH_MEMORY_FILE: memoryFile, ...command.env },
        stdio: ["ignore", stdout ?? "ignore", "pipe"],
        // a process group of its own, so that all of it can be ended
        detached: true,
      }),
      command.limitSeconds,
    );
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (complete && status !== 0) {
      const said = stderr.trim().split("\n").slice(0, 12).join("\n");
      throw new Error(`${[command.program, ...command.args].join(" ")} ended with ${String(status)}:\n${said}`);
    }
    return { seconds, megabytes: complete ? readMemory(memoryFile) : undefined, complete };
  } finally {
    if (stdout !== undefined) closeSync(stdout);
    rmSync(memoryFile, { force: true });
  }
}

/**
 * Runs the commands in turns, A B A B, so that a machine that is busy for a while is busy for all of them.
 *
 * @returns the measurements of each command, in the order of the rounds
 */
export async function inTurns<Name extends string>(
  rounds: number,
  commands: Readonly<Record<Name, () => Command>>,
  onRound: (round: number) => void,
): Promise<Record<Name, Measurement[]>> {
  const names = Object.keys(commands) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Measurement[]])) as Record<Name, Measurement[]>;
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    for (const name of names) results[name].push(await measure(commands[name]()));
  }
  return results;
}

export const timeOf = (runs: readonly Measurement[]): Spread | undefined => spread(runs.map(({ seconds }) => seconds));

export const memoryOf = (runs: readonly Measurement[]): Spread | undefined =>
  spread(runs.flatMap(({ megabytes }) => megabytes ?? []));

/** How many times `runs` is `baseline`, round by round; rounds without a figure do not count. */
export function ratio(
  runs: readonly Measurement[],
  baseline: readonly Measurement[],
  figure: "seconds" | "megabytes",
): Spread | undefined {
  return spread(
    runs.flatMap((run, round) => {
      const [over, under] = [run[figure], baseline[round]?.[figure]];
      return over === undefined || under === undefined ? [] : over / under;
    }),
  );
}

/** Ends what is being measured right now, with everything that it has started. */
export function endRunning(): void {
  if (running !== undefined) end(running);
}

function end(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

async function ended(
  child: ChildProcess,
  limitSeconds: number | undefined,
): Promise<{ status: number | null; stderr: string; complete: boolean }> {
  running = child;
  let stderr = "";
  let complete = true;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const limit =
    limitSeconds === undefined
      ? undefined
      : setTimeout(() => {
          complete = false;
          end(child);
        }, limitSeconds * 1000);
  try {
    const status = await new Promise<number | null>((done, failed) => child.on("error", failed).on("close", done));
    return { status, stderr, complete };
  } finally {
    clearTimeout(limit);
    running = undefined;
  }
}

function withMeter({ program, args }: Command, memoryFile: string): [string, ...string[]] {
  if (hasGnuTime()) return [timeProgram, "-f", "%M", "-o", memoryFile, program, ...args];
  const preload = program === process.execPath ? ["--require", resolve("tests/bench/peak-memory.cjs")] : [];
  return [program, ...preload, ...args];
}

function readMemory(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const kilobytes = Number(readFileSync(file, "utf8").trim().split("\n").at(-1));
  return kilobytes > 0 ? kilobytes / 1024 : undefined;
}

let gnuTime: boolean | undefined;

function hasGnuTime(): boolean {
  // of the programs with this name only GNU's knows a format
  gnuTime ??= installed(timeProgram, "-f", "%M", "-o", join(temporaryFolder(), "memory"), process.execPath, "-e", "0");
  return gnuTime;
}

const notInherited = /^(NODE_|TS_NODE_|CDKTF_|CDK8S_|npm_)|^(ENVIRONMENT|IMAGE|CANARY_PODS|STABLE_PODS|TRACK)$/;

/** Without what changes the work (`ENVIRONMENT`) or its cost (`NODE_OPTIONS`, `NODE_EXTRA_CA_CERTS`), on one side only. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !notInherited.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1" };
}
