import type { Condition, Result } from "../model/condition";

/** What GitHub fills in when a job starts. Never in a script: there it could be code. */
export const filledIn = (expression: string): string => `\${{ ${expression} }}`;

/** Text in an expression; what is written here was checked to have no quotes. */
const literal = (text: string): string => `'${text}'`;

const results: Readonly<Record<Result, string>> = { passed: "success", failed: "failure", stopped: "cancelled" };

/**
 * A condition for a job about those that it needs.
 *
 * A result is that of any of them. Jobs behind one that failed are skipped, and are no result.
 */
export function expressionOf(condition: Condition): string {
  switch (condition.kind) {
    case "result":
      return condition.is === "passed" ? "success()" : `contains(needs.*.result, ${literal(results[condition.is])})`;
    case "branch":
      return `github.ref == ${literal(`refs/heads/${condition.is}`)}`;
    case "tag":
      return `startsWith(github.ref, ${literal(`refs/tags/${condition.startsWith}`)})`;
    case "and":
    case "or":
      return condition.of
        .map((each) => (each.kind === "and" || each.kind === "or" ? `(${expressionOf(each)})` : expressionOf(each)))
        .join(condition.kind === "and" ? " && " : " || ");
  }
}

/** For a job that runs whatever became of those that it needs, also when the run is cancelled. */
export const whenever = (condition: Condition): string => filledIn(`always() && (${expressionOf(condition)})`);

/** For what is of use after a failure, too, but not after somebody has cancelled it. */
export const evenAfterFailure = filledIn("!cancelled()");
