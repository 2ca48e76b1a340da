import type { Block } from "../bindings/schema";
import type { Behaviour } from "../behaviours/behaviour";
import type { Rule } from "../behaviours/rules";
import { objectsIn } from "./blocks";
import { placesOf, Unknown, type Values } from "../behaviours/values";

/** A message of the provider, as Terraform shows it with the place of the argument. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly steps: readonly (string | number)[];
}

/** Everything that breaks a rule. */
export function validate(
  block: Block,
  { source = "", rules = {}, relations = [] }: Pick<Partial<Behaviour>, "source" | "rules" | "relations">,
  config: Values,
): Diagnostic[] {
  const broken = Object.entries(rules).flatMap(([path, oneOrMore]) =>
    [oneOrMore].flat().flatMap((rule: Rule) =>
      placesOf(config, path)
        .flatMap(({ steps, value }) =>
          Array.isArray(value) && rule.whole !== true ? each(steps, value) : [{ steps, value }],
        )
        .filter(({ value }) => !hasUnknown(value) && !rule.holds(value))
        .map(({ steps, value }) => ({
          summary: `\`${path}\` must ${rule.must}${isSecret(block, path) ? "" : `, got: ${shown(value)}`}`,
          detail: told(rule, source),
          steps,
        })),
    ),
  );
  const related = relations
    .filter((relation) => !relation.holds(config))
    .map((relation) => ({
      summary: relation.must,
      detail: told(relation, source),
      steps: (relation.arguments[0] ?? "").split(".").slice(0, 1),
    }));
  return [...decidedByTheCloud(block, config, []), ...broken, ...related];
}

/** Attributes that are computed only, and set all the same. */
function decidedByTheCloud(block: Block, config: Values, steps: readonly (string | number)[]): Diagnostic[] {
  const here = Object.entries(block.attributes)
    .filter(([name, { computed, optional }]) => computed === true && optional !== true && config[name] != null)
    .map(([name]) => ({
      summary: `\`${[...steps, name].filter((step) => typeof step === "string").join(".")}\` must not be set`,
      detail: "The cloud decides it when the configuration is applied.",
      steps: [...steps, name],
    }));
  const below = Object.entries(block.blocks).flatMap(([name, nested]) =>
    objectsIn(config[name]).flatMap((object, index) =>
      decidedByTheCloud(nested.block, object, nested.nesting === "list" ? [...steps, name, index] : [...steps, name]),
    ),
  );
  return [...here, ...below];
}

const each = (steps: readonly (string | number)[], value: readonly unknown[]) =>
  value.map((item, index) => ({ steps: [...steps, index], value: item }));

const hasUnknown = (value: unknown): boolean =>
  value instanceof Unknown || (Array.isArray(value) && value.some((item) => item instanceof Unknown));

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const told = (rule: { readonly byApi?: boolean; readonly source?: string }, source: string): string =>
  `${rule.byApi === true ? "The cloud refuses it when it is applied" : "The provider refuses it"}: ${rule.source ?? source}`;

function isSecret(block: Block, path: string): boolean {
  const [name = "", ...rest] = path.split(".");
  const attribute = block.attributes[name];
  if (attribute !== undefined) return attribute.sensitive === true || attribute.writeOnly === true;
  const nested = block.blocks[name];
  return nested !== undefined && isSecret(nested.block, rest.join("."));
}
