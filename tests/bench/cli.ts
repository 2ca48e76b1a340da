import { join } from "node:path";

import { type Benchmark, rowOf } from "./benchmark";
import { type Command, inTurns, node, ratio, typescript } from "./measure";
import type { Outcome, Table } from "./report";
import { temporaryFolder } from "./temporary";

const bin = (name: string): string => join("node_modules/.bin", name);

export const cli: Benchmark = {
  name: "cli",
  summary: "what the cdktf and cdk8s command lines cost around the same work; for information",

  async run({ quick, progress }): Promise<Outcome> {
    const rounds = quick ? 1 : 3;
    const compare = async (
      name: string,
      direct: (outdir: string) => Command,
      around: (outdir: string) => Command,
    ): Promise<Table> => {
      const runs = await inTurns(
        rounds,
        { direct: () => direct(temporaryFolder()), around: () => around(temporaryFolder()) },
        (round) => {
          progress(`cli: ${name}, round ${round}`);
        },
      );
      return {
        title: name,
        baseline: "direct run",
        rows: [
          rowOf("direct run", runs.direct),
          rowOf(`${name} (node_modules/.bin)`, runs.around, {
            timeRatio: ratio(runs.around, runs.direct, "seconds"),
            memoryRatio: ratio(runs.around, runs.direct, "megabytes"),
          }),
        ],
      };
    };

    return {
      name: "cli",
      tables: [
        await compare(
          "cdktf synth",
          (outdir) => typescript("stacks/main.ts", [], { CDKTF_OUTDIR: outdir }),
          (outdir) => node([bin("cdktf"), "synth", "--output", outdir]),
        ),
        await compare(
          "cdk8s synth",
          (outdir) => typescript("charts/main.ts", [], { CDK8S_OUTDIR: outdir }),
          (outdir) => node([bin("cdk8s"), "synth", "--output", outdir]),
        ),
      ],
      targets: [],
      notes: ["with CHECKPOINT_DISABLE=1; memory is that of the largest process, not of all together"],
    };
  },
};
