import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { states } from "../release/dashboard/page/states";
import { openPage } from "./browser/open-page";
import { reboundName, withBrowser } from "./browser/with-browser";
import { InventedDashboard } from "./invented-dashboard";

withBrowser("The browser of a person who has the dashboard open", (browser) => {
  let dashboard: InventedDashboard;
  beforeEach(async () => {
    dashboard = await InventedDashboard.serve(states.verified);
  });
  afterEach(() => dashboard.stop());

  const refused = [
    ["without the token", (address: string) => new URL("/", address)],
    ["of a file, without the token", (address: string) => new URL("/app.js", address)],
    ["with another token", (address: string) => new URL(`/${"A".repeat(43)}/`, address)],
    ["by another name", (address: string) => address.replace("127.0.0.1", reboundName)],
  ] as const;

  test.each(refused)("is shown nothing at its address %s", async (_, wrong) => {
    const { page } = await openPage(browser(), wrong(dashboard.address).toString());
    expect(JSON.parse(await page.locator("body").innerText())).toEqual({
      message: "open the address that `npx release dashboard` has printed",
    });
    await page.context().close();
  });

  /** What a page of another site may try; that it knows the token is more than it could. */
  const attempts = [
    ["a request", `await fetch(to("promote"), { method: "POST", mode: "no-cors", body }).catch(() => "")`],
    ["JSON", `await fetch(to("promote"), { method: "POST", headers, body }).catch(() => "")`],
    ["a beacon", `navigator.sendBeacon(to("promote"), body); await pause()`],
    ["a form", `make("form", { action: to("notes"), method: "post", enctype: "text/plain" }).submit(); await pause()`],
    [
      "a frame",
      `const frame = make("iframe", { src: to("") }); await pause(); shown = frame.contentDocument?.title ?? ""`,
    ],
    [
      "a script",
      `make("script", { src: to("app.js") }); await pause(); shown = document.querySelector("main, h1")?.innerText ?? ""`,
    ],
    ["reading", `shown = await fetch(to("plan?command=promote")).then((answer) => answer.text(), () => "")`],
  ] as const;

  describe("on the page of another site", () => {
    const site = createServer((_, response) => {
      response.setHeader("content-type", "text/html").end('<iframe name="own"></iframe><div id="page"></div>');
    });
    beforeAll(() => new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve)));
    afterAll(() => {
      site.closeAllConnections();
      site.close();
    });

    test.each(attempts)("does and shows nothing by %s", async (_, attempt) => {
      const { page } = await openPage(browser(), `http://localhost:${(site.address() as AddressInfo).port}/`);
      const answered = jest.fn();
      page.on("requestfinished", answered).on("requestfailed", answered);
      const shown = await page.evaluate(`(async () => {
        const to = (path) => "${dashboard.address}" + path;
        const [body, headers] = ['{"image":"any"}', { "content-type": "application/json" }];
        const pause = () => new Promise((end) => setTimeout(end, 300));
        const make = (name, properties) => {
          const made = Object.assign(document.createElement(name), { target: "own" }, properties);
          document.body.append(made);
          return made;
        };
        let shown = "";
        ${attempt};
        return shown;
      })()`);
      expect(shown).toBe("");
      expect(dashboard.asked).toEqual([]);
      // it has been tried
      expect(answered).toHaveBeenCalled();
      await page.context().close();
    });
  });
});
