import type { Judged } from "../policy/judged";
import { breakable, type Edit, fails, type Policy } from "../policy/policy";
import type { Resource, Stack } from "../policy/stack";

/** Something that was done to a copy of a stack, and what breaks the policy by it. */
export interface Break {
  readonly policy: Policy;
  readonly edit: Edit;
  readonly at: Resource;
  /** All policies that this resource meets no longer, by this edit alone. */
  readonly fails: readonly Policy[];
}

/** A copy of a stack in which policies are broken. */
export interface BrokenCopy {
  readonly folder: string;
  readonly original: Judged;
  readonly stack: Stack;
  readonly breaks: readonly Break[];
}

/**
 * Breaks every policy in every way, in as few copies as that takes: Checkov needs about as long for a copy as for all that
 * is broken in it.
 */
export class BrokenCopies {
  readonly all: BrokenCopy[] = [];

  constructor(
    private readonly policies: readonly Policy[],
    environments: readonly Judged[],
    /** Whether the scanner has a check like it. */
    private readonly isMirrored: (policy: Policy) => boolean,
  ) {
    for (const policy of policies) {
      const original = environments.find(({ stack }) => breakable(policy, stack).length > 0);
      if (original !== undefined) for (const edit of policy.broken) this.add(original, policy, edit);
    }
  }

  private add(original: Judged, policy: Policy, edit: Edit): void {
    const empty = { folder: `broken-${this.all.length}`, original, stack: original.stack, breaks: [] };
    for (const [index, copy] of [...this.all, empty].entries()) {
      const broken = copy.original === original ? this.broken(copy, policy, edit) : undefined;
      if (broken === undefined) continue;
      this.all[index] = broken;
      return;
    }
    throw new Error(`${policy.id} still holds when ${edit.how}`);
  }

  /** A copy with one more break; undefined when it cannot be told apart from others that are there. */
  private broken(copy: BrokenCopy, policy: Policy, edit: Edit): BrokenCopy | undefined {
    for (const { address } of breakable(policy, copy.original.stack)) {
      const done = apply(edit, address, copy.stack);
      if (done === undefined) continue;
      const { stack, at } = done;
      const fails = at.address === address ? this.failsAlone(copy.original, address, edit) : [];
      const breaks = [...copy.breaks, { policy, edit, at, fails }];
      const areApart = copy.breaks.every((other) => this.areApart(other, { policy, edit, at, fails }));
      if (areApart && breaks.every((one) => isThere(one, stack))) return { ...copy, stack, breaks };
    }
    return undefined;
  }

  private readonly alone = new Map<Edit, Map<string, readonly Policy[]>>();

  private failsAlone({ stack: original }: Judged, address: string, edit: Edit): readonly Policy[] {
    const known = this.alone.get(edit)?.get(address);
    if (known !== undefined) return known;
    const { stack } = apply(edit, address, original)!;
    const failsIn = (policy: Policy, where: Stack): boolean => fails(policy, where.find(address), where);
    const found = this.policies.filter((policy) => failsIn(policy, stack) && !failsIn(policy, original));
    this.alone.set(edit, (this.alone.get(edit) ?? new Map<string, readonly Policy[]>()).set(address, found));
    return found;
  }

  /** Whether the scanner's verdict about one does not depend on the other. */
  private areApart(one: Break, other: Break): boolean {
    if (one.at.address !== other.at.address) return true;
    if (one.policy.partOf !== undefined || other.policy.partOf !== undefined) return false;
    const [first, second] = [this.isMirrored(one.policy), this.isMirrored(other.policy)];
    if (!first && !second) return true;
    return first && second && !one.fails.includes(other.policy) && !other.fails.includes(one.policy);
  }
}

/** A copy with an edit; undefined when another edit has taken away what it is about. */
function apply(edit: Edit, address: string, original: Stack): { stack: Stack; at: Resource } | undefined {
  const stack = original.copy();
  const resource = stack.find(address);
  if (resource === undefined) return undefined;
  try {
    return { stack, at: edit.edit(resource, stack) ?? resource };
  } catch {
    return undefined;
  }
}

const isThere = ({ policy, at }: Break, stack: Stack): boolean => fails(policy, stack.find(at.address), stack);
