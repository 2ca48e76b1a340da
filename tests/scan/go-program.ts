import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import type { Found } from "./python-program";
import { run } from "./run";

/** A program that Go builds from public modules. */
export interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** The package to build; `.` for the `source`. */
  readonly package: string;
  /** What the module needs; `go` completes it. */
  readonly goMod: (go: Go) => string;
  /** A file of our own, the main package. @default - none */
  readonly source?: string;
}

/** Milliseconds that a command of Go may take. What it has compiled until then it keeps for the next time. */
const patience = 6 * 60_000;

/** Runs Go; its output, or an error with its last line. */
export type Go = (...args: readonly string[]) => string;

/** The program in the cache of this checkout, where it is built once; or why there is none. */
export function findGoProgram(program: GoProgram): Found {
  const folder = resolve("node_modules", ".cache", [program.name, program.version, ...fingerprint(program)].join("-"));
  const command = join(folder, process.platform === "win32" ? `${program.name}.exe` : program.name);
  if (existsSync(command)) return { command };
  if (run("go", ["version"]).status !== 0) return { missing: "there is no Go to build it with" };
  process.stderr.write(`Building ${program.name} ${program.version} (once, some minutes)…\n`);
  mkdirSync(resolve("node_modules", ".cache"), { recursive: true });
  const scratch = mkdtempSync(`${folder}.build-`);
  try {
    const go: Go = (...args) => {
      const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" };
      const { status, stdout, stderr } = run("go", args, { cwd: scratch, env, timeout: patience });
      if (status !== 0) throw new GoFailure(stderr.trim().split("\n").at(-1) ?? "");
      return stdout;
    };
    writeFileSync(join(scratch, "go.mod"), program.goMod(go));
    if (program.source !== undefined) copyFileSync(program.source, join(scratch, basename(program.source)));
    go("build", "-buildvcs=false", "-ldflags=-s -w", "-o", command, program.package);
    return { command };
  } catch (error) {
    if (!(error instanceof GoFailure)) throw error;
    return { missing: `it could not be built: ${error.message}` };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What is built from a source of our own is built anew when that has changed. */
const fingerprint = ({ source }: GoProgram): string[] =>
  source === undefined ? [] : [createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 8)];

class GoFailure extends Error {}

/** What a module says in its `go.mod`, and where it is. */
export function downloaded(go: Go, module: string, version: string): { goMod: string } {
  const { GoMod } = JSON.parse(go("mod", "download", "-json", `${module}@v${version}`)) as { GoMod: string };
  return { goMod: readFileSync(GoMod, "utf8") };
}
