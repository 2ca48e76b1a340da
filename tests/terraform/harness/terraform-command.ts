import { type ChildProcess, spawn, spawnSync } from "node:child_process";

/** How a command ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Terraform or OpenTofu on this machine. */
export interface Terraform {
  /** Name or path of the program. */
  readonly command: string;
  readonly name: "Terraform" | "OpenTofu";
  readonly version: string;
  /** Where it believes that providers without a host come from. */
  readonly registryHost: string;
}

/** What a machine without Terraform lacks. */
export const missingTerraform = "neither Terraform nor OpenTofu in version 1.11 or later is on the PATH";

/** What CDKTF would take, or else the first that is there; nothing when there is none, or only an older one. */
export function findTerraform(): Terraform | undefined {
  for (const command of process.env["TERRAFORM_BINARY_NAME"]
    ? [process.env["TERRAFORM_BINARY_NAME"]]
    : ["terraform", "tofu"]) {
    const { stdout } = spawnSync(command, ["version"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], CHECKPOINT_DISABLE: "1" },
    });
    const [, name, version = ""] = /^(Terraform|OpenTofu) v(\S+)/.exec(stdout) ?? [];
    // the stacks want it, see stacks/platform-stack.ts
    if (version.localeCompare("1.11", "en", { numeric: true }) < 0) continue;
    if (name === "Terraform") return { command, name, version, registryHost: "registry.terraform.io" };
    if (name === "OpenTofu") return { command, name, version, registryHost: "registry.opentofu.org" };
  }
  return undefined;
}

/** A command that is under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly end: Promise<Outcome>;
}

/** Where a command works. */
interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether it gets a group of its own, so that it can be killed together with what it starts. @default false */
  readonly detached?: boolean;
}

/** Begins a command, which may then be interrupted. */
export function begin(command: string, args: readonly string[], surroundings: Surroundings): Running {
  const child = spawn(command, args, { ...surroundings, stdio: ["ignore", "pipe", "pipe"] });
  const end = new Promise<Outcome>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status, stdout, stderr });
    });
  });
  return { process: child, end };
}

/** Runs a command to its end. The providers of a test live in this process, so it must not be waited for in a blocking way. */
export const run = (command: string, args: readonly string[], surroundings: Surroundings): Promise<Outcome> =>
  begin(command, args, surroundings).end;

/** No network, no account, and nothing of the settings of whoever runs it. */
export function offlineEnvironment(folder: string, settingsFile: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_CLI_CONFIG_FILE: settingsFile,
    // a way out that leads nowhere, should anything try
    HTTPS_PROXY: "http://127.0.0.1:9",
    HTTP_PROXY: "http://127.0.0.1:9",
  };
}
