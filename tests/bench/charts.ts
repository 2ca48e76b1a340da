import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { quotient } from "../../tools/benchmark/figures";
import { atLeast, atMost, holds, type Target } from "../../tools/benchmark/targets";
import { type Benchmark, perFurtherItem, rowOf } from "./benchmark";
import { type Command, inTurns, installed, measure, type Measurement, ratio, timeOf, typescript } from "./measure";
import type { Outcome, Row } from "./report";
import { temporaryFolder } from "./temporary";

const program = "tests/bench/charts-program.ts";
/** Sizes from here on take so long with kustomize that one run has to do. */
const large = 1000;
const kustomizeLimitSeconds = 300;

interface Size {
  readonly count: number;
  readonly ours: readonly Measurement[];
  readonly kustomize: readonly Measurement[];
  readonly envsubst: readonly Measurement[];
  /** Whether both wrote as many objects; undefined when one of them did not write all. */
  readonly sameObjects: boolean | undefined;
}

export const charts: Benchmark = {
  name: "charts",
  summary: "manifests of 1 to 2000 services, against kubectl kustomize and envsubst",

  async run({ quick, progress }): Promise<Outcome> {
    const hasKustomize = installed("kubectl", "kustomize", "--help");
    const hasEnvsubst = installed("envsubst", "--version");
    const compared = quick ? [1, 10, 100] : [1, 10, 100, large];
    const [half, full] = quick ? ([100, 200] as const) : ([large, 2000] as const);

    await measure(ours(1, temporaryFolder()));
    const sizes: Size[] = [];
    for (const count of [...compared, full]) {
      const others = compared.includes(count);
      sizes.push(await measureSize(count, quick, hasKustomize && others, hasEnvsubst && others, progress));
    }

    const one = sizes[0]?.ours ?? [];
    const perItem = ({ count, ours }: Size) => perFurtherItem(count, ours, one);
    const ofCount = (count: number) => sizes.find((size) => size.count === count);
    const linear = (figure: "milliseconds" | "kilobytes") => {
      const [over, under] = [ofCount(full), ofCount(half)].map((size) => size && perItem(size)?.[figure]);
      return quotient(over, under);
    };
    const biggest = ofCount(compared.at(-1) ?? 1);

    return {
      name: "charts",
      tables: [
        {
          title: "services",
          baseline: "this project",
          item: "service",
          rows: sizes.flatMap((size): Row[] => [
            rowOf(`${size.count}: this project`, size.ours, { perItem: perItem(size) }),
            ...against(size, "kubectl kustomize", size.kustomize),
            ...against(size, "envsubst", size.envsubst),
          ]),
        },
      ],
      targets: [
        ...(biggest === undefined ? [] : kustomizeTargets(biggest, hasKustomize, quick)),
        atMost(`time per further service at ${full}, as a multiple of that at ${half}`, linear("milliseconds"), 1.5, {
          unit: "×",
        }),
        atMost(`memory per further service at ${full}, as a multiple of that at ${half}`, linear("kilobytes"), 1.5, {
          unit: "×",
        }),
      ],
      notes: [
        "every service has all of its objects: namespace, network policies, balancer, migration, canary and stable",
        ...(hasKustomize
          ? ["kubectl kustomize: the same objects as resources of one kustomization, no patches"]
          : ["kubectl kustomize: skipped, there is no kubectl with `kustomize` on the PATH"]),
        ...(hasEnvsubst
          ? ["envsubst: one call a service, the same objects as a template; nothing is checked and no hash is renewed"]
          : ["envsubst: skipped, it is not on the PATH (part of GNU gettext)"]),
      ],
    };
  },
};

function ours(count: number, outdir: string): Command {
  return typescript(program, [String(count), outdir]);
}

