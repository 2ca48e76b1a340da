import type { Judged } from "../policy/judged";
import { ownerOf } from "../policy/kubernetes/objects";
import { breakable, type Edit, type Policy } from "../policy/policy";
import type { Stack } from "../policy/stack";

/** A copy of an environment's objects in which one policy is broken in one way. */
export interface BrokenObjects {
  readonly id: string;
  readonly how: string;
  readonly policy: Policy;
  readonly edit: Edit;
  readonly original: Judged;
  readonly stack: Stack;
  /** The object that breaks it; the objects that make pods for their templates and containers. */
  readonly owner: string;
}

/** Every way to break every policy, done to the objects of an environment that meets it. */
export const brokenObjects = (policies: readonly Policy[], environments: readonly Judged[]): BrokenObjects[] =>
  policies.flatMap((policy) => {
    const original = environments.find(({ stack }) => breakable(policy, stack).length > 0);
    if (original === undefined) return [];
    const [target] = breakable(policy, original.stack).toSorted(
      (one, other) => rank(one.address) - rank(other.address),
    );
    return policy.broken.map((edit) => {
      const stack = original.stack.copy();
      const resource = stack.find(target!.address)!;
      const owner = ownerOf(edit.edit(resource, stack) ?? resource);
      return { id: policy.id, how: edit.how, policy, edit, original, stack, owner };
    });
  });

/** What serves is looked at by more checks than what ends by itself, and than a canary. */
const rank = (address: string): number => (address.includes("-stable") ? 0 : address.includes("Deployment.") ? 1 : 2);
