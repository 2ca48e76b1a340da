/** A value that Terraform does not know yet: what it depends on is made in the same run. */
export class Unknown {
  toJSON(): string {
    return "(known after apply)";
  }
}

export const unknown = new Unknown();

/** An object of Terraform: a resource or a block of one, by the names of its arguments, in snake case. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- its shape is a schema that is known at run time only
export type Values = Record<string, any>;

/** A value and the way to it: names of arguments and positions in lists. */
export interface Place {
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
}

export const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

export const isKnown = (value: unknown): boolean =>
  value !== null && value !== undefined && !(value instanceof Unknown);

/** Everything that a path leads to: `node_pool.size` is the size of each pool. What is not set is not there. */
export function placesOf(values: Values, path: string): Place[] {
  let places: Place[] = [{ steps: [], value: values }];
  for (const name of path.split(".")) {
    places = places
      .flatMap(({ steps, value }) =>
        Array.isArray(value)
          ? value.map((item: unknown, index) => ({ steps: [...steps, index], value: item }))
          : [{ steps, value }],
      )
      .flatMap(({ steps, value }) =>
        isObject(value) && name in value ? [{ steps: [...steps, name], value: value[name] as unknown }] : [],
      );
  }
  return places.filter(({ value }) => value !== null && value !== undefined);
}

/** Whether an argument is set to something, known or not; an empty list of blocks is not set. */
export function isSet(values: Values, path: string): boolean {
  return placesOf(values, path).some(({ value }) => !(Array.isArray(value) && value.length === 0));
}

/** The value at a path, when there is exactly one and it is known. */
export function known(values: Values, path: string): unknown {
  const places = placesOf(values, path);
  return places.length === 1 && !(places[0]?.value instanceof Unknown) ? places[0]?.value : undefined;
}

/** A value as text; empty when it is not set or not known. */
export function text(values: Values, path: string): string {
  const value = known(values, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
