import { chromium } from "playwright-core";

import { findChromium } from "./find-chromium";

const noFetch = () => Promise.reject(new Error("getaddrinfo ENOTFOUND cdn.example\nat …"));

test("a Chromium that is named and cannot be started is told, not passed over", async () => {
  const found = await findChromium({
    env: { CHROMIUM_BIN: "/bin/false", PATH: process.env["PATH"] },
    install: noFetch,
  });
  expect("missing" in found && found.missing).toMatch(/^CHROMIUM_BIN names no Chromium that can be started: ./);
});

test("where there is none, and none can be fetched, that is told", async () => {
  jest.spyOn(chromium, "launch").mockRejectedValue(new Error("Executable doesn't exist"));
  expect(await findChromium({ env: {}, install: noFetch })).toEqual({
    missing: "no Chromium is on the PATH, and playwright cannot fetch one: getaddrinfo ENOTFOUND cdn.example",
  });
});

test("one that playwright has just fetched is taken", async () => {
  const browser = { version: () => "1.2.3", close: () => Promise.resolve() };
  const launch = jest.spyOn(chromium, "launch").mockRejectedValue(new Error("Executable doesn't exist"));
  const install = () => Promise.resolve(launch.mockResolvedValue(browser as never));
  expect(await findChromium({ env: {}, install })).toEqual({ options: {}, version: "1.2.3" });
});
