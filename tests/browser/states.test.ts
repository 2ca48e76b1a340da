import type { Page } from "playwright-core";

import { samples, states } from "../release/dashboard/page/states";
import { colourObstacles, obstacles } from "./browser/accessibility";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { expectedReadings, type Reading } from "./expected-readings";
import { InventedDashboard } from "./invented-dashboard";

withBrowser("A person reads, on any screen and with any eyes, that", (browser) => {
  test.each(Object.entries(expectedReadings))("the release is %s", async (name, { shown, ...reading }) => {
    const tracks = name === "blueGreen" ? (["green", "blue"] as const) : (["canary", "stable"] as const);
    const dashboard = await InventedDashboard.serve(states[name as keyof typeof states], { samples: samples(tracks) });
    const { page, complaints } = await openPage(browser(), dashboard.address);
    await page.getByRole("region", { name: "Metrics" }).getByRole("table").waitFor();
    expect(await readingOf(page)).toEqual({ connection: "live", ...reading });
    expect(await page.getByRole("textbox").count()).toBe(reading.bar === undefined ? 0 : 1);
    for (const [region, texts] of Object.entries(shown))
      for (const text of texts) expect(await textOf(page, region)).toContain(text);
    expect(await obstacles(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await colourObstacles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
    await dashboard.stop();
  });

  test("and what would hinder somebody is noticed", async () => {
    const dashboard = await InventedDashboard.serve(states.verified);
    const { page } = await openPage(browser(), dashboard.address);
    await regionOf(page, "Release").waitFor();
    await page.evaluate(`document.querySelector("main").append(document.createElement("button"));
      document.documentElement.style.setProperty("--quiet", "#aaa")`);
    expect(await obstacles(page)).toEqual(expect.arrayContaining(["button-name: main > button"]));
    expect(await colourObstacles(page)).not.toEqual([]);
    await page.context().close();
    await dashboard.stop();
  });
});

async function readingOf(page: Page): Promise<Reading> {
  const steps = await regionOf(page, "Release").getByRole("listitem").allInnerTexts();
  const bar = page.getByRole("complementary", { name: "Go or no-go" });
  const said = await page.getByRole("status").allInnerTexts();
  return {
    connection: inOneLine(await page.locator(".connection").innerText()),
    steps: steps.map(inOneLine),
    bar: (await bar.count()) === 0 ? undefined : linesOf(await bar.ariaSnapshot()),
    said: said.filter((text) => text !== ""),
  };
}

const regionOf = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

const textOf = async (page: Page, region: string): Promise<string> =>
  inOneLine(await regionOf(page, region).innerText());

const inOneLine = (text: string): string => text.replace(/\s+/g, " ");

/** What is within, without the marks of YAML. */
const linesOf = (snapshot: string): string[] =>
  snapshot
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ *- /, ""));
