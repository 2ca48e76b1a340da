import { Command, InvalidArgumentError } from "commander";

import { aligned, range, spread } from "../../tools/benchmark/figures";
import { atMost, targetLines } from "../../tools/benchmark/targets";
import { installed } from "../bench/measure";
import type { ReleaseCost } from "./release-cost";
import { type ReleaseCosts, releasesByBook, releasesByTool } from "./releases";

const help = `
Both release to a test cluster in this process, whose pods start at their usual pace: once to the empty cluster, and
once more. The book's way is kubectl and envsubst (tests/baseline/book); it needs both on the PATH. What people do in
between is left out, and so is the time for which clients are watched.

Examples:
  npm run bench:release
  npm run bench:release -- --rounds 5
`;

function rounds(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 to 99.");
  return Number(text);
}

async function main(): Promise<void> {
  const { rounds: count } = new Command("npm run bench:release --")
    .description("Compares what a release costs by the book's commands and by the release tool.")
    .option("--rounds <number>", "how often; they take turns", rounds, 3)
    .addHelpText("after", help)
    .parse()
    .opts<{ rounds: number }>();

  const missing = [
    installed("kubectl", "version", "--client") ? [] : "kubectl",
    installed("envsubst", "--version") ? [] : "envsubst",
  ].flat();
  const book: ReleaseCosts[] = [];
  const tool: ReleaseCosts[] = [];
  for (let round = 1; round <= count; round += 1) {
    process.stderr.write(`round ${round} of ${count}\n`);
    if (missing.length === 0) book.push(await releasesByBook(1));
    tool.push(await releasesByTool(1));
  }

  const row = (what: string, costs: readonly ReleaseCost[]): string[] => [
    what,
    range(spread(costs.map(({ apiRequests }) => apiRequests))),
    range(spread(costs.map(({ cpuSeconds }) => cpuSeconds))),
    range(spread(costs.map(({ seconds }) => seconds))),
  ];
  const second = tool.map((costs) => costs.second);
  const [requests, cpu] = [
    spread(second.map((cost) => cost.apiRequests)),
    spread(second.map((cost) => cost.cpuSeconds)),
  ];
  const lines = [
    ...aligned(
      [
        ["", "API requests", "CPU, s", "jobs, s"],
        ...(book.length === 0
          ? []
          : [
              row(
                "the book, first release",
                book.map(({ first }) => first),
              ),
            ]),
        row(
          "release, first release",
          tool.map(({ first }) => first),
        ),
        ...(book.length === 0
          ? []
          : [
              row(
                "the book, second release",
                book.map((costs) => costs.second),
              ),
            ]),
        row("release, second release", second),
      ],
      [0],
    ),
    "",
    ...targetLines([
      atMost("API requests of a release", requests?.max, 40, { unit: "" }),
      atMost("CPU of a release", cpu?.median, 1.2, { unit: " s" }),
    ]),
    ...(missing.length === 0 ? [] : ["", `NOT COMPARED with the book: ${missing.join(" and ")} must be installed`]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  const met = (requests?.max ?? Infinity) <= 40 && (cpu?.median ?? Infinity) <= 1.2;
  if (!met) process.exitCode = 1;
}

void main();
