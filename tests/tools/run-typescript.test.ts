import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(files: Record<string, string>, ...args: string[]) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve("tools/run-typescript.mjs"), "main.ts", ...args],
    { cwd: folder, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

test("a program with types, other files and packages runs with its arguments, and nothing is written", () => {
  const outcome = run(
    {
      "main.ts": `import { parseIpv4Range } from "./part";
const [first]: string[] = process.argv.slice(2);
console.log(parseIpv4Range(first ?? ""), process.argv[1]?.endsWith("main.ts"));
process.exitCode = 3;`,
      "part.ts": `import { parseCIDR } from "ipaddr.js";
export const parseIpv4Range = (cidr: string): number => parseCIDR(cidr)[1];`,
    },
    "10.0.0.0/16",
  );

  expect(outcome).toEqual({ status: 3, stdout: "16 true\n", stderr: "" });
  expect(readdirSync(folder).sort()).toEqual(["main.ts", "node_modules", "part.ts"]);
});

test("an error of syntax is told with its place", () => {
  const { status, stderr } = run({ "main.ts": "const broken: number = ;" });

  expect(status).not.toBe(0);
  expect(stderr).toContain("main.ts:1:23");
});
