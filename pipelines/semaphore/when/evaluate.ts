import type { Comparison, Expression, Keyword, Operand, Value } from "./expression";
import { patternOf } from "./pattern";
import { WhenError } from "./when-error";

/** What a condition is asked of. What there is none of is the empty text: a tag has no branch, a branch no tag. */
export interface Facts {
  readonly branch: string;
  readonly tag: string;
  /** Its number. */
  readonly pullRequest: string;
  /** How the pipeline ended. @default - it has not: only promotions may ask */
  readonly result?: string;
  /** @default "" where there is a result */
  readonly resultReason?: string;
  /** What `change_in(…)` finds. @default - that cannot be known */
  readonly isChanged?: (parameters: readonly Value[]) => boolean;
}

/**
 * Whether a condition holds. Both sides of `and` and `or` are always looked at, as Semaphore does.
 *
 * @throws {WhenError} when it asks for what is not known
 */
export function evaluateWhen(expression: Expression, facts: Facts): boolean {
  if (expression.kind === "group") return evaluateWhen(expression.of, facts);
  if (expression.kind === "comparison") return compare(expression, facts);
  if (expression.kind === "call") return call(expression, facts);
  if (expression.kind === "value") return isTrue(expression.value);
  const [left, right] = [expression.left, expression.right].map((side) => {
    if (side.kind === "value" && typeof side.value !== "boolean" && side.value !== "true" && side.value !== "false")
      throw new WhenError("must join comparisons, functions, true and false only", side.column);
    return evaluateWhen(side, facts);
  });
  return expression.word === "and" ? left === true && right === true : left === true || right === true;
}

/** Zero is true. */
function isTrue(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value >= 0;
  return typeof value === "string" ? value !== "false" : Object.keys(value).length > 0;
}

function call({ name, parameters, column }: Expression & { kind: "call" }, { isChanged }: Facts): boolean {
  if (name !== "change_in") throw new WhenError(`must call \`change_in\`, the only function, not \`${name}\``, column);
  if (parameters.length !== 1 && parameters.length !== 2)
    throw new WhenError("must give `change_in` one path, or a list of them, and perhaps options", column);
  if (isChanged === undefined) throw new WhenError("must not ask what has changed: that cannot be known here", column);
  return isChanged(parameters);
}

function compare({ left, operator, right, column }: Comparison, facts: Facts): boolean {
  const [value, other] = [left, right].map((side) => textOf(side, facts, column)) as [string, string];
  if (operator === "=") return value === other;
  if (operator === "!=") return value !== other;
  // nothing is like what is empty, not even .*
  const isLike = value !== "" && patternOf(other, column).test(value);
  return operator === "=~" ? isLike : !isLike;
}

const textOf = (side: Operand, facts: Facts, column: number): string =>
  "text" in side ? side.text : bytes(valueOf(side.keyword, facts, column));

/** Semaphore compares the bytes of names with the characters of texts, so that an umlaut is never found. */
const bytes = (value: string): string => Buffer.from(value, "utf8").toString("latin1");

/**
 * @throws {WhenError} outside of promotions, when it is a result
 */
export function valueOf(keyword: Keyword, facts: Facts, column: number): string {
  const { branch, tag, pullRequest, result, resultReason = "" } = facts;
  const value = {
    branch,
    tag,
    pull_request: pullRequest,
    result,
    result_reason: result === undefined ? undefined : resultReason,
  }[keyword];
  if (value === undefined) throw new WhenError(`must not ask for the ${keyword}, which only promotions know`, column);
  return value;
}
