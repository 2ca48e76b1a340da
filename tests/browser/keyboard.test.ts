import type { Page } from "playwright-core";

import { samples, states } from "../release/dashboard/page/states";
import { focusOf, keyUntil } from "./browser/keyboard";
import { openPage } from "./browser/open-page";
import { withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

withBrowser("With nothing but a keyboard", (browser) => {
  let dashboard: InventedDashboard;
  let page: Page;
  afterEach(async () => {
    await page.context().close();
    await dashboard.stop();
  });

  async function open(state: keyof typeof states): Promise<void> {
    dashboard = await InventedDashboard.serve(states[state], { samples: samples() });
    ({ page } = await openPage(browser(), dashboard.address));
    await page.getByRole("region", { name: "Metrics" }).getByRole("table").waitFor();
  }

  const focused = () => focusOf(page);
  const pressUntil = (key: string, wanted: string) => keyUntil(page, key, wanted);

  const dialog = () => page.getByRole("dialog", { name: "Promote to all clients?" });

  test("everything is reached in the order in which it is read, and is seen to be reached", async () => {
    await open("failing");
    expect(await pressUntil("Tab", 'button "Promote"')).toEqual([
      'link "http://203.0.113.7"',
      'button "Copy : kubectl --namespace addressbook logs --previous pod/addressbook-canary-5d4f9c7b6-lflr"',
      "text: 4 checks passed",
      'radio "5 min" [checked]',
      'textbox "New note, kept with the release"',
      'button "Add note" [disabled]',
      'button "Roll back"',
      'button "Promote"',
    ]);
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  });

  test("a promotion is looked at, left, and begun", async () => {
    await open("verified");
    await pressUntil("Tab", 'button "Promote"');
    await page.keyboard.press("Enter");
    await dialog().getByRole("table").waitFor();
    expect(await dialog().getByRole("row").allInnerTexts()).toEqual([
      "Step\tcanary pods\tstable pods\tnew version\tready at least\tconnections",
      "1. update stable\t1\t4\t100 %\t4\t35",
      "2. end the canary\t0\t4\t100 %\t4\t25",
    ]);
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    expect(await focused()).toMatch(/^button "Promote"/);
    expect(dashboard.asked).toEqual([]);

    await page.keyboard.press("Enter");
    await dialog().getByRole("table").waitFor();
    await pressUntil("Tab", 'button "Promote"');
    await page.keyboard.press("Enter");
    await dialog().waitFor({ state: "detached" });
    expect(dashboard.asked).toEqual([`promote {"image":"${states.verified.candidate!.image}"}`]);
  });

  test("the focus does not leave a dialog for the page behind it", async () => {
    await open("verified");
    await pressUntil("Tab", 'button "Promote"');
    await page.keyboard.press("Enter");
    await dialog().getByRole("table").waitFor();
    const isWithin = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null";
    for (let time = 0; time < 8; time++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(isWithin)).toBe(true);
    }
  });

  test("what speaks against it has to be accepted first", async () => {
    await open("failing");
    await pressUntil("Tab", 'button "Promote"');
    await page.keyboard.press("Enter");
    await dialog().getByRole("table").waitFor();
    await pressUntil("Tab", 'button "Promote"');
    await page.keyboard.press("Enter");
    await pressUntil("Shift+Tab", "checkbox");
    expect(await focused()).toContain('"The verification has failed. I promote it nevertheless."');
    await page.keyboard.press("Space");
    await pressUntil("Tab", 'button "Promote"');
    expect(dashboard.asked).toEqual([]);
    await page.keyboard.press("Enter");
    await dialog().waitFor({ state: "detached" });
    expect(dashboard.asked).toEqual([`promote {"image":"${states.failing.candidate!.image}","accept":"fail"}`]);
  });

  test("a decision that is refused says why, and can be made again", async () => {
    await open("verified");
    dashboard.refusal = "ci@runner-7 is at work";
    await pressUntil("Tab", 'button "Roll back"');
    await page.keyboard.press("Enter");
    const rollback = page.getByRole("dialog", { name: "Roll back to what was there before?" });
    await rollback.getByRole("table").waitFor();
    await pressUntil("Tab", 'button "Roll back"');
    await page.keyboard.press("Enter");
    await rollback.getByText("ci@runner-7 is at work").waitFor();
    dashboard.refusal = undefined;
    await page.keyboard.press("Enter");
    await rollback.waitFor({ state: "detached" });
    expect(dashboard.asked).toEqual(["rollback {}", "rollback {}"]);
  });

  test("what cannot be decided is reached, says why, and does nothing", async () => {
    await open("underWay");
    await pressUntil("Tab", 'button "Promote"');
    const promote = page.getByRole("button", { name: "Promote", description: "The verification has not ended." });
    expect(await promote.getAttribute("aria-disabled")).toBe("true");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("a note of at most 500 characters is written", async () => {
    await open("verified");
    await pressUntil("Tab", "textbox");
    await page.keyboard.insertText("x".repeat(510));
    expect(await page.getByRole("textbox").inputValue()).toHaveLength(500);
    await page.getByText("500 of 500 characters").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(" Two customers say: <b>slow</b> ");
    await pressUntil("Tab", 'button "Add note"');
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Added.").waitFor();
    expect(dashboard.asked).toEqual(["note Two customers say: <b>slow</b>"]);
    expect(await page.getByRole("textbox").inputValue()).toBe("");
  });

  test("a note that is refused stays to be written elsewhere", async () => {
    await open("verified");
    dashboard.refusal = "this release has 20 notes already";
    await pressUntil("Tab", "textbox");
    await page.keyboard.insertText("Slow since noon.");
    await pressUntil("Tab", 'button "Add note"');
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Not added: this release has 20 notes already").waitFor();
    expect(await page.getByRole("textbox").inputValue()).toBe("Slow since noon.");
  });

  test("each of 200 pods is reached by arrows, and told about", async () => {
    await open("manyPods");
    await pressUntil("Tab", 'button "addressbook-stable');
    expect(await focused()).toContain("addressbook-stable-5d4f9c7b6-mmdl: failing");
    await page.keyboard.press("End");
    expect(await focused()).toMatch(/: ready"/);
    await page.keyboard.press("Home");
    for (let time = 0; time < 4; time++) await page.keyboard.press("ArrowRight");
    expect(await focused()).toContain("addressbook-stable-5d4f9c7b6-lxxp: waiting");
    const told = page.locator("[aria-live=polite]").getByText("answers 503 to /ready");
    expect(await told.count()).toBe(1);
  });

  test("charts show another span of time", async () => {
    await open("verified");
    await pressUntil("Tab", "radio");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("radio", { name: "1 h" }).isChecked()).toBe(true);
  });
});
