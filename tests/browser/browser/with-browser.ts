import { type Browser, chromium } from "playwright-core";

import { skipAloud } from "../../terraform/harness/with-terraform";
import type { FoundChromium } from "./find-chromium";

/** A name of somebody else's, who has it lead to this machine. */
// eslint-disable-next-line jest/no-export -- see below
export const reboundName = "rebound.example";
const rebinding = `--host-resolver-rules=MAP ${reboundName} 127.0.0.1`;

/** Tests that need Chromium. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withBrowser(what: string, define: (browser: () => Browser) => void): void {
  const found = JSON.parse(process.env["FOUND_CHROMIUM"] ?? "{}") as FoundChromium;
  if ("missing" in found) {
    skipAloud(what, found.missing);
    return;
  }
  describe(`${what} (Chromium ${found.version})`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ ...found.options, args: [rebinding] });
    });
    afterAll(async () => {
      await browser.close();
    });
    define(() => browser);
  });
}
