import type { Problem } from "../../../environments/schema/problems";
import { didYouMean } from "../../../environments/schema/problems";
import type { Block } from "../definition";
import { type Check, repeated } from "./check";

/** Names, and the order in which blocks run. */
export const blockProblems: Check = ({ definition }) => {
  const { version, blocks, after_pipeline: after } = definition;
  const tasks = [
    ...blocks.map(({ task }, index) => [`blocks.${index}.task`, task] as const),
    ["after_pipeline.task", after?.task] as const,
  ];
  return [
    ...(version === "v1.0" ? [] : [{ path: "version", rule: 'must be "v1.0"', got: version }]),
    ...repeated(blocks.map(({ name }) => name)).map(twice((index) => `blocks.${index}.name`, "blocks")),
    ...tasks.flatMap(([path, task]) =>
      repeated((task?.jobs ?? []).map(({ name }) => name)).map(
        twice((index) => `${path}.jobs.${index}.name`, "jobs of a block"),
      ),
    ),
    ...dependencyProblems(blocks),
  ];
};

const twice =
  (path: (index: number) => string, what: string) =>
  ({ index, name }: { index: number; name: string }): Problem => ({
    path: path(index),
    rule: `must differ from those of other ${what}`,
    got: name,
  });

function dependencyProblems(blocks: readonly Block[]): Problem[] {
  const names = blocks.flatMap(({ name }) => name ?? []);
  const silent = blocks.flatMap(({ dependencies }, index) => (dependencies === undefined ? [index] : []));
  const missing = silent.length === blocks.length ? [] : silent;
  return [
    ...missing.map((index) => ({
      path: `blocks.${index}.dependencies`,
      rule: "is required, because other blocks have it",
      fix: "write [] for a block that waits for none",
    })),
    ...blocks.flatMap(({ dependencies = [] }, index) =>
      dependencies.flatMap((name, at) =>
        names.includes(name)
          ? []
          : [
              {
                path: `blocks.${index}.dependencies.${at}`,
                rule: "must be the name of a block",
                got: name,
                fix: didYouMean(name, names),
              },
            ],
      ),
    ),
    ...circular(blocks).map((index) => ({
      path: `blocks.${index}.dependencies`,
      rule: "must not go round in a circle",
      got: blocks[index]?.dependencies,
    })),
  ];
}

/** Blocks that wait for themselves, by way of others perhaps. */
function circular(blocks: readonly Block[]): number[] {
  const after = (name: string | undefined, seen: ReadonlySet<string>): ReadonlySet<string> =>
    (blocks.find((block) => block.name === name)?.dependencies ?? []).reduce(
      (all, next) => (all.has(next) ? all : after(next, new Set([...all, next]))),
      seen,
    );
  return blocks.flatMap(({ name }, index) => (name !== undefined && after(name, new Set()).has(name) ? [index] : []));
}
