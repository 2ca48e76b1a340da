import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Page } from "playwright-core";

import { htmlReport } from "../../release/dashboard/html-report";
import { samples, states } from "../release/dashboard/page/states";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

const { at } = states.verified;
const minute = 60_000;

withBrowser("Of the requests that were measured", (browser) => {
  let dashboard: InventedDashboard | undefined;
  let page: Page;
  afterEach(async () => {
    await page.context().close();
    await dashboard?.stop();
    dashboard = undefined;
  });

  async function open(measured = samples()): Promise<void> {
    dashboard = await InventedDashboard.serve(states.verified, { samples: measured });
    ({ page } = await openPage(browser(), dashboard.address));
    await metrics().getByRole("table").waitFor();
  }

  const metrics = () => page.getByRole("region", { name: "Metrics" });

  const caption = async () => (await metrics().locator("caption").innerText()).trim();

  /** Where the canary's line of the first chart begins and ends, as parts of its width; nothing when it is not there. */
  const drawn = () =>
    page.evaluate<number[]>(`{
      const element = document.querySelector("#metrics canvas");
      const colour = [0xc0, 0x4a, 0x00];
      const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
      const columns = new Set();
      for (let dot = 0; dot < data.length; dot += 4)
        if (data[dot + 3] > 200 && colour.every((part, index) => Math.abs(part - data[dot + index]) < 8))
          columns.add((dot / 4) % element.width);
      const parts = [...columns].map((column) => column / element.width);
      parts.length === 0 ? [] : [Math.min(...parts), Math.max(...parts)];
    }`);

  test("the last ones are shown as such, up to the end of the charts", async () => {
    await open();
    expect(await caption()).toBe("Latest values, 12:00:00");
    expect((await drawn())[1]).toBeGreaterThan(0.85);
  });

  test("old ones are said to be old, and the charts go on without them", async () => {
    const measured = samples().map((sample) => ({ ...sample, at: sample.at - 3 * minute }));
    await open(measured);
    expect(await caption()).toBe("Not measured since 11:57:00");
    const end = (await drawn())[1];
    expect(end).toBeGreaterThan(0.4);
    expect(end).toBeLessThan(0.6);
    dashboard?.listeners.tellState({ ...states.verified, at: at + 27 * minute });
    for (let time = 0; time < 50 && (await drawn()).length > 0; time++) await page.waitForTimeout(100);
    expect(await drawn()).toEqual([]);
    expect(await metrics().getByRole("row", { name: "canary" }).innerText()).toContain("83.5");
  });

  test("pods that do not answer are told from those without requests", async () => {
    await open([...samples(), { at: at + 1, tracks: { stable: { requestsPerSecond: 0 } }, silent: ["canary"] }]);
    const rows = await metrics().getByRole("row").allInnerTexts();
    expect(rows.slice(1).map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
      "canary Its pods do not answer.",
      "stable 0 – – – –",
    ]);
  });

  test("a record of a few seconds has an axis of a minute, and one of an hour a choice", async () => {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    const spans: number[][] = [];
    for (const measured of [samples().slice(-4), samples()]) {
      const file = join(folder, "record.html");
      writeFileSync(file, htmlReport({ state: states.verified, samples: measured }));
      ({ page } = await openPage(browser(), pathToFileURL(file).href));
      await metrics().getByRole("table").waitFor();
      const [from = 0, to = 0] = await drawn();
      spans.push([await metrics().getByRole("radio").count(), Math.round(10 * (to - from))]);
    }
    rmSync(folder, { recursive: true });
    expect(spans).toEqual([
      [0, 2],
      [3, 8],
    ]);
  });
});
