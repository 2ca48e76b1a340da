import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { atLeast, atMost, holds, type Target } from "../../tools/benchmark/targets";
import { type Benchmark, rowOf } from "./benchmark";
import { inTurns, measure, memoryOf, node, ratio, typescript } from "./measure";
import type { Outcome } from "./report";
import { templateWay } from "./template-way";
import { temporaryFolder } from "./temporary";

const program = "stacks/main.ts";

export const synth: Benchmark = {
  name: "synth",
  summary: "all shipped environments to Terraform JSON, against an empty Node and the official template's way",

  async run({ quick, progress }): Promise<Outcome> {
    const ownFolder = temporaryFolder();
    const own = () => typescript(program, [], { CDKTF_OUTDIR: ownFolder });
    await measure(own());
    const cheap = await inTurns(quick ? 5 : 15, { empty: () => node(["-e", "0"]), own }, (round) => {
      progress(`synth: round ${round}, an empty Node and this project`);
    });
    const overEmpty = ratio(cheap.own, cheap.empty, "seconds");

    const template = templateWay();
    const templateFolder = temporaryFolder();
    const dear = await inTurns(quick ? 1 : 3, { own, template: () => template.synth(templateFolder) }, (round) => {
      progress(`synth: round ${round}, this project and the template's way (takes about 20 s)`);
    });
    const [slower, larger] = [ratio(dear.template, dear.own, "seconds"), ratio(dear.template, dear.own, "megabytes")];
    const [ours, theirs] = [terraformJson(ownFolder), terraformJson(templateFolder)];
    const same = ours.size > 0 && JSON.stringify([...ours]) === JSON.stringify([...theirs]);
    const valid = (targets: Target[]) =>
      same
        ? targets
        : targets.map((target): Target => ({ ...target, met: undefined, note: "void: the output differs" }));

    return {
      name: "synth",
      tables: [
        {
          title: `${ours.size} environments`,
          baseline: "empty Node",
          rows: [
            rowOf("an empty Node (node -e 0)", cheap.empty),
            rowOf("this project (tools/run-typescript.mjs stacks/main.ts)", cheap.own, {
              timeRatio: overEmpty,
              memoryRatio: ratio(cheap.own, cheap.empty, "megabytes"),
            }),
          ],
        },
        {
          title: "the same stacks, in turns",
          baseline: "this project",
          rows: [
            rowOf("this project", dear.own),
            rowOf(`template's way (${template.runner})`, dear.template, { timeRatio: slower, memoryRatio: larger }),
          ],
        },
      ],
      targets: [
        atMost("time of a synth, as a multiple of an empty Node", overEmpty?.median, 25, { unit: "×" }),
        atMost("peak memory of a synth", memoryOf(cheap.own)?.median, 150, { unit: " MB" }),
        holds(`the template's way writes the same ${ours.size} files`, same),
        ...valid([
          atLeast("faster than the template's way", slower?.median, 25, { unit: "×" }),
          atLeast("smaller than the template's way", larger?.median, 10, { unit: "×" }),
        ]),
      ],
      notes: [
        "this project: bundling is part of every run; types are checked by a gate of their own, not on the way to a synth",
        "template's way: the same sources with every import taken from the root of its provider package; without the cdktf CLI on both sides",
      ],
    };
  },
};

/** The text of each stack's cdk.tf.json. */
function terraformJson(outdir: string): Map<string, string> {
  const stacks = join(outdir, "stacks");
  return new Map(
    readdirSync(stacks)
      .sort()
      .map((stack) => [stack, readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8")]),
  );
}
