import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** An interpreter with the packages of the emulator, or why there is none. */
export type FoundPython = { readonly command: string } | { readonly missing: string };

export const emulatorFolder = resolve("tests/emulators/aws");
const requirements = join(emulatorFolder, "requirements.txt");

// prints whether the version is new enough, and which moto is there with what else it needs
const probe = `
import importlib.util, sys
from importlib import metadata
print(sys.version_info >= (3, 10))
needed = ("moto", "flask", "flask_cors", "yaml", "py_partiql_parser")
print(metadata.version("moto") if all(map(importlib.util.find_spec, needed)) else "")`;

/**
 * A Python that can run the emulator: one that has the packages already, or else an environment of its own below
 * `node_modules/.cache`, which is made the first time.
 */
export function findPython(): FoundPython {
  const wanted = /^moto==(\S+)$/m.exec(readFileSync(requirements, "utf8"))?.[1] ?? "";
  const candidates = process.env["PYTHON"] ? [process.env["PYTHON"]] : ["python3", "python"];
  const pythons = candidates
    .map((command) => ({ command, found: probed(command) }))
    .filter(({ found }) => found.recent);
  const ready = pythons.find(({ found }) => found.moto === wanted);
  if (ready !== undefined) return { command: ready.command };
  const [base] = pythons;
  if (base === undefined) return { missing: `no Python 3.10 or later is on the PATH (${candidates.join(", ")})` };
  return ownEnvironment(base.command);
}

function probed(command: string): { readonly recent: boolean; readonly moto: string } {
  const { stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8" });
  // nothing at all when there is no such command
  const [recent, moto = ""] = (stdout as string | null)?.split("\n") ?? [];
  return { recent: recent === "True", moto };
}

function ownEnvironment(base: string): FoundPython {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = resolve(`node_modules/.cache/aws-emulator-${hash}`);
  const command = pythonIn(folder);
  if (existsSync(command)) return { command };

  process.stderr.write("Installing the emulator of AWS (once, about half a minute)…\n");
  // made beside it and moved when it is complete: another process may do the same, or this one be interrupted
  const draft = `${folder}.${process.pid}`;
  mkdirSync(dirname(draft), { recursive: true });
  const steps = [
    [base, "-m", "venv", draft],
    [
      pythonIn(draft),
      "-m",
      "pip",
      "install",
      "--quiet",
      "--retries=0",
      "--timeout=15",
      `--requirement=${requirements}`,
    ],
  ] as const;
  try {
    for (const [program, ...args] of steps) {
      const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 300_000 });
      if (status !== 0)
        return {
          missing: `its packages cannot be installed, perhaps for want of a network: ${lastLine(stderr) ?? error?.message ?? ""}`,
        };
    }
    if (!existsSync(command)) renameSync(draft, folder);
    return { command };
  } catch (error) {
    // another process was faster
    if (existsSync(command)) return { command };
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const pythonIn = (folder: string): string =>
  process.platform === "win32" ? join(folder, "Scripts/python.exe") : join(folder, "bin/python");

const lastLine = (text: string | null): string | undefined => text?.trim().split("\n").at(-1);
