import { z } from "zod";

import { list, section, text } from "../../../environments/schema/fields";

export const anyText = () => text(() => undefined);
export const someText = () =>
  text((value) => (value === "" ? { rule: "must be a text of at least one character" } : undefined));
export const texts = () => list(anyText(), "a list of texts");

/** @param names of settings of which there must be just one */
export const exactlyOne = <T extends z.ZodType>(schema: T, ...names: readonly string[]) =>
  restricted(schema, names, (count) => count === 1, "exactly one");
export const atMostOne = <T extends z.ZodType>(schema: T, ...names: readonly string[]) =>
  restricted(schema, names, (count) => count <= 1, "at most one");
export const atLeastOne = <T extends z.ZodType>(schema: T, ...names: readonly string[]) =>
  restricted(schema, names, (count) => count >= 1, "at least one");

function restricted<T extends z.ZodType>(
  schema: T,
  names: readonly string[],
  isRight: (count: number) => boolean,
  howMany: string,
) {
  const message = `must have ${howMany} of ${names.map((name) => `\`${name}\``).join(", ")}`;
  return schema.refine(
    (value) => isRight(names.filter((name) => Object.hasOwn(value as object, name)).length),
    message,
  );
}

export const either = <const T extends readonly [z.ZodType, z.ZodType]>(kinds: T, what: string) =>
  z.union(kinds, { error: `must be ${what}` });

export const when = () => either([someText(), z.boolean()], "a condition");
export const condition = () => section({ when: when() });
/** Of two ways to do something, when each of them is taken. */
export const strategies = <A extends string, B extends string>(first: A, second: B) => {
  const shape = { [first]: condition().optional(), [second]: condition().optional() };
  return atLeastOne(section(shape as Record<A | B, z.ZodOptional<ReturnType<typeof condition>>>), ...[first, second]);
};
