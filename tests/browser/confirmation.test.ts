import { states } from "../release/dashboard/page/states";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

withBrowser("Before anything is begun", (browser) => {
  test("a person reads which version comes, and which one goes", async () => {
    const dashboard = await InventedDashboard.serve(states.verified);
    const { page, complaints } = await openPage(browser(), dashboard.address);
    await page.getByRole("button", { name: "Roll back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("table").waitFor();
    const text = "From addressbook:1.4.2@444444444444 to addressbook:1.5.0@555555555555";
    expect(await dialog.getByRole("paragraph").allInnerTexts()).toContain(text);
    expect(complaints).toEqual([]);
    await page.context().close();
    await dashboard.stop();
  });

  test("a person reads that there was nothing before, and that there is nothing to do", async () => {
    const dashboard = await InventedDashboard.serve(states.verified);
    const plan = dashboard.plan.bind(dashboard);
    for (const [images, steps, texts] of [
      [{ from: "app:1", to: null }, undefined, ["From app:1 to nothing"]],
      [{ image: null, from: null, to: null }, [], ["There is nothing to do."]],
    ] as const) {
      dashboard.plan = async (command) => {
        const planned = await plan(command);
        return { ...planned, ...images, steps: steps ?? planned.steps };
      };
      const { page } = await openPage(browser(), dashboard.address);
      await page.getByRole("button", { name: "Roll back" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(texts[0]).waitFor();
      expect(await dialog.getByRole("paragraph").allInnerTexts()).toEqual(texts);
      await page.context().close();
    }
    await dashboard.stop();
  });
});
