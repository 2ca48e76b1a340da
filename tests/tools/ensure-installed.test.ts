import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const lock = (packages: object): string => JSON.stringify({ packages });

/** Runs the tool in the folder, with an `npm` that writes down how it was called and ends with the given status. */
function ensureInstalled(npmStatus = 0): { status: number | null; npm: string | undefined } {
  const npm = join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\necho "$@" > npm-was-called\nexit ${npmStatus}\n`);
  chmodSync(npm, 0o755);
  const { status } = spawnSync(process.execPath, [resolve("tools/ensure-installed.mjs")], {
    cwd: folder,
    env: { PATH: `${folder}:/bin:/usr/bin` },
  });
  const call = join(folder, "npm-was-called");
  return { status, npm: existsSync(call) ? readFileSync(call, "utf8").trim() : undefined };
}

function write(wanted: object, installed?: object): void {
  writeFileSync(join(folder, "package-lock.json"), lock(wanted));
  if (installed === undefined) return;
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "node_modules/.package-lock.json"), lock(installed));
}

const install = "ci --no-audit --no-fund --loglevel=error";

test("a bare clone is installed", () => {
  write({ "": {}, "node_modules/zod": { version: "4.0.0" } });

  expect(ensureInstalled()).toEqual({ status: 0, npm: install });
});

test.each([
  ["a package is missing", {}],
  ["a package has another version", { "node_modules/zod": { version: "3.0.0" } }],
])("it is installed again when %s", (_title, installed) => {
  write({ "node_modules/zod": { version: "4.0.0" } }, installed);

  expect(ensureInstalled()).toEqual({ status: 0, npm: install });
});

test("nothing happens when all is there; packages for other platforms and this repository's own do not count", () => {
  write(
    {
      "": {},
      addressbook: { version: "0.1.0" },
      "node_modules/addressbook": { link: true },
      "node_modules/other-platform": { version: "1.0.0", optional: true },
      "node_modules/zod": { version: "4.0.0" },
    },
    { "node_modules/zod": { version: "4.0.0" } },
  );

  expect(ensureInstalled()).toEqual({ status: 0, npm: undefined });
});

test("a failed installation fails the command", () => {
  write({ "node_modules/zod": { version: "4.0.0" } });

  expect(ensureInstalled(7)).toEqual({ status: 7, npm: install });
});
