import type { Block, ValueType } from "../bindings/schema";
import type { Behaviour, ProviderBehaviour } from "../behaviours/behaviour";
import type { Relation, Rule } from "../behaviours/rules";
import type { Values } from "../behaviours/values";
import { objectsIn } from "../provider/blocks";
import type { OfflineProvider } from "../provider/provider";

/** One rule, broken in one resource that is otherwise right. */
export interface WrongCase {
  /** `aws_vpc: cidr_block must be …` */
  readonly title: string;
  readonly kind: "resource" | "data";
  readonly type: string;
  /** Name of the wrong resource. */
  readonly name: string;
  /** What must be said about it. */
  readonly says: string;
  /** Who is the first to refuse it: the real provider, when it validates or plans, or the cloud. */
  readonly foundBy: "validate" | "plan" | "apply";
  readonly settings: Values;
  /** Whether blocks had to be made up, in which more may be wrong. */
  readonly hasMadeUpBlocks: boolean;
}

/** Breaks every rule of a provider once, each in a copy of a right resource. */
export function wrongCases(provider: OfflineProvider, behaviour: ProviderBehaviour, right: Values): WrongCase[] {
  const cases: WrongCase[] = [];
  const add = (kind: WrongCase["kind"], type: string, rule: Rule | Relation, says: string, changes: Values): void => {
    const block = (kind === "resource" ? provider.schema.resources : provider.schema.dataSources)[type];
    const [base] = Object.values(((right[kind] as Values | undefined)?.[type] ?? {}) as Values) as Values[];
    // a type that no environment uses
    if (block === undefined || base === undefined) return;
    const settings = structuredClone(base);
    const madeUp = Object.entries(changes).map(([path, value]) => lay(block, settings, path.split("."), value));
    cases.push({
      title: `${type}: ${says}`,
      kind,
      type,
      name: `wrong_${cases.length}`,
      says,
      foundBy: rule.byApi === true ? "apply" : rule.atPlan === true ? "plan" : "validate",
      settings,
      hasMadeUpBlocks: madeUp.includes(true),
    });
  };
  const addRules = (kind: WrongCase["kind"], type: string, rules: Behaviour["rules"] = {}): void => {
    for (const [path, oneOrMore] of Object.entries(rules))
      for (const rule of ([] as readonly Rule[]).concat(oneOrMore))
        add(kind, type, rule, `\`${path}\` must ${rule.must}`, {
          [path]: rule.whole === true ? rule.wrong : new Item(rule.wrong),
        });
  };
  for (const [type, { rules }] of Object.entries(behaviour.resources)) addRules("resource", type, rules);
  for (const [type, { rules }] of Object.entries(behaviour.dataSources)) addRules("data", type, rules);
  for (const [type, { relations = [] }] of Object.entries(behaviour.resources))
    for (const relation of relations) add("resource", type, relation, relation.must, relation.wrong);
  return cases;
}

/** A value that is put into a list where the argument is one. */
class Item {
  constructor(readonly value: unknown) {}
}

/** Puts a value in its place, and returns whether a block had to be made up for it. */
function lay(block: Block, settings: Values, [name = "", ...rest]: readonly string[], value: unknown): boolean {
  const attribute = block.attributes[name];
  const nested = block.blocks[name];
  if (nested !== undefined && rest.length > 0) {
    const [present] = objectsIn(settings[name]);
    const object = present ?? requiredOf(nested.block);
    if (present === undefined) settings[name] = [object];
    const below = lay(nested.block, object, rest, value);
    return below || present === undefined;
  }
  if (attribute === undefined && nested === undefined) throw new Error(`there is no argument ${name}`);
  if (value === null) Reflect.deleteProperty(settings, name);
  else if (!(value instanceof Item)) settings[name] = value;
  else settings[name] = attribute !== undefined && isList(attribute.type) ? [value.value] : value.value;
  return false;
}

/** A block with something in everything that must be there. */
function requiredOf(block: Block): Values {
  return {
    ...Object.fromEntries(
      Object.entries(block.attributes)
        .filter(([, { required }]) => required === true)
        .map(([name, { type }]) => [name, something(type)]),
    ),
    ...Object.fromEntries(
      Object.entries(block.blocks)
        .filter(([, { minItems }]) => minItems > 0)
        .map(([name, nested]) => [name, [requiredOf(nested.block)]]),
    ),
  };
}

const isList = (type: ValueType): boolean => Array.isArray(type) && (type[0] === "list" || type[0] === "set");

function something(type: ValueType): unknown {
  if (type === "number") return 1;
  if (type === "bool") return true;
  if (type === "string" || type === "dynamic") return "something";
  if (type[0] === "map" || type[0] === "object") return {};
  return [something(type[1])];
}

/** The resources of several stacks of a cloud, as if they were one. */
export function mergedStacks(stacks: readonly Values[]): Values {
  const [first, ...others] = structuredClone(stacks) as Values[];
  const all: Values = first ?? {};
  for (const stack of others)
    for (const kind of ["resource", "data"])
      for (const [type, named] of Object.entries((stack[kind] ?? {}) as Record<string, Values>)) {
        const kinds = (all[kind] ??= {}) as Record<string, Values>;
        kinds[type] = { ...named, ...kinds[type] };
      }
  return all;
}
