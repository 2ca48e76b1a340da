import { put, type Resource, setting, type Stack, takeOut } from "./stack";

/** A way to break a policy, or to meet it. */
export interface Edit {
  /** What is done to the stack: "`storage_encrypted` is taken out". */
  readonly how: string;
  /**
   * Changes a stack, which is a copy.
   *
   * @returns what was added, when that is what breaks the policy and not the resource itself
   */
  readonly edit: (resource: Resource, stack: Stack) => Resource | undefined;
  /** Why the scanner does not see that the policy is broken. @default - it does */
  readonly unseen?: string | undefined;
}

/** What resources of some types must be like. */
export interface Policy {
  /** Of the scanner's check that demands the same; `OWN_…` where no scanner does. */
  readonly id: string;
  /** Checks of other scanners that demand the same. @default - none */
  readonly also?: readonly string[];
  /** Completes "it must". */
  readonly must: string;
  /** What it looks at, as in {@link Resource}. */
  readonly types: readonly string[];
  /** Which of them it is about. @default - all */
  readonly concerns?: (resource: Resource, stack: Stack) => boolean;
  readonly holds: (resource: Resource, stack: Stack) => boolean;
  /** Every way to break it that it has to notice. */
  readonly broken: readonly Edit[];
  /** How it would be met. Only for what no environment meets. */
  readonly met?: Edit;
  /** Whether there must be none of its types. */
  readonly forbids?: boolean;
  /** Why the scanner finds nothing wrong, whatever there is. @default - it does */
  readonly unseen?: string;
  /** Id of the check that demands the same and more, for a policy that is met where that one is not. */
  readonly partOf?: string;
}

/** The resources of a stack that a policy looks at. */
export const concerned = ({ types, concerns }: Policy, stack: Stack): Resource[] =>
  stack.all(...types).filter((resource) => concerns?.(resource, stack) ?? true);

/** Those of them for which it does not hold. */
export const failures = (policy: Policy, stack: Stack): Resource[] =>
  concerned(policy, stack).filter((resource) => !policy.holds(resource, stack));

/** Whether a resource is one of them. */
export const fails = ({ types, concerns, holds }: Policy, resource: Resource | undefined, stack: Stack): boolean =>
  resource !== undefined &&
  (types.length === 0 || types.includes(resource.type)) &&
  (concerns?.(resource, stack) ?? true) &&
  !holds(resource, stack);

/** What a policy can be broken at: what meets it, or anything where all of a type is forbidden. */
export const breakable = (policy: Policy, stack: Stack): readonly Resource[] =>
  policy.forbids
    ? stack.all("terraform")
    : concerned(policy, stack).filter((resource) => policy.holds(resource, stack));

type Demand = Pick<Policy, "holds" | "broken">;

/** An argument must have one of some values; `otherwise` are some that it must not have. */
export function is(path: string, right: unknown, ...otherwise: readonly unknown[]): Demand {
  return {
    holds: (resource) => [right].flat().some((value) => same(setting(resource, path), value)),
    broken: [without(path), ...otherwise.map((value) => when(path, value))],
  };
}

/** An argument must not have a value; what is meant when it is left out is right. */
export function isNot(path: string, wrong: unknown): Demand {
  return { holds: (resource) => !same(setting(resource, path), wrong), broken: [when(path, wrong)] };
}

/** An argument must be set to something. */
export function isSet(path: string): Demand {
  return { holds: (resource) => (setting(resource, path) ?? "") !== "", broken: [without(path)] };
}

/** There must be none of a type at all. */
export function forbidden(type: string, example: object): Omit<Policy, "id" | "must"> {
  return {
    types: [type],
    forbids: true,
    holds: () => false,
    broken: [{ how: `\`${type}\` is added`, edit: (_, stack) => stack.add(type, structuredClone(example)) }],
  };
}

/** The argument at a path is taken out. */
export const without = (path: string, unseen?: string): Edit => ({
  how: `\`${path}\` is taken out`,
  edit: (resource) => {
    takeOut(resource, path);
    return undefined;
  },
  unseen,
});

/** The argument at a path has a value. */
export const when = (path: string, value: unknown, unseen?: string): Edit => ({
  how: `\`${path}\` is ${JSON.stringify(value)}`,
  edit: (resource) => {
    put(resource, path, structuredClone(value));
    return undefined;
  },
  unseen,
});

/** Something else is done. */
export const after = (how: string, edit: (resource: Resource, stack: Stack) => unknown, unseen?: string): Edit => ({
  how,
  edit: (resource, stack) => {
    const added = edit(resource, stack);
    return isResource(added) ? added : undefined;
  },
  unseen,
});

const isResource = (value: unknown): value is Resource =>
  typeof value === "object" && value !== null && "address" in value && "settings" in value;

/** Terraform reads `"true"` and `true` alike. */
const same = (one: unknown, other: unknown): boolean => one !== undefined && asWritten(one) === asWritten(other);

const asWritten = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