async function measureSize(
  count: number,
  quick: boolean,
  withKustomize: boolean,
  withEnvsubst: boolean,
  progress: (text: string) => void,
): Promise<Size> {
  const [folder, rendered] = [temporaryFolder(), temporaryFolder()];
  const built = join(temporaryFolder(), "all.yaml");
  progress(`charts: ${count} services`);
  // what is compared with needs the objects first
  await measure(ours(count, folder));
  if (withKustomize) writeKustomization(folder);
  if (withEnvsubst) writeTemplate(folder, rendered);

  const kustomize = (): Command => ({
    program: "kubectl",
    args: ["kustomize", folder],
    stdout: built,
    limitSeconds: kustomizeLimitSeconds,
  });
  const envsubst = (): Command => ({ program: "sh", args: ["render.sh", String(count)], cwd: rendered });
  const once = count >= large;
  const commands: Record<string, () => Command> = {
    ours: () => ours(count, folder),
    ...(withKustomize && !once && { kustomize }),
    ...(withEnvsubst && { envsubst }),
  };
  const runs: Partial<Record<string, Measurement[]>> = await inTurns(quick || once ? 3 : 7, commands, (round) => {
    progress(`charts: ${count} services, round ${round}`);
  });
  if (withKustomize && once) {
    progress(
      `charts: ${count} services, kubectl kustomize once (can take minutes, ended after ${kustomizeLimitSeconds} s)`,
    );
    runs["kustomize"] = [await measure(kustomize())];
  }

  const complete = runs["kustomize"]?.every((run) => run.complete) === true;
  return {
    count,
    ours: runs["ours"] ?? [],
    kustomize: runs["kustomize"] ?? [],
    envsubst: runs["envsubst"] ?? [],
    sameObjects: complete ? objectsIn(readFileSync(built, "utf8")) === objectsInFolder(folder) : undefined,
  };
}

function against({ count, ours }: Size, what: string, runs: readonly Measurement[]): Row[] {
  if (runs.length === 0) return [];
  return [
    rowOf(`${count}: ${what}`, runs, {
      timeRatio: ratio(runs, ours, "seconds"),
      memoryRatio: ratio(runs, ours, "megabytes"),
    }),
  ];
}

function kustomizeTargets({ count, ours, kustomize, sameObjects }: Size, has: boolean, quick: boolean): Target[] {
  const what = `faster than kubectl kustomize at ${count} services`;
  // kustomize's time grows with the square of the objects: the advantage at small sizes is not the target
  if (quick) return [];
  if (!has) return [atLeast(what, undefined, 10, { unit: "×", note: "there is no kubectl" })];
  const reached = kustomize.some(({ complete }) => !complete);
  return [
    ...(sameObjects === undefined ? [] : [holds("kubectl kustomize writes as many objects", sameObjects)]),
    atLeast(what, quotient(timeOf(kustomize)?.median, timeOf(ours)?.median), 10, {
      unit: "×",
      note: reached ? `at least: kustomize was ended after ${kustomizeLimitSeconds} s` : undefined,
    }),
  ];
}

const manifestsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".k8s.yaml"));

function writeKustomization(folder: string): void {
  const resources = manifestsIn(folder).sort();
  const kustomization = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources };
  // JSON is YAML
  writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify(kustomization));
}

/** The objects of the first service with variables in place of its name and image, and a loop that fills them in. */
function writeTemplate(folder: string, rendered: string): void {
  const template = manifestsIn(folder)
    .filter((file) => file.startsWith("service-0/"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("---\n")
    .replaceAll(/image: \S+/g, "image: ${IMAGE}")
    .replaceAll("service-0", "${SERVICE}");
  writeFileSync(join(rendered, "template.yaml"), template);
  writeFileSync(
    join(rendered, "render.sh"),
    [
      "set -eu",
      "i=0",
      'while [ "$i" -lt "$1" ]; do',
      '  SERVICE="service-$i" IMAGE="registry.example/service-$i:1.0.0" envsubst <template.yaml >"out/$i.yaml"',
      "  i=$((i + 1))",
      "done",
      "",
    ].join("\n"),
  );
  mkdirSync(join(rendered, "out"));
}

const objectsIn = (yaml: string): number => yaml.match(/^kind: /gm)?.length ?? 0;

const objectsInFolder = (folder: string): number =>
  manifestsIn(folder).reduce((sum, file) => sum + objectsIn(readFileSync(join(folder, file), "utf8")), 0);
