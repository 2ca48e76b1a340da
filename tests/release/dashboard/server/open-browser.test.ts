import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { openBrowser } from "../../../../release/dashboard/open-browser";

test("opens a browser for a person, and for nobody else", async () => {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  const opened = join(folder, "opened");
  writeFileSync(join(folder, "xdg-open"), `#!/bin/sh\necho "$1" >> ${opened}\n`, { mode: 0o755 });
  const env = { PATH: folder };
  const terminal = { stdout: { isTTY: true }, env, platform: "linux" };
  openBrowser("http://nobody/", { ...terminal, stdout: {} });
  openBrowser("http://nobody/", { ...terminal, env: { ...env, CI: "true" } });
  // there is none of this name
  openBrowser("http://nobody/", { ...terminal, platform: "darwin" });
  openBrowser("http://127.0.0.1:1/token/", terminal);
  const read = (): string => {
    try {
      return readFileSync(opened, "utf8");
    } catch {
      return "";
    }
  };
  while (read() === "") await setTimeout(10);
  expect(read()).toBe("http://127.0.0.1:1/token/\n");
  rmSync(folder, { recursive: true });
});
