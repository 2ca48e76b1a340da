import { Ajv, type ErrorObject, type Options } from "ajv";

/**
 * How every schema of the service is read, those of requests and those of settings.
 *
 * The `description` of a value says what it must be. It is in the OpenAPI document, and it is what somebody is told
 * who gives another value, so there is one text for both.
 */
export const rules: Options = {
  // all problems at once
  allErrors: true,
  // errors carry the value and its schema
  verbose: true,
  // a name that is a number is a mistake, not a name
  coerceTypes: false,
  useDefaults: false,
  removeAdditional: false,
  allowUnionTypes: true,
  // the schemas are part of the code, and the tests check them; doing it here makes the start a sixth longer
  meta: false,
  validateSchema: false,
};

/** Reads texts, of which environment variables and files consist, and fills in what is not given. */
export const textRules = new Ajv({ ...rules, coerceTypes: true, useDefaults: true, removeAdditional: true });

/** A value that a schema refuses. */
export interface Problem {
  /** Where it is: the property of an object, or nothing for the object itself, which only a body can be. */
  readonly property: string;
  /** A sentence: what it must be, and what it is. */
  readonly detail: string;
}

interface DescribedSchema {
  readonly description?: string;
  /** Not to be shown. */
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
}

/**
 * One sentence for each value that was refused, however many rules it breaks.
 *
 * @param called what somebody who gave a value calls it @default - its name
 */
export function describeProblems(
  errors: readonly ErrorObject[],
  called = (property: string) => (property === "" ? "the body" : `\`${property}\``),
): Problem[] {
  const problems = errors.map(({ instancePath, keyword, params, parentSchema, data }): Problem => {
    const schema = parentSchema as DescribedSchema;
    if (keyword === "required") {
      const property = String(params["missingProperty"]);
      return { property, detail: sentence(called(property), schema.properties?.[property] ?? {}, undefined) };
    }
    const property = instancePath.slice(1);
    return { property, detail: sentence(called(property), schema, data) };
  });
  return [...new Map(problems.map((problem) => [problem.property, problem])).values()];
}

function sentence(subject: string, { description = "something else", writeOnly }: DescribedSchema, value: unknown) {
  const isSecret = writeOnly === true && value !== undefined;
  return `${subject} must be ${description}, got: ${isSecret ? "something else" : shown(value)}`;
}

/** Characters of a value that are shown. */
const longest = 80;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  if (typeof value !== "string") return JSON.stringify(value);
  const characters = Array.from(value);
  const text = JSON.stringify(characters.slice(0, longest).join(""));
  return characters.length > longest ? `${text}… (${characters.length} characters)` : text;
}
