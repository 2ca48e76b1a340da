import type { DeletionOrder } from "../behaviours/behaviour";
import type { StackState } from "./state";
import { refersTo } from "../provider/living-resources";
import type { Values } from "../behaviours/values";

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Values;
  readonly dependencies: readonly string[];
}

/**
 * Resources that Terraform may delete too early. It deletes in the order that the dependencies in its state allow, and
 * what has none goes at the same time: a resource that must be gone before another one has to depend on it.
 */
export function unguardedDeletions(state: StackState, order: readonly DeletionOrder[]): string[] {
  const resources = state.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(({ attributes, dependencies = [] }): Resource => ({
        address: `${type}.${name}`,
        type,
        values: attributes,
        dependencies,
      })),
    );
  return order.flatMap(({ first, then, only, because }) => {
    const [childType, ...argument] = first.split(".");
    const [parentType, ...attribute] = then.split(".");
    return resources
      .filter(({ type }) => type === childType)
      .flatMap((child) =>
        resources
          .filter(({ type, values }) => type === parentType && only?.(values) !== false)
          .filter(({ values }) => stands(child.values, argument, values, attribute))
          .filter((parent) => !child.dependencies.includes(parent.address))
          .map((parent) => `${child.address} must be gone before ${parent.address}: ${because}`),
      );
  });
}

const stands = (child: Values, argument: readonly string[], parent: Values, attribute: readonly string[]): boolean =>
  argument.length === 0 || refersTo(child, argument.join("."), parent, attribute.join("."));
