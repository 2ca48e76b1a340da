import { samples, states } from "../release/dashboard/page/states";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

const minute = 60_000;
const { failing } = states;

/** Texts beside which there is little room. */
const wide = {
  ...failing,
  events: failing.events.map((event) => ({ ...event, at: event.at - 13 * minute })),
  deployments: failing.deployments.map((deployment) => ({
    ...deployment,
    pods: deployment.pods.map((pod) => ({ ...pod, restarts: 7, since: pod.since - 12 * minute })),
  })),
};

/** What stands at the end of a row is beside its text, and reaches as far as the row. */
const misplaced = `[...document.querySelectorAll(".rows > li > .number")].filter((figure) => {
  const [own, row, text] = [figure, figure.parentElement, figure.parentElement.querySelector("div")]
    .map((element) => element.getBoundingClientRect());
  return Math.abs(own.right - row.right) > 1 || own.top > text.top + 10 || own.left < text.right;
}).map(({ innerText }) => innerText)`;

const chartRows = `new Set([...document.querySelectorAll("#metrics .chart")]
  .map((chart) => Math.round(chart.getBoundingClientRect().top))).size`;

withBrowser("A page of any width", (browser) => {
  let dashboard: InventedDashboard;
  beforeAll(async () => {
    dashboard = await InventedDashboard.serve(wide, { samples: samples() });
  });
  afterAll(() => dashboard.stop());

  test.each([
    [1600, 1],
    [1280, 1],
    [1100, 3],
    [900, 1],
    [390, 3],
  ])("of %i px has its charts in %i rows without holes, and figures at the end of theirs", async (width, rows) => {
    const { page } = await openPage(browser(), dashboard.address, { viewport: { width, height: 900 } });
    await page.getByRole("region", { name: "Metrics" }).getByRole("table").waitFor();
    expect(await page.getByRole("region", { name: "Events" }).innerText()).toContain("13 min ago");
    expect(await page.evaluate(misplaced)).toEqual([]);
    expect(await page.evaluate(chartRows)).toBe(rows);
    await page.context().close();
  });

  test("shows that a plan goes on beyond its edge", async () => {
    const { page } = await openPage(browser(), dashboard.address, { viewport: { width: 390, height: 900 } });
    await page.getByRole("button", { name: "Promote" }).click();
    const plan = page.getByRole("dialog").getByRole("region", { name: "Plan" });
    await plan.getByRole("table").waitFor();
    const shown = await plan.screenshot();
    await plan.evaluate((element) => {
      (element as unknown as { scrollLeft: number }).scrollLeft = 1000;
    });
    expect((await plan.screenshot()).equals(shown)).toBe(false);
    expect(await plan.evaluate("getComputedStyle(document.querySelector('dialog .scroll')).backgroundImage")).toContain(
      "gradient",
    );
    await page.context().close();
  });
});
