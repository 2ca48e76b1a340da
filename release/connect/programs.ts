import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

import { ReleaseFailure } from "../failure";

/** How a program ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where to get what may be missing. */
export const programSources: Readonly<Record<string, string>> = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  docker: "https://docs.docker.com/get-started/get-docker/",
  doctl: "https://docs.digitalocean.com/reference/doctl/how-to/install",
  gcloud: "https://cloud.google.com/sdk/docs/install",
  terraform: "https://developer.hashicorp.com/terraform/install",
  tofu: "https://opentofu.org/docs/intro/install",
};

/** The programs that reach clouds, and Terraform. */
export interface Programs {
  /** Whether it is there to be run. */
  has(program: string): boolean;

  /**
   * Runs a program to its end, whatever that is. It gets no input.
   *
   * @param kubeconfig file that it may write the login of a cluster to. @default - none
   * @throws {ReleaseFailure} when it is missing, takes too long, or somebody interrupts
   */
  run(command: readonly string[], kubeconfig?: string): Promise<Outcome>;
}

/** Those on this machine, with the credentials of whoever started this one, and without what is not their business. */
export class LocalPrograms implements Programs {
  private readonly variables: NodeJS.ProcessEnv;

  /**
   * @param interrupted ends the program that is running
   * @param longestSeconds a program that asks something, or hangs, is given up
   */
  constructor(
    variables: NodeJS.ProcessEnv,
    private readonly interrupted: AbortSignal,
    private readonly longestSeconds = 120,
  ) {
    this.variables = {
      // the variables of the database hold a password
      ...Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("DB_"))),
      // the user's own clusters must be out of reach; and nothing may wait for somebody to answer or to turn a page
      KUBECONFIG: undefined,
      AWS_PAGER: "",
      CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
      TF_INPUT: "0",
      ...tokenOfTerraform(variables),
    };
  }

  has(program: string): boolean {
    return (this.variables["PATH"] ?? "")
      .split(delimiter)
      .filter((folder) => folder !== "")
      .some((folder) => isExecutable(join(folder, program)));
  }

  run(command: readonly string[], kubeconfig?: string): Promise<Outcome> {
    const [program = "", ...args] = command;
    const env = kubeconfig === undefined ? this.variables : { ...this.variables, KUBECONFIG: kubeconfig };
    return new Promise((resolve, reject) => {
      if (this.interrupted.aborted) {
        reject(interruption());
        return;
      }
      const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

      const giveUp = (why: ReleaseFailure): void => {
        // what it has started may keep its output open, so that it would never be closed
        child.kill("SIGKILL");
        settle(why);
      };
      const onInterrupt = (): void => {
        giveUp(interruption());
      };
      const timer = setTimeout(() => {
        giveUp(new ReleaseFailure(`\`${shortened(command)}\` did not end within ${this.longestSeconds} s`));
      }, this.longestSeconds * 1000);
      const settle = (result: Outcome | ReleaseFailure): void => {
        clearTimeout(timer);
        this.interrupted.removeEventListener("abort", onInterrupt);
        if (result instanceof ReleaseFailure) reject(result);
        else resolve(result);
      };
      this.interrupted.addEventListener("abort", onInterrupt, { once: true });
      child.once("error", (error) => {
        settle(new ReleaseFailure(`\`${program}\` cannot be run: ${error.message}`));
      });
      child.once("close", (status) => {
        settle({ status, stdout, stderr });
      });
    });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Has doctl look into the account that Terraform works in. It knows the second of the variables only, and takes it in
 * its default context; without them it uses its own login.
 */
function tokenOfTerraform(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
  const token = names.map((name) => variables[name]).find((value = "") => value !== "");
  return token === undefined ? {} : { DIGITALOCEAN_ACCESS_TOKEN: token, DIGITALOCEAN_CONTEXT: "default" };
}

export const interruption = (): ReleaseFailure =>
  new ReleaseFailure("interrupted; what is made stays, and it is safe to run it again");

/** What a command is about, without what it is given. */
export const shortened = (command: readonly string[]): string =>
  command
    .filter((word) => !word.startsWith("-"))
    .slice(0, 4)
    .join(" ");
