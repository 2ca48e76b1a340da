import { keywords } from "./expression";
import { WhenError } from "./when-error";

export interface Token {
  readonly kind: "operator" | "join" | "keyword" | "boolean" | "text" | "number" | "name" | "key" | "mark" | "end";
  /** As it is written, in lower case where that makes no difference, and without quotes or colon. */
  readonly text: string;
  /** The first is 1. */
  readonly column: number;
}

const patterns = {
  word: /[A-Za-z][A-Za-z0-9_-]*:?/y,
  text: /'([^']+)'/y,
  number: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/y,
  operator: /=~|!=|!~|=/y,
  mark: /[()[\]{},]/y,
} as const;

/**
 * The words of a condition, as Semaphore takes it apart.
 *
 * @throws {WhenError} at what is no word of the language
 */
export function tokens(condition: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < condition.length) {
    if (/\s/.test(condition.charAt(at))) {
      at += 1;
      continue;
    }
    const [kind, text] = next(condition, at);
    found.push({ ...tokenOf(kind, text), column: at + 1 });
    at += text.length;
  }
  return [...found, { kind: "end", text: "", column: condition.length + 1 }];
}

function next(condition: string, at: number): [keyof typeof patterns, string] {
  for (const kind of Object.keys(patterns) as (keyof typeof patterns)[]) {
    const pattern = patterns[kind];
    pattern.lastIndex = at;
    const [text] = pattern.exec(condition) ?? [];
    if (text !== undefined) return [kind, text];
  }
  throw new WhenError(illegal(condition.slice(at)), at + 1);
}

function illegal(rest: string): string {
  if (rest.startsWith("''")) return "must have no empty text: what is empty is `!~ '.*'`";
  if (rest.startsWith("'")) return "must close its single quote; a text cannot have one in it";
  if (rest.startsWith('"')) return "must have its texts in single quotes";
  if (/^(&&|\|\|)/.test(rest)) return "must be joined by `and` and `or`";
  return `must not have ${JSON.stringify(rest.charAt(0))} outside of texts`;
}

function tokenOf(kind: keyof typeof patterns, text: string): Omit<Token, "column"> {
  if (kind === "text") return { kind, text: text.slice(1, -1) };
  if (kind !== "word") return { kind, text };
  if (text.endsWith(":")) return { kind: "key", text: text.slice(0, -1) };
  const lower = text.toLowerCase();
  // "And" is a name like any other
  if (text !== lower && text !== text.toUpperCase()) return { kind: "name", text };
  if (keywords.some((keyword) => keyword === lower)) return { kind: "keyword", text: lower };
  if (lower === "and" || lower === "or") return { kind: "join", text: lower };
  if (lower === "true" || lower === "false") return { kind: "boolean", text: lower };
  return { kind: "name", text };
}
