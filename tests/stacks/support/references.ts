import { at, leaves } from "../../support/at";

/** A reference to a resource, a data source or an ephemeral resource within a text. */
export interface Reference {
  /** `${aws_vpc.network_vpc_4E8F0223.id}` */
  readonly text: string;
  /** Where the thing itself is in the JSON. */
  readonly path: readonly string[];
  readonly attribute: string;
}

const pattern =
  /\$\{(?:(?:element|nonsensitive|trimprefix)\()?((?:data\.|ephemeral\.)?)([a-z][a-z0-9_]*)\.([\w-]+)\.([^}]*)\}/g;

export function references(text: string): Reference[] {
  return [...text.matchAll(pattern)].map(([whole, kind = "", type = "", name = "", attribute = ""]) => ({
    text: whole,
    path: [kind === "" ? "resource" : kind.slice(0, -1), type, name],
    attribute,
  }));
}

/** Every reference in a JSON, those in `depends_on` and `replace_triggered_by` included. */
export function allReferences(json: unknown): Reference[] {
  return leaves(json).flatMap(({ key, value }) => {
    if (typeof value !== "string") return [];
    if (key === "replace_triggered_by") return references(`\${${value}}`);
    return references(key === "depends_on" ? `\${${value}.}` : value);
  });
}

/** The literal that a text stands for, when it is a reference to an argument that is written in the same JSON. */
export function literal(json: unknown, text: unknown): unknown {
  if (typeof text !== "string") return text;
  const [reference] = references(text);
  return reference?.text === text ? at(json, ...reference.path, reference.attribute) : text;
}
