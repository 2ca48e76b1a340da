import { writeFileSync } from "node:fs";

import { chromium } from "playwright-core";

import { samples, states } from "../release/dashboard/page/states";
import { findChromium } from "./browser/find-chromium";
import { openPage } from "./browser/open-page";
import { withPalette } from "./browser/with-palette";
import { InventedDashboard } from "./invented-dashboard";

/** Takes the pictures of the dashboard in `docs` anew: a canary that is verified, and waits for the decision. */
async function main(): Promise<void> {
  const found = await findChromium();
  if ("missing" in found) {
    process.stderr.write(`${found.missing}\n`);
    process.exitCode = 1;
    return;
  }
  const state = states.verified;
  const browser = await chromium.launch(found.options);
  const dashboard = await InventedDashboard.serve(state, { samples: samples() });
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await openPage(browser, dashboard.address, {
      colorScheme,
      viewport: { width: 1280, height: 960 },
    });
    await page.getByRole("region", { name: "Metrics" }).getByRole("table").waitFor();
    await page.getByRole("radio", { name: "15 min" }).check({ force: true });
    const file = `docs/dashboard-${colorScheme}.png`;
    const picture = withPalette(await page.screenshot({ animations: "disabled" }));
    writeFileSync(file, picture);
    process.stdout.write(`${file}: ${Math.ceil(picture.length / 1000)} kB\n`);
  }
  await dashboard.stop();
  await browser.close();
}

void main();
