import type { Condition } from "../model/condition";

/**
 * A condition in the language of Semaphore. It knows no precedence: what has no parentheses is taken from left to right.
 *
 * @see https://docs.semaphore.io/reference/conditions-dsl
 */
export function renderCondition(condition: Condition): string {
  switch (condition.kind) {
    case "result":
    case "branch":
      return `${condition.kind} = '${condition.is}'`;
    case "tag":
      // a pattern may begin anywhere
      return `tag =~ '^${condition.startsWith}'`;
    case "and":
    case "or":
      return condition.of.map(renderPart).join(` ${condition.kind} `);
  }
}

const renderPart = (part: Condition): string =>
  part.kind === "and" || part.kind === "or" ? `(${renderCondition(part)})` : renderCondition(part);
