import type { Page } from "playwright-core";

import { shortImage } from "../../release/dashboard/page/words";
import { Stage } from "../release/flow/stage";
import { at } from "../support/at";
import { type OpenPage, openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { type ServedStage, serveStage } from "./served-stage";

/** How many times as fast as real time releases are played. */
const scale = 20;

/** How a release goes on, in the words of the page. */
const timelines = [
  "migrate running, canary not, verify not, promote not",
  "migrate done, canary not, verify not, promote not",
  "migrate done, canary running, verify not, promote not",
  "migrate done, canary done, verify running, promote not",
  "migrate done, canary done, verify done, promote not",
  "migrate done, canary done, verify done, promote running",
  "migrate done, canary done, verify done, promote done",
].map((steps) => `preflight done, ${steps}`);

withBrowser("A release on the played cluster", (browser) => {
  let stage: Stage;
  let dashboard: ServedStage;
  let opened: OpenPage;
  let page: Page;
  let images: { readonly first: string; readonly next: string };
  beforeEach(async () => {
    stage = await Stage.set({ cluster: { scale } });
    images = { first: stage.push("1.0.0", { latencyMillis: 4 }), next: stage.push("1.1.0", { latencyMillis: 5 }) };
    await stage.stand(images.first);
    stage.cluster.traffic.start("addressbook/addressbook-lb", { perSecond: 20 });
    dashboard = await serveStage(stage);
    opened = await openPage(browser(), dashboard.address);
    ({ page } = opened);
    await region("Traffic and pods").getByText("3 of 3 pods ready").waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    await dashboard.end();
    await stage.strike();
  });

  const region = (name: string) => page.getByRole("region", { name, exact: true });

  const bar = () => page.getByRole("complementary", { name: "Go or no-go" });

  async function decide(name: "Promote" | "Roll back"): Promise<void> {
    await bar().getByRole("button", { name }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("table").waitFor();
    await dialog.getByRole("button", { name }).click();
    await dialog.waitFor({ state: "detached" });
  }

  test("is followed from step to step, and promoted by a click; what users say of it stays with it", async () => {
    const steps = await followSteps(page);
    await stage.canary(images.next);
    await bar().getByText("pass: nothing speaks against it").waitFor();
    await region("Traffic and pods").getByText("33.3 % of requests").waitFor();
    await region("Metrics")
      .getByRole("row", { name: /^canary \d/ })
      .waitFor();

    await page.getByRole("textbox").fill("Two customers like it.");
    await page.getByRole("button", { name: "Add note" }).click();
    await region("User reports and notes").getByRole("listitem").getByText("Two customers like it.").waitFor();
    const written = at(stage.deployment("canary"), "metadata", "annotations", "addressbook-platform/reports");
    expect(JSON.parse(String(written))).toMatchObject([{ by: "jo@laptop", text: "Two customers like it." }]);

    await decide("Promote");
    await bar().getByText("Promotion is done").waitFor({ timeout: 30_000 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(images.next)));
    expect(stage.deployment("canary")).toBeUndefined();
    const revision = region("History").getByRole("listitem").filter({ hasText: "changed: image" });
    await revision
      .filter({ hasText: shortImage(stage.digest(images.next)) })
      .getByText("Two customers like it.")
      .waitFor();
    await region("Release").getByRole("listitem").filter({ hasText: "promote done" }).waitFor();
    const seen = await steps();
    // in this order; what is over at once may not be seen where the machine is busy
    expect(seen).toEqual(timelines.filter((timeline) => seen.includes(timeline)));
    expect(seen).toEqual(expect.arrayContaining(timelines.slice(-4)));
    expect([...opened.complaints, ...dashboard.defects]).toEqual([]);
  });

  test("is taken back by a click", async () => {
    await stage.canary(images.next);
    await decide("Roll back");
    await bar().getByText("Rollback is done").waitFor({ timeout: 30_000 });
    expect(stage.deployment("canary")).toBeUndefined();
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(images.first)));
    await bar().getByRole("button", { name: "Promote", disabled: true }).waitFor();
    expect([...opened.complaints, ...dashboard.defects]).toEqual([]);
  });

  test("is only looked at on a page that may not change it", async () => {
    const other = await serveStage(stage, { isReadOnly: true });
    const { page: onlooker, complaints } = await openPage(browser(), other.address);
    await onlooker.getByText("read-only").waitFor();
    await stage.canary(images.next);
    await onlooker.getByRole("region", { name: "Verification" }).getByText("pass: nothing speaks against it").waitFor();
    for (const role of ["complementary", "textbox"] as const) expect(await onlooker.getByRole(role).count()).toBe(0);
    for (const name of ["Promote", "Roll back", "Add note"])
      expect(await onlooker.getByRole("button", { name }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await onlooker.context().close();
    await other.end();
  });
});

const stepsShown = `[...document.querySelectorAll("#release li")]
  .map((step) => step.innerText.split(/\\s+/).slice(0, 2).join(" ")).join(", ")`;

/** @returns what tells all that the timeline has shown since, each once */
async function followSteps(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`globalThis.seen = [${stepsShown}];
    new MutationObserver(() => {
      const steps = ${stepsShown};
      if (seen.at(-1) !== steps) seen.push(steps);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })`);
  return async () => (await page.evaluate<string[]>("seen")).slice(1);
}
