import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page, and all that must not have happened to it. */
export interface OpenPage {
  readonly page: Page;
  /** What the browser has said about it, as of a policy that was violated; dialogs; requests to anywhere else. */
  readonly complaints: readonly string[];
}

/** Opens an address as a person does, whose clock and language are the same everywhere. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", colorScheme: "light", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:")) complaints.push(`request: ${url}`);
  });
  await page.goto(address);
  return { page, complaints };
}
