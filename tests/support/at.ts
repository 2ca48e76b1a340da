/** What lies at a path within plain data; undefined when there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === "object" && found !== null ? (found as Record<string, unknown>)[step] : undefined,
    value,
  );
}

/** The list at a path; empty when there is nothing. A single thing is a list of one, as Terraform reads blocks. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): unknown[] {
  const found = at(value, ...path);
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as unknown[]) : [found];
}

/** A value that is neither an object nor a list, and the keys that lead to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: unknown;
}

/** All of them, in order. An item of a list goes by the key of the list. */
export function leaves(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value !== "object" || value === null) {
    return [{ path, key: path.findLast((step) => !/^\d+$/.test(step)) ?? "", value }];
  }
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}
