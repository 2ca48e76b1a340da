import type { Reaction } from "../model/condition";

/** What GitHub fills in when a job starts. Never in a script: there it could be code. */
export const filledIn = (expression: string): string => `\${{ ${expression} }}`;

/** Text in an expression; what is written here was checked to have no quotes. */
const literal = (text: string): string => `'${text}'`;

/** Whether it is about a branch, and not about a tag or a proposal. */
export const onBranch = (name: string): string => `github.ref == ${literal(`refs/heads/${name}`)}`;

const results = { failed: "failure", stopped: "cancelled" } as const;

/** Of any of the jobs that a job needs. Those behind one that failed are skipped, which is no result. */
const expressionOf = (reaction: Reaction): string =>
  reaction.kind === "or"
    ? reaction.of.map(expressionOf).join(" || ")
    : `contains(needs.*.result, ${literal(results[reaction.is])})`;

/** For a job that runs whatever became of those that it needs, also when the run is cancelled. */
export const whenever = (reaction: Reaction): string => filledIn(`always() && (${expressionOf(reaction)})`);

/** For what is of use after a failure, too, but not after somebody has cancelled it. */
export const evenAfterFailure = filledIn("!cancelled()");
