import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { chromium, type LaunchOptions } from "playwright-core";

/** A Chromium that has been started once; or why there is none. */
export type FoundChromium =
  { readonly options: LaunchOptions; readonly version: string } | { readonly missing: string };

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Has playwright fetch a Chromium for itself. */
  readonly install: () => Promise<unknown>;
}

const names = ["chromium", "chromium-browser", "google-chrome"];
const installMillis = 120_000;

/** By the variable CHROMIUM_BIN, on the PATH, as playwright has it, or as playwright fetches it now. */
export async function findChromium(machine: Machine = thisMachine): Promise<FoundChromium> {
  const { env, install } = machine;
  const named = env["CHROMIUM_BIN"] ?? "";
  if (named !== "") return started({ executablePath: named }, "CHROMIUM_BIN names no Chromium that can be started");
  for (const executablePath of onPath(env["PATH"] ?? "")) {
    const found = await started({ executablePath }, "");
    if ("options" in found) return found;
  }
  const own = await started({}, "");
  if ("options" in own) return own;
  try {
    await install();
  } catch (error) {
    return { missing: `no Chromium is on the PATH, and playwright cannot fetch one: ${reasonOf(error)}` };
  }
  return started({}, "no Chromium is on the PATH, and the one of playwright cannot be started");
}

const onPath = (path: string): string[] =>
  path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)).filter(existsSync));

async function started(options: LaunchOptions, otherwise: string): Promise<FoundChromium> {
  try {
    const browser = await chromium.launch({ ...options, timeout: 20_000 });
    const version = browser.version();
    await browser.close();
    return { options, version };
  } catch (error) {
    return { missing: `${otherwise}: ${reasonOf(error)}` };
  }
}

/** Playwright writes a whole log. */
const reasonOf = (error: unknown): string => (error as Error).message.split("\n", 1)[0] ?? "";

const thisMachine: Machine = {
  env: process.env,
  install: () =>
    promisify(execFile)(
      process.execPath,
      [require.resolve("playwright-core/cli.js"), "install", "--only-shell", "chromium"],
      { timeout: installMillis },
    ),
};
