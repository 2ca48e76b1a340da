import { isDeepStrictEqual } from "node:util";

import type { Block, NestedBlock } from "../bindings/schema";
import type { Behaviour, ProviderBehaviour } from "../behaviours/behaviour";
import { isKnown, isObject, Unknown, unknown, type Values } from "../behaviours/values";
import { absent, mapBlock, objectsIn } from "./blocks";
import { refusals, replacements } from "./replacements";
import type { Diagnostic } from "./validate";

/** What is to be planned: a resource as it is, and as it is wanted. */
export interface Change {
  readonly type: string;
  readonly block: Block;
  readonly behaviour: Partial<Behaviour>;
  /** Null when the resource is to be created. */
  readonly prior: Values | null;
  /** Terraform's own idea: what is configured, and where nothing is, what was there before. */
  readonly proposed: Values;
  /** What is written. */
  readonly config: Values;
  /** The configuration of the provider. */
  readonly provider: Values;
  readonly derived?: ProviderBehaviour["derived"];
}

export interface Plan {
  readonly planned: Values;
  /** Ways to the arguments that replace the resource. */
  readonly replaces: readonly (readonly (string | number)[])[];
  /** Changes that the cloud refuses. */
  readonly refused: readonly Diagnostic[];
}

export function planChange(change: Change): Plan {
  const { type, block, behaviour, prior, provider } = change;
  let planned = planBlock(block, behaviour, "", change.proposed, prior);
  const derived = change.derived?.(type, planned, provider, change.config) ?? {};
  planned = { ...planned, ...Object.fromEntries(Object.entries(derived).filter(([name]) => name in block.attributes)) };
  if (prior === null) return { planned, replaces: [], refused: [] };

  if (!isDeepStrictEqual(planned, prior))
    planned = { ...planned, ...Object.fromEntries((behaviour.renewed ?? []).map((name) => [name, unknown])) };
  return {
    planned,
    replaces: replacements(block, behaviour.replacedBy ?? [], prior, planned),
    refused: refusals(behaviour, prior, planned),
  };
}

function planBlock(
  block: Block,
  behaviour: Partial<Behaviour>,
  path: string,
  proposed: Values,
  prior: Values | null,
): Values {
  const { alike = {}, defaults = {}, filledIn = [] } = behaviour;
  const planned: Values = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const before: unknown = prior?.[name];
    const wanted: unknown = proposed[name] ?? null;
    planned[name] = wanted;
    if (attribute.writeOnly === true) planned[name] = null;
    else if (wanted === null && `${path}${name}` in defaults) {
      const assumed: unknown = defaults[`${path}${name}`];
      // an older provider, which did not know the argument yet, left nothing in the state
      planned[name] = prior !== null && before === null && isZero(assumed) ? null : assumed;
    } else if (wanted === null && attribute.computed === true)
      planned[name] = prior === null ? unknown : (before ?? null);
    // the providers' SDK cannot tell these two apart
    else if (wanted === null && isZero(before)) planned[name] = before;
    else if (isKnown(before) && isKnown(wanted) && alike[`${path}${name}`]?.(before, wanted) === true)
      planned[name] = before;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const wanted: unknown = proposed[name] ?? absent(nested);
    const isLeftOut = isDeepStrictEqual(wanted, absent(nested));
    if (isLeftOut && filledIn.includes(`${path}${name}`))
      planned[name] = prior === null ? unknown : ((prior[name] as unknown) ?? absent(nested));
    else
      planned[name] = mapBlock(nested, wanted, (object, key) =>
        planBlock(nested.block, behaviour, `${path}${name}.`, object, counterpart(nested, prior?.[name], object, key)),
      );
  }
  return planned;
}

/** What a provider cannot tell from an argument that is left out. */
const isZero = (value: unknown): boolean =>
  value === "" ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** The same object of a block before the change. */
function counterpart(nested: NestedBlock, prior: unknown, object: Values, key: number | string): Values | null {
  if (prior === null || prior === undefined || prior instanceof Unknown) return null;
  if (nested.nesting === "map") return ((prior as Values)[key] ?? null) as Values | null;
  if (nested.nesting === "set") return objectsIn(prior).find((candidate) => resembles(candidate, object)) ?? null;
  return objectsIn(prior)[Number(key)] ?? null;
}

const resembles = (before: Values, object: Values): boolean =>
  Object.entries(object).every(([name, value]) => value === null || isDeepStrictEqual(value, before[name]));
