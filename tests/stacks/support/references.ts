import { at, leaves } from "../../support/at";

/** A reference to a resource, a data source, an ephemeral resource or a local value within an expression. */
export interface Reference {
  /** `aws_vpc.network_vpc_4E8F0223.id` */
  readonly text: string;
  /** Where the thing itself is in the JSON. */
  readonly path: readonly string[];
  /** What is read of it; empty for a local value. */
  readonly attribute: string;
}

const expression = /\$\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g;
const string = /"(?:[^"\\]|\\.)*"/g;
const reference =
  /(?<![\w.-])(?:local\.(?<local>[\w-]+)|(?:(?<kind>data|ephemeral)\.)?(?<type>[a-z][a-z0-9_]*)\.(?<name>[\w-]+)(?:\[[^\]]*\])?(?:\.(?<attribute>[\w.[\]*-]*))?)/g;

/** The expressions in a text, `${…}`, without what is around them. */
export const expressions = (text: string): string[] => [...text.matchAll(expression)].map(([, inner = ""]) => inner);

/** What an expression refers to. A resource is not said to refer to itself. */
export function referencesIn(inner: string): Reference[] {
  return [...inner.replaceAll(string, '""').matchAll(reference)].flatMap(({ 0: text, groups = {} }) => {
    const { local, kind = "resource", type = "", name = "", attribute = "" } = groups;
    if (local !== undefined) return [{ text, path: ["locals", local], attribute: "" }];
    return type === "self" ? [] : [{ text, path: [kind, type, name], attribute }];
  });
}

export const references = (text: string): Reference[] => expressions(text).flatMap(referencesIn);

/** Every reference in a JSON, those in `depends_on` and `replace_triggered_by` included. */
export function allReferences(json: unknown): Reference[] {
  return leaves(json).flatMap(({ key, value }) => {
    if (typeof value !== "string") return [];
    return key === "replace_triggered_by" || key === "depends_on" ? referencesIn(value) : references(value);
  });
}

/** The literal that a text stands for, when it is a reference to an argument that is written in the same JSON. */
export function literal(json: unknown, text: unknown): unknown {
  if (typeof text !== "string") return text;
  const [found] = references(text);
  return found !== undefined && text === `\${${found.text}}` ? at(json, ...found.path, found.attribute) : text;
}
