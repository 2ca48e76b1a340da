import { type Problem, ValidationError } from "../../../environments/schema/problems";
import type { Promotion } from "../definition";

/**
 * The parameters that a promoted pipeline gets.
 *
 * @param chosen by whoever starts it; names that are not those of parameters are left out
 * @throws {ValidationError} when one is missing, or is none of its options
 */
export function promotedWith(
  { name, parameters }: Promotion,
  file: string,
  chosen: Readonly<Record<string, string>>,
): Record<string, string> {
  const problems: Problem[] = [];
  const values = (parameters?.env_vars ?? []).flatMap((parameter): [string, string][] => {
    const { required = true, options = [], default_value: usual } = parameter;
    const value = chosen[parameter.name] ?? usual;
    const path = `${name}.${parameter.name}`;
    if (value === undefined) {
      if (required) problems.push({ path, rule: "is required" });
      return [];
    }
    const allowed = [...new Set([...options, ...(usual === undefined ? [] : [usual])])];
    if (options.length > 0 && !allowed.includes(value))
      problems.push({ path, rule: `must be one of ${allowed.join(", ")}`, got: value });
    return [[parameter.name, value]];
  });
  if (problems.length > 0) throw new ValidationError([{ file, problems }]);
  return Object.fromEntries(values);
}
