import { bodyPattern, type FunctionalTest, type Json } from "../../../environments/schema/verification";
import type { PodAnswer } from "../../cluster/cluster";
import { difference, excerpt, parseJson, valueAt } from "./json-part";
import { fillJson, fillText, type Values } from "./template";

/**
 * In what an answer is not what a test expects.
 *
 * @returns nothing when it is; otherwise sentences such as `status 500 instead of 200`
 * @throws MissingValue
 */
export function mismatches(
  { status, headers = {}, body, maxMillis }: FunctionalTest["expect"],
  answer: PodAnswer,
  millis: number,
  values: Values,
): string[] {
  // the rest of another answer is not worth comparing
  if (answer.status !== status) return [`status ${answer.status} instead of ${status}`];
  const found = Object.entries(headers).map(([name, expected]) => headerMismatch(name, expected, answer, values));
  if (body !== undefined) found.push(bodyMismatch(body, answer.body, values));
  if (maxMillis !== undefined && millis > maxMillis) found.push(`${millis} ms instead of at most ${maxMillis}`);
  return found.filter((mismatch) => mismatch !== undefined);
}

function headerMismatch(
  name: string,
  expected: string | { readonly matches: string },
  { headers }: PodAnswer,
  values: Values,
): string | undefined {
  const got = headers[name.toLowerCase()];
  if (got === undefined) return `no header ${name}`;
  if (typeof expected !== "string") return patternMismatch(expected.matches, got, `header ${name}`);
  const whole = fillText(expected, values);
  return got === whole ? undefined : `header ${name} is ${excerpt(got)} instead of ${whole}`;
}

function bodyMismatch(expected: Json, body: string, values: Values): string | undefined {
  const pattern = bodyPattern(expected);
  if (pattern !== undefined) return patternMismatch(pattern, body, "body");
  const got = parseJson(body);
  if (got === undefined && body !== "null") return `a body that is no JSON`;
  return difference(fillJson(expected, values), got);
}

const patternMismatch = (pattern: string, text: string, what: string): string | undefined =>
  new RegExp(pattern, "u").test(text) ? undefined : `${what} does not match ${pattern}`;

/**
 * The values that a test keeps of an answer.
 *
 * @returns those that are there by their names, and the places that hold nothing
 */
export function keptValues(
  keep: NonNullable<FunctionalTest["keep"]>,
  { headers, body }: PodAnswer,
): { readonly values: readonly (readonly [string, Json])[]; readonly missing: readonly string[] } {
  const answer: Json = { headers, body: parseJson(body) ?? null };
  const found = Object.entries(keep).map(([name, place]) => {
    const path = place.split(".");
    const value = valueAt(answer, path[0] === "headers" ? path.map((key) => key.toLowerCase()) : path);
    return { name, place, value };
  });
  return {
    values: found.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])),
    missing: found.filter(({ value }) => value === undefined).map(({ place }) => place),
  };
}
