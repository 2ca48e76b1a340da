import { createColors } from "picocolors";

import type { PlannedChange } from "./planned-changes";
import { renderArguments, renderLosses } from "./render";
import type { Verdict } from "./verdict";

/** What a comment on GitHub may have. */
const mostCharacters = 65_536;

/** For what is around the changes. */
const frameCharacters = 500;

/** More lines are folded. */
const mostOpenLines = 20;

/** A comment on a pull request: what the guard says of a plan, and all that the plan would change. */
export function reportOf(environment: string, { refused, text, losses, changes }: Verdict): string {
  const head = [
    `## ${refused ? "❌" : "✅"} ${environment}: ${text}`,
    ...(losses.length === 0 ? [] : [codeBlock(renderLosses(environment, losses, createColors(false)))]),
  ].join("\n\n");
  if (changes.length === 0) return `${head}\n`;
  const lines = cut(changes.map(renderArguments), mostCharacters - head.length - frameCharacters);
  const isOpen = lines.length <= mostOpenLines;
  return [
    head,
    `<details${isOpen ? " open" : ""}><summary>${countsOf(changes)}</summary>`,
    codeBlock(lines),
    "</details>\n",
  ].join("\n\n");
}

/** `2 to create, 1 to replace` */
function countsOf(changes: readonly PlannedChange[]): string {
  const actions = changes.map(({ action }) => action);
  return [...new Set(actions)]
    .map((each) => `${actions.filter((action) => action === each).length} to ${each}`)
    .join(", ");
}

/** As many changes as there is room for, each as a whole. */
function cut(changes: readonly (readonly string[])[], room: number): string[] {
  const lines: string[] = [];
  let left = room;
  for (const [index, change] of changes.entries()) {
    left -= change.join("\n").length + 1;
    if (left < 0) return [...lines, `  … and ${changes.length - index} more, for which there is no room here`];
    lines.push(...change);
  }
  return lines;
}

/** Whatever is in it stays in it. */
function codeBlock(lines: readonly string[]): string {
  const text = lines.join("\n");
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}text`, text, fence].join("\n");
}
