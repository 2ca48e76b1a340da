import { evaluateWhen, type Facts, valueOf } from "./evaluate";
import type { Expression, Operand } from "./expression";

/** A condition as it is written, and what was found where that is not what is written: `result = 'passed' (failed)`. */
export function explainWhen(expression: Expression, facts: Facts): string {
  if (expression.kind === "group") return `(${explainWhen(expression.of, facts)})`;
  if (expression.kind === "join")
    return `${explainWhen(expression.left, facts)} ${expression.word} ${explainWhen(expression.right, facts)}`;
  if (expression.kind === "call") return `${expression.name}(…)`;
  if (expression.kind === "value") return JSON.stringify(expression.value);
  const { left, operator, right, column } = expression;
  const [asked] = [left, right].flatMap((side) => ("keyword" in side ? [valueOf(side.keyword, facts, column)] : []));
  const found =
    operator === "=" && evaluateWhen(expression, facts) ? "" : ` (${asked === "" ? "none" : (asked ?? "")})`;
  return `${written(left)} ${operator} ${written(right)}${found}`;
}

const written = (side: Operand): string => ("text" in side ? `'${side.text}'` : side.keyword);
