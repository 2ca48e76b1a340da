import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Page } from "playwright-core";

import { htmlReport } from "../../release/dashboard/html-report";
import { samples, states } from "../release/dashboard/page/states";
import { colourObstacles, obstacles } from "./browser/accessibility";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a text must not become. */
const made = "#page :is(img, script, iframe, object, [onerror], [onclick], a[href^='javascript' i])";

const elsewhere = "http://127.0.0.1:9/told";
const attack = `<script>alert(1)</script><img src=x onerror="alert(2)">`;

function hostileReport(): string {
  const file = join(folder, "hostile.html");
  writeFileSync(file, htmlReport({ state: states.hostile, samples: samples() }));
  return pathToFileURL(file).href;
}

withBrowser("A text that wants to be a program", (browser) => {
  let dashboard: InventedDashboard;
  beforeAll(async () => {
    dashboard = await InventedDashboard.serve(states.hostile, { samples: samples() });
  });
  afterAll(() => dashboard.stop());

  const places = [
    ["on the page", () => dashboard.address],
    ["in the file of a record", hostileReport],
  ] as const;

  test.each(places)("is only read %s", async (_, addressOf) => {
    const { page, complaints } = await openPage(browser(), addressOf());
    await page.getByRole("region", { name: "History" }).getByText(attack).first().waitFor();
    // about each part of the page
    expect(await page.getByText(attack).count()).toBeGreaterThan(15);
    expect(await page.locator(made).count()).toBe(0);
    expect(await page.locator("body").innerText()).not.toMatch(/[\u202E\u0007]/);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    expect(await obstacles(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await colourObstacles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(places)("would not run %s, had it become one", async (_, addressOf) => {
    const { page, complaints } = await openPage(browser(), addressOf());
    await page.getByRole("region", { name: "History" }).waitFor();
    await insert(
      page,
      `const script = document.createElement("script"); script.text = "alert(1)"; main.append(script)`,
    );
    await insert(page, `main.innerHTML = '<img src="data:," onerror="alert(2)">'`);
    await insert(page, `main.innerHTML = '<img src="${elsewhere}">'`);
    await insert(page, `main.innerHTML = '<p style="position: fixed">'`);
    await expectRefused(complaints, ["img-src", `request: ${elsewhere}`, "script-src", "script-src", "style-src"]);
    await page.context().close();
  });

  test("is only read in a note that has just been written", async () => {
    const { page, complaints } = await openPage(browser(), dashboard.address);
    await page.getByRole("textbox").fill(`${attack} by hand`);
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByText("Added.").waitFor();
    expect(dashboard.asked).toEqual([`note ${attack} by hand`]);
    const note = { at: "2026-01-02T12:00:00.000Z", by: "jo", text: `${attack} by hand` };
    dashboard.listeners.tellState({ ...states.hostile, notes: [note] });
    await page.getByText(`${attack} by hand`, { exact: true }).waitFor();
    expect(await page.locator(made).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

const insert = (page: Page, script: string): Promise<unknown> =>
  page.evaluate(`{ const main = document.querySelector("main"); ${script} }`);

/** Each was against a part of the page's policy; what was to be fetched was not sent. */
async function expectRefused(complaints: readonly string[], directives: readonly string[]): Promise<void> {
  const refused = () => complaints.map((text) => /Security Policy directive[:'" ]+([\w-]+)/.exec(text)?.[1] ?? text);
  for (let time = 0; time < 50 && refused().length < directives.length; time++)
    await new Promise((end) => setTimeout(end, 20));
  expect(refused().sort()).toEqual(directives);
}
