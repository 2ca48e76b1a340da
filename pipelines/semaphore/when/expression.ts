/** What a condition may ask for. */
export const keywords = ["branch", "tag", "pull_request", "result", "result_reason"] as const;

export type Keyword = (typeof keywords)[number];

export type Operator = "=" | "!=" | "=~" | "!~";

export type Value = boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** One side of a comparison. */
export type Operand = { readonly keyword: Keyword } | { readonly text: string };

/** A condition as it was understood. Parentheses are kept, because without them the order is not what people expect. */
export type Expression =
  | { readonly kind: "join"; readonly word: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "group"; readonly of: Expression }
  | Comparison
  | { readonly kind: "value"; readonly value: Value; readonly column: number }
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Value[]; readonly column: number };

export interface Comparison {
  readonly kind: "comparison";
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
  /** Where it begins; the first column is 1. */
  readonly column: number;
}

/** All comparisons of an expression, in their order. */
export function comparisons(expression: Expression): readonly Comparison[] {
  if (expression.kind === "comparison") return [expression];
  if (expression.kind === "group") return comparisons(expression.of);
  return expression.kind === "join" ? [...comparisons(expression.left), ...comparisons(expression.right)] : [];
}

/**
 * Whether `and` and `or` stand side by side without parentheses. Semaphore then goes from left to right, so that
 * `true or true and false` is false.
 */
export function isMixed(expression: Expression): boolean {
  if (expression.kind === "group") return isMixed(expression.of);
  if (expression.kind !== "join") return false;
  const { left, right, word } = expression;
  return (left.kind === "join" && left.word !== word) || isMixed(left) || isMixed(right);
}
