import { ValidationError } from "../../../environments/schema/problems";
import { evaluateWhen, type Facts } from "../when/evaluate";
import { explainWhen } from "../when/explain";
import { parseWhen } from "../when/parse";
import { WhenError } from "../when/when-error";

export interface Answer {
  readonly holds: boolean;
  /** The condition, and the values that decided it. */
  readonly because: string;
}

/**
 * Whether a condition of a pipeline holds.
 *
 * @param file path of the pipeline
 * @throws {ValidationError} when it cannot be read, or depends on what is not known here
 */
export function ask(when: string | boolean, facts: Facts, file: string): Answer {
  if (typeof when === "boolean") return { holds: when, because: String(when) };
  try {
    const expression = parseWhen(when);
    return { holds: evaluateWhen(expression, facts), because: explainWhen(expression, facts) };
  } catch (error) {
    if (!(error instanceof WhenError)) throw error;
    throw new ValidationError([{ file, problems: [{ path: "when", rule: error.message, got: when }] }]);
  }
}
