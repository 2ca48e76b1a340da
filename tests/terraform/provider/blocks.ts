import type { Block, NestedBlock, ValueType } from "../bindings/schema";
import type { Behaviour } from "../behaviours/behaviour";
import { isObject, Unknown, type Values } from "../behaviours/values";

/** The schema of a type, completed with what bindings do not keep. */
export function completeBlock(
  block: Block,
  { filledIn = [], sensitive = [] }: Pick<Behaviour, "filledIn" | "sensitive">,
): Block {
  const below = (paths: readonly string[], name: string): string[] =>
    paths.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
  return {
    attributes: Object.fromEntries(
      Object.entries(block.attributes).map(([name, attribute]) => [
        name,
        {
          ...attribute,
          ...(filledIn.includes(name) ? { computed: true } : {}),
          ...(sensitive.includes(name) ? { sensitive: true } : {}),
        },
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(block.blocks).map(([name, nested]) => [
        name,
        {
          ...nested,
          block: completeBlock(nested.block, { filledIn: below(filledIn, name), sensitive: below(sensitive, name) }),
        },
      ]),
    ),
  };
}

/** What a block is when it is not there. */
export const absent = ({ nesting }: NestedBlock): unknown =>
  nesting === "single" ? null : nesting === "map" ? {} : [];

/** The objects of a block that is there once, in a list, or by name. */
export function objectsIn(value: unknown): Values[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Calls a function with every object of a block and puts together what it returns, in the same form. */
export function mapBlock(
  nested: NestedBlock,
  value: unknown,
  change: (object: Values, key: number | string) => Values,
): unknown {
  if (value === null || value === undefined || value instanceof Unknown) return value;
  if (Array.isArray(value)) return value.map((object: Values, index) => change(object, index));
  if (nested.nesting === "map")
    return Object.fromEntries(
      Object.entries(value as Values).map(([key, object]) => [key, change(object as Values, key)]),
    );
  return change(value, 0);
}

/** Values in exactly the form of a schema: what is missing is null or empty, and what the schema has not got is dropped. */
export function conform(block: Block, values: Values): Values {
  return {
    ...Object.fromEntries(
      Object.entries(block.attributes).map(([name, { type }]) => [name, conformValue(type, values[name])]),
    ),
    ...Object.fromEntries(
      Object.entries(block.blocks).map(([name, nested]) => [
        name,
        mapBlock(nested, values[name] ?? absent(nested), (object) => conform(nested.block, object)),
      ]),
    ),
  };
}

function conformValue(type: ValueType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown || typeof type === "string") return value;
  if (type[0] === "object")
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, inner]) => [name, conformValue(inner, (value as Values)[name])]),
    );
  const [kind, item] = type;
  if (kind === "map")
    return Object.fromEntries(Object.entries(value as Values).map(([key, inner]) => [key, conformValue(item, inner)]));
  return Array.isArray(value) ? value.map((inner) => conformValue(item, inner)) : value;
}
