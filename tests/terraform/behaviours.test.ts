import type { Block } from "./bindings/schema";
import { ProviderBindings } from "./bindings/provider-schema";
import { behaviours } from "./behaviours";
import type { Behaviour, ProviderBehaviour } from "./behaviours/behaviour";

/** Whether a path leads to an argument, an attribute or a block. */
function exists(block: Block, path: string): boolean {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return name in block.attributes || name in block.blocks;
  const nested = block.blocks[name];
  // below an attribute are the fields of an object, which are looked at by nobody
  return nested === undefined ? name in block.attributes : exists(nested.block, rest.join("."));
}

/** The table of a type, row by row: what it is about and, where it has one, its own source. */
function rows(behaviour: Partial<Behaviour>): { readonly path: string; readonly source?: string | undefined }[] {
  const { rules = {}, relations = [], replacedBy = [], refused = [] } = behaviour;
  return [
    ...Object.entries(rules).flatMap(([path, oneOrMore]) => [oneOrMore].flat().map(({ source }) => ({ path, source }))),
    ...relations.map((relation) => ({ path: relation.arguments[0] ?? "", source: relation.source })),
    ...replacedBy.map((row) => ({ path: typeof row === "string" ? row : row.argument })),
    ...refused.map(({ argument, source }) => ({ path: argument, source })),
  ];
}

const allRows = ({ resources, dataSources }: ProviderBehaviour): number =>
  [...Object.values(resources), ...Object.values(dataSources).map(({ rules = {} }) => ({ rules }))].reduce(
    (sum, type) => sum + rows(type).length,
    0,
  );

test("the tables have at least 120 rows for what types cannot see", () => {
  const counts = Object.fromEntries(Object.entries(behaviours).map(([cloud, table]) => [cloud, allRows(table)]));
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(120);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(40);
});

describe.each(Object.entries(behaviours))("The table of %s", (cloud, table) => {
  const bindings = new ProviderBindings(cloud);
  const types = [
    ...Object.entries(table.resources).map(([type, behaviour]) => ({
      type,
      behaviour,
      block: bindings.resource(type),
    })),
    ...Object.entries(table.dataSources).map(([type, { source, rules = {} }]) => ({
      type: `data.${type}`,
      behaviour: { source, rules },
      block: bindings.dataSource(type),
    })),
    ...(table.configuration === undefined
      ? []
      : [{ type: "provider", behaviour: table.configuration, block: bindings.configuration() }]),
  ];

  test("is about arguments that are there", () => {
    const missing = types.flatMap(({ type, behaviour, block }) => {
      const {
        relations = [],
        defaults = {},
        alike = {},
        filledIn = [],
        renewed = [],
        sensitive = [],
      }: Partial<Behaviour> = behaviour;
      const paths = [
        ...rows(behaviour).map(({ path }) => path),
        ...relations.flatMap((relation) => [...relation.arguments, ...Object.keys(relation.wrong)]),
        ...Object.keys(defaults),
        ...Object.keys(alike),
        ...filledIn,
        ...renewed,
        ...sensitive,
      ];
      return paths.filter((path) => !exists(block, path)).map((path) => `${type}.${path}`);
    });
    expect(missing).toEqual([]);
  });

  test("says where every row is written down", () => {
    const sources = [
      ...types.flatMap(({ behaviour }) => [behaviour.source, ...rows(behaviour).flatMap(({ source }) => source ?? [])]),
      ...table.deletionOrder.map(({ source }) => source),
    ];
    expect(sources.filter((source) => !/^https:\/\/[\w.-]+\/\S+$/.test(source))).toEqual([]);
  });

  test("says only once what replaces a resource", () => {
    const twice = types.flatMap(({ type, behaviour }) => {
      const replaced = (behaviour as Behaviour).replacedBy ?? [];
      const paths = replaced.map((row) => (typeof row === "string" ? row : row.argument));
      return paths.filter((path, index) => paths.indexOf(path) !== index).map((path) => `${type}.${path}`);
    });
    expect(twice).toEqual([]);
  });

  test("refuses its own examples of what is wrong", () => {
    const accepted = types.flatMap(({ type, behaviour }) =>
      Object.entries(behaviour.rules ?? {}).flatMap(([path, oneOrMore]) =>
        [oneOrMore]
          .flat()
          .filter((rule) => rule.holds(rule.wrong))
          .map(({ must }) => `${type}.${path} must ${must}`),
      ),
    );
    expect(accepted).toEqual([]);
  });

  test("knows the changes that it gives as examples", () => {
    const conditional = types.flatMap(({ type, behaviour }) => {
      const { replacedBy = [], refused = [] } = behaviour as Partial<Behaviour>;
      return [...replacedBy.filter((row) => typeof row !== "string"), ...refused].map((row) => ({ type, ...row }));
    });
    expect(conditional.length).toBeGreaterThan(0);
    const wrong = conditional.filter(({ test: applies, example: [before, after] }) => !applies(before, after));
    expect(wrong.map(({ type, argument }) => `${type}.${argument}`)).toEqual([]);
  });

  test("has an order of deletion for types and attributes that it knows", () => {
    const unknown = table.deletionOrder
      .flatMap(({ first, then }) => [first, then])
      .filter((place) => {
        const [type = "", ...path] = place.split(".");
        return !(type in table.resources) || (path.length > 0 && !exists(bindings.resource(type), path.join(".")));
      });
    expect(unknown).toEqual([]);
  });
});
