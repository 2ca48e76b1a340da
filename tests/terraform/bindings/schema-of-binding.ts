import type ts from "typescript";

import {
  type BindingAttribute,
  BindingNotUnderstood,
  type BindingSource,
  type Reading,
  type Writing,
} from "./binding-source";
import type { Attribute, Block, NestedBlock, ValueType } from "./schema";

/** How CDKTF names the types of simple values, alone or as the items of a list or a map. */
const simple: Readonly<Record<string, ValueType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

const getters: Readonly<Record<string, ValueType>> = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  interpolationForAttribute: "dynamic",
  getAnyMapAttribute: ["map", "dynamic"],
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
  getNumberMapAttribute: ["map", "number"],
  getBooleanMapAttribute: ["map", "bool"],
};

/**
 * Rebuilds the schema of a resource or data source from the code that CDKTF generated out of it. What the code does not
 * keep is not there: defaults, `computed` on what can be set, sensitivity, validators, and what a change replaces.
 */
export function schemaOfBinding(source: BindingSource): Block {
  if (source.base === "TerraformProvider") return configurationBlock(source, source.writings(source.main));
  const block = blockOf(source, source.main, source.writings(source.main));
  const { id } = block.attributes;
  // written by the cloud, though an older SDK let it be set; a data source that requires it looks it up
  return id?.optional === true
    ? { ...block, attributes: { ...block.attributes, id: { ...id, computed: true } } }
    : block;
}

function blockOf(
  source: BindingSource,
  declaration: ts.ClassDeclaration,
  writings: ReadonlyMap<string, Writing>,
): Block {
  const found = source.attributes(declaration);
  const unread = [...writings.keys()].filter((name) => !found.has(name));
  if (unread.length > 0) throw new BindingNotUnderstood(declaration, `getters are expected for ${unread.join(", ")}`);
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [name, attribute] of found) {
    const writing = writings.get(name);
    if (attribute.settable && writing === undefined)
      throw new BindingNotUnderstood(declaration, `${name} can be set, so it is expected to be written`);
    if (
      writing?.isBlock === true &&
      attribute.reading.kind === "nested" &&
      source.classNamed(outputReference(attribute.reading))
    )
      blocks[name] = nestedBlock(source, attribute, writing);
    else
      attributes[name] = {
        type:
          writing === undefined
            ? typeOf(source, declaration, attribute.reading)
            : writtenType(source, declaration, attribute.reading, writing),
        ...(!attribute.settable ? { computed: true } : attribute.optional ? { optional: true } : { required: true }),
        // the name that Terraform's style guide gives to arguments that are kept in neither plan nor state
        ...(name.endsWith("_wo") && attribute.settable ? { writeOnly: true } : {}),
      };
  }
  return { attributes, blocks };
}

function nestedBlock(source: BindingSource, attribute: BindingAttribute, writing: Writing): NestedBlock {
  const { reading } = attribute;
  if (reading.kind !== "nested") throw new BindingNotUnderstood(source.main, "a block is expected");
  const struct = structName(reading.className);
  const block = blockOf(source, source.classNamed(outputReference(reading))!, source.writingsOfStruct(struct));
  const nesting = nestingOf(source, writing);
  const single = reading.className.endsWith("OutputReference");
  return {
    nesting,
    minItems: attribute.optional || nesting === "single" || nesting === "map" ? 0 : 1,
    maxItems: single && (nesting === "list" || nesting === "set") ? 1 : 0,
    block,
  };
}

/** The configuration of a provider: bindings keep neither classes of its blocks nor what is required in them. */
function configurationBlock(source: BindingSource, writings: ReadonlyMap<string, Writing>): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [name, writing] of writings) {
    if (name === "alias") continue; // Terraform's own
    const type = simpleType(writing);
    if (type !== undefined) attributes[name] = { type, optional: true };
    else
      blocks[name] = {
        nesting: nestingOf(source, writing),
        minItems: 0,
        maxItems: 0,
        block: configurationBlock(source, source.writingsOfStruct(writing.storageClass.replace(/List$/, ""))),
      };
  }
  return { attributes, blocks };
}

function nestingOf(source: BindingSource, { nesting }: Writing): NestedBlock["nesting"] {
  if (nesting === "struct") return "single";
  if (nesting === "list" || nesting === "set" || nesting === "map") return nesting;
  throw new BindingNotUnderstood(source.main, `a block of another kind than ${nesting} is expected`);
}

const structName = (className: string): string => className.replace(/(OutputReference|List|Map)$/, "");
const outputReference = (reading: Reading): string =>
  reading.kind === "nested" ? `${structName(reading.className)}OutputReference` : "";

/** `stringList`, `numberMap`, `stringListMap`, … with the kind of collection that stands beside it. */
function simpleType({ nesting, storageClass }: Writing): ValueType | undefined {
  const [, item = "", collections = ""] = /^(string|number|boolean|any)((?:List|Map)*)$/.exec(storageClass) ?? [];
  let type = simple[item];
  if (type === undefined) return undefined;
  const kinds = collections.match(/List|Map/g) ?? [];
  kinds.forEach((kind, index) => {
    const outermost = index === kinds.length - 1;
    type = [kind === "Map" ? "map" : outermost && nesting === "set" ? "set" : "list", type!];
  });
  return type;
}

function writtenType(
  source: BindingSource,
  declaration: ts.ClassDeclaration,
  reading: Reading,
  writing: Writing,
): ValueType {
  const type = simpleType(writing) ?? typeOf(source, declaration, reading);
  return writing.nesting === "set" && Array.isArray(type) && type[0] === "list" ? ["set", type[1] as ValueType] : type;
}

function typeOf(source: BindingSource, declaration: ts.ClassDeclaration, reading: Reading): ValueType {
  if (reading.kind === "value") {
    const type = getters[reading.method];
    if (type === undefined) throw new BindingNotUnderstood(declaration, `${reading.method} is a new getter`);
    return reading.set && Array.isArray(type) ? ["set", type[1] as ValueType] : type;
  }
  // cdktf.StringMap, cdktf.StringMapList
  const [, item, isList] = /^(String|Number|Boolean|Any)Map(List)?$/.exec(reading.className) ?? [];
  const value = simple[item?.toLowerCase() ?? ""];
  if (value !== undefined)
    return isList === undefined ? ["map", value] : [reading.set ? "set" : "list", ["map", value]];

  const nested = source.classNamed(outputReference(reading));
  if (nested === undefined) throw new BindingNotUnderstood(declaration, `${reading.className} is not in the binding`);
  const object: ValueType = [
    "object",
    Object.fromEntries(
      [...source.attributes(nested)].map(([name, attribute]) => [name, typeOf(source, nested, attribute.reading)]),
    ),
  ];
  if (reading.className.endsWith("OutputReference")) return object;
  return [reading.className.endsWith("Map") ? "map" : reading.set ? "set" : "list", object];
}
