import type { Page } from "playwright-core";

import { samples, states } from "../release/dashboard/page/states";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard, type InventedOptions } from "./invented-dashboard";

withBrowser("A page whose server ends", (browser) => {
  let dashboard: InventedDashboard;
  let page: Page;
  beforeEach(async () => {
    dashboard = await InventedDashboard.serve(states.verified, { samples: samples() });
    ({ page } = await openPage(browser(), dashboard.address));
    await page.getByRole("button", { name: "Promote" }).click();
    await page.getByRole("dialog").getByRole("table").waitFor();
    await dashboard.stop();
    await page.getByText("reconnecting").waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    await dashboard.stop();
  });

  /** In its place. */
  async function serveAgain(state: keyof typeof states, options: InventedOptions = {}): Promise<void> {
    dashboard = await InventedDashboard.serve(states[state], { port: dashboard.port, ...options });
  }

  test("says since when what is shown is old, and lets nobody decide by it", async () => {
    const banner = await page.getByRole("main").getByRole("paragraph").filter({ hasText: "No connection" }).innerText();
    expect(banner).toMatch(
      /^No connection since 12:00:\d\d \(\d+ s ?\)\. What is shown is from then\. Trying to connect again\.$/,
    );
    expect(await page.getByRole("status").allInnerTexts()).toContain("The connection is lost. What is shown is old.");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("There is no connection.").waitFor();
    await dialog.getByRole("button", { name: "Promote" }).click({ force: true });
    await page.keyboard.press("Escape");
    for (const name of ["Roll back", "Promote"])
      expect(await page.getByRole("button", { name, description: "There is no connection." }).count()).toBe(1);
    expect(dashboard.asked).toEqual([]);
  });

  test("catches up with what has happened when it is there again", async () => {
    await page.keyboard.press("Escape");
    const at = states.verified.at + 60_000;
    const missed = [{ at, tracks: { stable: { requestsPerSecond: 123 } } }];
    await serveAgain("rolledBack", { samples: [...samples(), ...missed] });
    await page.getByText("live", { exact: true }).waitFor();
    await page.getByText("rollback done").waitFor();
    expect(await page.getByText("No connection").count()).toBe(0);
    await page.getByRole("row", { name: "stable 123" }).waitFor();
  });

  test("says what to do when it is there again with another token", async () => {
    await serveAgain("verified", { token: "another" });
    const advice = page.getByText("if it was started anew, open the address that it has printed");
    await advice.waitFor();
    expect(await advice.count()).toBe(1);
  });
});
