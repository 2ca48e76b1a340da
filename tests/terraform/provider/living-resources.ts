import { isDeepStrictEqual } from "node:util";

import type { DeletionOrder } from "../behaviours/behaviour";
import { placesOf, type Values } from "../behaviours/values";

/** A resource that exists in the cloud that is played. */
export interface LivingResource {
  readonly type: string;
  readonly values: Values;
}

/** What exists in the cloud that is played, and in which order it may go. */
export class LivingResources {
  private readonly living = new Map<string, LivingResource>();

  constructor(private readonly order: readonly DeletionOrder[]) {}

  find(type: string, id: unknown): Values | undefined {
    return this.living.get(key(type, id))?.values;
  }

  ofType(type: string): readonly Values[] {
    return [...this.living.values()].filter((resource) => resource.type === type).map(({ values }) => values);
  }

  put(type: string, values: Values): void {
    // some newer types have no id by which they could be found again
    if (values["id"] !== undefined) this.living.set(key(type, values["id"]), { type, values });
  }

  remove(type: string, id: unknown): void {
    this.living.delete(key(type, id));
  }

  get size(): number {
    return this.living.size;
  }

  /** Why the cloud refuses to delete a resource: what still exists and needs it. */
  obstacles(type: string, values: Values): string[] {
    return this.order.flatMap(({ first, then, only, because }) => {
      const [childType = "", child = ""] = split(first);
      const [parentType = "", attribute = ""] = split(then);
      if (parentType !== type || only?.(values) === false) return [];
      return [...this.living.values()]
        .filter(
          (other) => other.type === childType && (child === "" || refersTo(other.values, child, values, attribute)),
        )
        .map((other) => `${because} (${childType} ${String(other.values["id"])})`);
    });
  }
}

const key = (type: string, id: unknown): string => `${type} ${String(id)}`;

/** A type, and the rest of the path behind it. */
function split(place: string): string[] {
  const [type = "", ...path] = place.split(".");
  return [type, path.join(".")];
}

/** Whether an argument, or an item of it, is an attribute of another resource. */
export function refersTo(child: Values, argument: string, parent: Values, attribute: string): boolean {
  const wanted = placesOf(parent, attribute).map(({ value }) => value);
  return placesOf(child, argument)
    .flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .some((value) => wanted.some((other) => isDeepStrictEqual(value, other)));
}
