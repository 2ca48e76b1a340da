import { Yaml } from "cdk8s";

/** What stands in a template in the place of a value. */
export class Expression {
  /**
   * @param code of Go's templates, without braces: `.Values.image | quote`
   * @param lines whether it renders a mapping or a list, on lines of its own
   */
  constructor(
    readonly code: string,
    readonly lines = false,
  ) {}
}

/** Objects as the text of a template: YAML in which the expressions stand as they are, and everything else is text. */
export function templateText(...objects: unknown[]): string {
  const expressions: Expression[] = [];
  const marked = objects.map((object) => mark(object, expressions));
  return Yaml.stringify(...marked)
    .replaceAll("{{", '{{ "{{" }}')
    .replaceAll(/^( *)(.*)\bexpression(\d+)placeholder$/gm, (_, indent: string, key: string, index: string) => {
      const { code, lines } = expressions[Number(index)] ?? new Expression("");
      if (!lines) return `${indent}${key}{{ ${code} }}`;
      const depth = indent.length + (key.startsWith("- ") ? 4 : 2);
      return `${indent}${key.trimEnd()}\n${" ".repeat(depth)}{{- ${code} | nindent ${depth} }}`;
    });
}

/** A copy in which each expression is a word that YAML writes without quotes. */
function mark(value: unknown, expressions: Expression[]): unknown {
  if (value instanceof Expression) return `expression${expressions.push(value) - 1}placeholder`;
  if (Array.isArray(value)) return value.map((item) => mark(item, expressions));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item, expressions)]));
}
