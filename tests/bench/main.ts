import { availableParallelism, loadavg } from "node:os";

import { Command, Option } from "commander";

import { holds } from "../../tools/benchmark/targets";
import type { Benchmark } from "./benchmark";
import { charts } from "./charts";
import { cli } from "./cli";
import { environments } from "./environments";
import { endRunning, memorySource } from "./measure";
import { describe, missed, type Outcome } from "./report";
import { synth } from "./synth";
import { removeTemporaryFolders } from "./temporary";

const benchmarks: readonly Benchmark[] = [synth, environments, charts, cli];
const names = benchmarks.map(({ name }) => name);

interface Options {
  readonly only?: string;
  readonly output: "table" | "json";
  readonly quick?: true;
}

const help = `
Benchmarks:
${benchmarks.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join("\n")}

How to read the result:
  Seconds depend on the machine and on what else it does; ratios hardly do. What is compared runs in turns
  (A B A B), and a ratio is taken round by round. Figures are medians, with (min..max) behind them. Every
  figure is of a whole process, from its start to its end, with the bundling of TypeScript in it.
  "MISS" is a target that was not reached; the program then ends with 1.

Examples:
  npm run bench                                everything: about 10 minutes, most of them kubectl kustomize
  npm run bench -- --quick                     about 1 minute, smaller sizes
  npm run bench -- --only synth                one benchmark
  npm run --silent bench -- --output json      for a program to read
  TS_NODE_PATH=/tmp/x/node_modules npm run bench -- --only synth
                                               with the real ts-node that you have installed in /tmp/x
`;

async function main(): Promise<void> {
  const program = new Command("npm run bench --")
    .description("Measures this project against what it is an alternative to, and against its own targets.")
    .addOption(new Option("--only <name>", "run one benchmark").choices(names))
    .addOption(new Option("--output <format>", "how to print the result").choices(["table", "json"]).default("table"))
    .option("--quick", "fewer runs and smaller sizes; targets of the full sizes are left out")
    .addHelpText("after", help)
    .parse();
  const { only, output, quick = false } = program.opts<Options>();

  const machine = {
    machine: `${availableParallelism()} cores, ${process.platform}, Node ${process.versions.node}`,
    load: `${loadavg()[0]?.toFixed(1) ?? "?"} processes at the start; what others do costs time here, too`,
    memory: memorySource(),
    run: quick ? "quick: fewer runs, smaller sizes" : "full",
  };
  const outcomes: Outcome[] = [];
  for (const benchmark of benchmarks) {
    if (only !== undefined && benchmark.name !== only) continue;
    outcomes.push(await attempt(benchmark, quick));
  }

  process.stdout.write(
    output === "json"
      ? `${JSON.stringify({ machine, benchmarks: outcomes }, undefined, 2)}\n`
      : describe(outcomes, machine),
  );
  if (missed(outcomes).length > 0) process.exitCode = 1;
}

/** A benchmark that fails is a target that is missed; the others still run. */
async function attempt({ name, run }: Benchmark, quick: boolean): Promise<Outcome> {
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  try {
    return await run({ quick, progress });
  } catch (error) {
    if (stopped) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return { name, tables: [], targets: [holds("runs to its end", false)], notes: [message] };
  } finally {
    removeTemporaryFolders();
  }
}

let stopped = false;

for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => {
    stopped = true;
    endRunning();
    removeTemporaryFolders();
    process.exit(status);
  });
}

void main().finally(removeTemporaryFolders);
