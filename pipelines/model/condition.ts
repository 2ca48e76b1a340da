/** How a pipeline ended: `stopped` by a person, a newer one, or because its time was over. */
export type Result = "passed" | "failed" | "stopped";

/**
 * When something happens by itself. Each system writes it in its own language; no text from outside is part of it but
 * names that were checked (`environments/schema/delivery.ts`).
 */
export type Condition =
  | { readonly kind: "result"; readonly is: Result }
  | { readonly kind: "branch"; readonly is: string }
  /** Tags that begin so. */
  | { readonly kind: "tag"; readonly startsWith: string }
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] };

/** When something follows because of how something else ended, and did not pass. */
export type Reaction =
  | { readonly kind: "result"; readonly is: Exclude<Result, "passed"> }
  | { readonly kind: "or"; readonly of: readonly Reaction[] };

export const result = <R extends Result>(is: R) => ({ kind: "result", is }) as const;
export const branch = (is: string): Condition => ({ kind: "branch", is });
export const tag = (startsWith: string): Condition => ({ kind: "tag", startsWith });
export const and = (...of: readonly Condition[]): Condition => ({ kind: "and", of });
export const or = <C extends readonly Condition[]>(...of: C) =>
  ({ kind: "or", of: of as readonly C[number][] }) as const;
