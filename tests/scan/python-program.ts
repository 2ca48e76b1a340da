import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { run } from "./run";

/** A program on this machine, or why there is none. */
export type Found = { readonly command: string } | { readonly missing: string };

/** A program that comes as a package of Python. */
export interface PythonProgram {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** A file for pip in which its version is pinned; what else is in it is installed beside it. */
  readonly requirements: string;
  /** What the package is called. @default - as the program */
  readonly package?: string;
}

/** The version that is wanted: the first three numbers of what is pinned, which is what programs print. */
export const pinnedVersionOf = ({ name, requirements, package: packaged = name }: PythonProgram): string =>
  new RegExp(`^${packaged}==(\\d+\\.\\d+\\.\\d+)`, "m").exec(readFileSync(requirements, "utf8"))?.[1] ?? "";

/**
 * The one on the PATH when it is the pinned version; otherwise one of our own, which is installed once.
 *
 * @param folder where to install it
 * @param env @default - the environment of this process
 */
export function findPythonProgram(
  program: PythonProgram,
  folder = resolve("node_modules", ".cache", `${program.name}-${pinnedVersionOf(program)}`),
  env: NodeJS.ProcessEnv = process.env,
): Found {
  const { name, title } = program;
  const version = pinnedVersionOf(program);
  const onPath = versionOf(name, env);
  if (onPath === version) return { command: name };
  const own = join(folder, ...(process.platform === "win32" ? ["Scripts", `${name}.cmd`] : ["bin", name]));
  if (existsSync(own) && versionOf(own, env) === version) return { command: own };
  const problem = install(program, folder, env) ?? (versionOf(own, env) === version ? undefined : "it does not start");
  if (problem === undefined) return { command: own };
  const there =
    onPath === undefined ? `${title} is not on the PATH` : `${title} on the PATH is ${onPath}, not ${version}`;
  return { missing: `${there}, and it could not be installed: ${problem}` };
}

/** Installs it into a virtual environment of Python; what is wrong, if anything. */
function install(program: PythonProgram, folder: string, env: NodeJS.ProcessEnv): string | undefined {
  const python = ["python3", "python"].find(
    (name) => run(name, ["-c", "import venv, ensurepip"], { env }).status === 0,
  );
  if (python === undefined) return "there is no Python with the modules venv and ensurepip";
  process.stderr.write(`Installing ${program.title} ${pinnedVersionOf(program)} (once, about a minute)…\n`);
  // what an interrupted installation has left
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const pip = [
    join(folder, process.platform === "win32" ? "Scripts" : "bin", "python"),
    "-m",
    "pip",
    "install",
  ] as const;
  for (const [command, ...args] of [
    [python, "-m", "venv", folder],
    [...pip, "--quiet", "--disable-pip-version-check", "--requirement", program.requirements],
  ] as const) {
    const { status, stderr } = run(command, args, { env });
    if (status === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    return stderr.trim().split("\n").at(-1) ?? "";
  }
  return undefined;
}

function versionOf(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const { status, stdout } = run(command, ["--version"], { env });
  return status === 0 ? (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "unknown") : undefined;
}
