import { readFileSync } from "node:fs";

import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 AA asks for, and what is good practice besides. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What hinders people with a disability: `color-contrast: #metrics .quiet`. */
export const obstacles = (page: Page): Promise<string[]> => run(page, { runOnly: standards });

/** Those that depend on the colours alone. */
export const colourObstacles = (page: Page): Promise<string[]> => run(page, { runOnly: ["color-contrast"] });

async function run(page: Page, options: object): Promise<string[]> {
  const { violations, passes } = await page.evaluate<AxeResults>(
    `${axe}; axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...options })})`,
  );
  if (passes.length === 0) throw new Error("nothing was looked at");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
