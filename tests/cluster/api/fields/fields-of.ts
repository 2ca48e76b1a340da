import { isObject } from "../json";
import { follow, type Schema } from "../schema/schema";
import { FieldSet, join, type Step } from "./field-set";
import { children, isLeaf, isNamedField } from "./walk";

/** The fields that an object has, as server-side apply gives them to whoever sends it. */
export function fieldsOf(object: unknown, schema: Schema): FieldSet {
  const found = new Set<string>();
  const visit = (value: unknown, at: Schema | undefined, path: readonly Step[]): void => {
    if (isLeaf(value, at)) {
      found.add(join(path));
      return;
    }
    for (const child of children(value, at)) {
      const below = [...path, child.step];
      visit(child.value, child.schema, below);
      const isEmpty = isObject(child.value) && Object.keys(child.value).length === 0;
      const isItem = !child.step.startsWith("f:");
      if (isItem || isEmpty || !isNamedField(at, child.step.slice(2))) found.add(join(below));
    }
  };
  visit(object, follow(schema), []);
  found.delete("");
  return new FieldSet(found);
}
