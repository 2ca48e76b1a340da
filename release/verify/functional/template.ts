import { type Json, templatePattern } from "../../../environments/schema/verification";

/** Values by name, for templates. */
export type Values = ReadonlyMap<string, Json>;

/** A value that a template needs has not been kept by any test. */
export class MissingValue extends Error {
  override readonly name = "MissingValue";

  constructor(readonly value: string) {
    super(`it needs {{${value}}}, which no test before it has kept`);
  }
}

/** A text with values in the places of their names. @throws MissingValue */
export function fillText(text: string, values: Values, encode: (value: string) => string = (value) => value): string {
  return text.replace(templatePattern, (_, name: string) => {
    const value = valueOf(name, values);
    return encode(typeof value === "string" ? value : JSON.stringify(value));
  });
}

/** A path with values, whose characters cannot end the part that they are in. @throws MissingValue */
export const fillPath = (path: string, values: Values): string => fillText(path, values, encodeURIComponent);

/** The same for all texts of a JSON. A text that is but one template becomes the value, with its type. @throws MissingValue */
export function fillJson(json: Json, values: Values): Json {
  if (typeof json === "string") {
    const [whole, name] = new RegExp(templatePattern.source).exec(json) ?? [];
    return whole === json && name !== undefined ? valueOf(name, values) : fillText(json, values);
  }
  if (isList(json)) return json.map((item) => fillJson(item, values));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, fillJson(value, values)]));
}

function valueOf(name: string, values: Values): Json {
  const value = values.get(name);
  if (value === undefined) throw new MissingValue(name);
  return value;
}

export const isList = (json: Json): json is readonly Json[] => Array.isArray(json);
