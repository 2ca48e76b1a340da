import { readdirSync } from "node:fs";
import { join } from "node:path";

import { quotient } from "../../tools/benchmark/figures";
import { atMost, holds } from "../../tools/benchmark/targets";
import { type Benchmark, perFurtherItem, rowOf } from "./benchmark";
import { inTurns, measure, memoryOf, timeOf, typescript } from "./measure";
import type { Outcome } from "./report";
import { temporaryFolder } from "./temporary";

const program = "tests/bench/environments-program.ts";

export const environments: Benchmark = {
  name: "environments",
  summary: "1 to 300 generated environments, checked and synthesized in one process",

  async run({ quick, progress }): Promise<Outcome> {
    const [one, small, large] = quick ? ([1, 30, 90] as const) : ([1, 100, 300] as const);
    const sizes = [one, 10, small, large];
    const folders = new Map(sizes.map((size) => [size, temporaryFolder()]));
    const command = (size: number) => typescript(program, [String(size), folders.get(size) ?? ""]);

    await measure(command(one));
    const runs = await inTurns(
      quick ? 3 : 5,
      Object.fromEntries(sizes.map((size) => [size, () => command(size)])),
      (round) => {
        progress(`environments: round ${round}, ${sizes.join(", ")} environments`);
      },
    );
    const runsOf = (size: number) => runs[size] ?? [];
    const perItem = (size: number) => perFurtherItem(size, runsOf(size), runsOf(one));
    const complete = sizes.every((size) => readdirSync(join(folders.get(size) ?? "", "stacks")).length === size);

    return {
      name: "environments",
      tables: [
        {
          title: "environments",
          item: "environment",
          rows: sizes.map((size) => rowOf(String(size), runsOf(size), { perItem: perItem(size) })),
        },
      ],
      targets: [
        holds("every environment gives a stack", complete),
        atMost(
          `time per further environment at ${large}, as a multiple of that at ${small}`,
          quotient(perItem(large)?.milliseconds, perItem(small)?.milliseconds),
          1.5,
          { unit: "×" },
        ),
        atMost(
          `memory per further environment at ${large}, as a multiple of that at ${small}`,
          quotient(perItem(large)?.kilobytes, perItem(small)?.kilobytes),
          1.5,
          { unit: "×" },
        ),
        ...(quick
          ? []
          : [
              atMost(`time of ${large} environments`, timeOf(runsOf(large))?.median, 10, { unit: " s" }),
              atMost(`peak memory of ${large} environments`, memoryOf(runsOf(large))?.median, 250, { unit: " MB" }),
            ]),
      ],
      notes: [
        "the three clouds and both profiles in turns; the start of the process is not part of the figures per environment",
      ],
    };
  },
};
