import type { Page } from "playwright-core";

/** More than there is to be reached on a page. */
const mostPresses = 60;

/** What the keys go to, by its role and name: `button "Promote"`. */
export async function focusOf(page: Page): Promise<string> {
  const [line = ""] = (await page.locator(":focus").ariaSnapshot()).split("\n");
  return line.replace(/^- '?|[:']+$/g, "");
}

/** Presses a key until what has the focus begins with a text. @returns all that had it on the way */
export async function keyUntil(page: Page, key: string, wanted: string): Promise<string[]> {
  const passed: string[] = [];
  while (passed.length < mostPresses && passed.at(-1)?.startsWith(wanted) !== true) {
    await page.keyboard.press(key);
    passed.push(await focusOf(page));
  }
  return passed;
}
