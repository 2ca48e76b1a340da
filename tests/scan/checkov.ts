import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

const requirements = "tests/scan/requirements.txt";

/** The version that the policies were compared with. */
export const pinnedVersion = /^checkov==(\S+)$/m.exec(readFileSync(requirements, "utf8"))?.[1] ?? "";

/** Checkov on this machine, or why there is none. */
export type Found = { readonly command: string } | { readonly missing: string };

/**
 * The one on the PATH when it is the pinned version; otherwise one of our own, which is installed once.
 *
 * @param folder where to install it
 * @param env @default - the environment of this process
 */
export function findCheckov(
  folder = resolve("node_modules", ".cache", `checkov-${pinnedVersion}`),
  env: NodeJS.ProcessEnv = process.env,
): Found {
  const onPath = versionOf("checkov", env);
  if (onPath === pinnedVersion) return { command: "checkov" };
  const own = join(folder, ...(process.platform === "win32" ? ["Scripts", "checkov.cmd"] : ["bin", "checkov"]));
  if (existsSync(own) && versionOf(own, env) === pinnedVersion) return { command: own };
  const problem = install(folder, env) ?? (versionOf(own, env) === pinnedVersion ? undefined : "it does not start");
  if (problem === undefined) return { command: own };
  const there =
    onPath === undefined ? "Checkov is not on the PATH" : `Checkov on the PATH is ${onPath}, not ${pinnedVersion}`;
  return { missing: `${there}, and it could not be installed: ${problem}` };
}

/** Installs it into a virtual environment of Python; what is wrong, if anything. */
function install(folder: string, env: NodeJS.ProcessEnv): string | undefined {
  const python = ["python3", "python"].find(
    (name) => run(name, ["-c", "import venv, ensurepip"], { env }).status === 0,
  );
  if (python === undefined) return "there is no Python with the modules venv and ensurepip";
  process.stderr.write(`Installing Checkov ${pinnedVersion} (once, about a minute)…\n`);
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
    [...pip, "--quiet", "--disable-pip-version-check", "--requirement", requirements],
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
  return status === 0 ? stdout.trim() : undefined;
}

/** How a command ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string; timeout?: number } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 29,
    shell: command.endsWith(".cmd"),
    ...options,
  });
  // a program that is not there has printed nothing at all
  return error === undefined ? { status, stdout, stderr } : { status, stdout: "", stderr: error.message };
}

/** Looks at what is in a folder without network, and without settings but those that are given. */
export function scan(
  command: string,
  folder: string,
  frameworks: readonly ("terraform_json" | "terraform" | "kubernetes")[],
  ...args: readonly string[]
): Outcome {
  return run(command, ["--directory", folder, "--framework", ...frameworks, "--skip-download", ...args], {
    // no file with settings in the folder that it starts in, nor at home
    cwd: folder,
    env: {
      PATH: [process.env["PATH"], dirname(process.execPath)].join(delimiter),
      HOME: folder,
      USERPROFILE: folder,
      HTTPS_PROXY: "http://127.0.0.1:9",
      HTTP_PROXY: "http://127.0.0.1:9",
    },
  });
}
