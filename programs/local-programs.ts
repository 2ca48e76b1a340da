import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** How a program ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The programs that reach clouds and clusters, and Terraform. */
export interface Programs {
  /** Whether it is there to be run. */
  has(program: string): boolean;

  /**
   * Runs a program to its end, whatever that is. It gets no input.
   *
   * @param kubeconfig file with the clusters that it may know, and may write the login of one to. @default - none
   * @throws what its owner throws, when it is missing, takes too long, or somebody interrupts
   */
  run(command: readonly string[], kubeconfig?: string): Promise<Outcome>;
}

/** Where to get what may be missing. */
export const programSources: Readonly<Record<string, string>> = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  docker: "https://docs.docker.com/get-started/get-docker/",
  doctl: "https://docs.digitalocean.com/reference/doctl/how-to/install",
  gcloud: "https://cloud.google.com/sdk/docs/install",
  kubectl: "https://kubernetes.io/docs/tasks/tools",
  terraform: "https://developer.hashicorp.com/terraform/install",
  tofu: "https://opentofu.org/docs/intro/install",
};

/** Under which conditions programs run. */
export interface ProgramOptions {
  /** Ends the program that is running, and starts no other. */
  readonly interrupted: AbortSignal;
  /** What is thrown then. */
  readonly interruption: () => Error;
  /** What is thrown when a program cannot be run or hangs. */
  readonly failure: (message: string) => Error;
  /** A program that asks something, or hangs, is given up. Each has shorter limits of its own for the network. @default 120 */
  readonly longestSeconds?: number | undefined;
}

/** Those on this machine, with the credentials of whoever started this one. */
export class LocalPrograms implements Programs {
  private readonly variables: NodeJS.ProcessEnv;

  constructor(
    variables: NodeJS.ProcessEnv,
    private readonly options: ProgramOptions,
  ) {
    this.variables = {
      ...variables,
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
    const { interrupted, interruption, failure, longestSeconds = 120 } = this.options;
    const env = kubeconfig === undefined ? this.variables : { ...this.variables, KUBECONFIG: kubeconfig };
    return new Promise((resolve, reject) => {
      if (interrupted.aborted) {
        reject(interruption());
        return;
      }
      // an input that is closed, or gcloud and aws would wait for an answer
      const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

      const giveUp = (why: Error): void => {
        // it is gone when it is told, and writes no more files; what it has started may keep its output open, so that
        // it would never be closed
        if (child.kill("SIGKILL"))
          child.once("exit", () => {
            settle(why);
          });
        else settle(why);
      };
      const onInterrupt = (): void => {
        giveUp(interruption());
      };
      const timer = setTimeout(() => {
        giveUp(failure(`\`${shortened(command)}\` did not end within ${longestSeconds} s`));
      }, longestSeconds * 1000);
      const settle = (result: Outcome | Error): void => {
        clearTimeout(timer);
        interrupted.removeEventListener("abort", onInterrupt);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      interrupted.addEventListener("abort", onInterrupt, { once: true });
      child.once("error", (error: NodeJS.ErrnoException) => {
        settle(failure(whyNotRun(program, error)));
      });
      child.once("close", (status) => {
        settle({ status, stdout, stderr });
      });
    });
  }
}

/** What a command is about, without what it is given. */
export const shortened = (command: readonly string[]): string =>
  command
    .filter((word) => !word.startsWith("-"))
    .slice(0, 4)
    .join(" ");

/** What a program had to say when it failed, in one line. Not for one that reads a secret, which it may have written. */
export function reason({ status, stderr }: Outcome): string {
  const lines = stripVTControlCharacters(stderr)
    .split("\n")
    .map((line) => line.replace(/\p{Cc}/gu, "").trim())
    .filter((line) => line !== "");
  // most end with it; Terraform draws a frame around it, and explains it further down
  const said = lines.find((line) => line.startsWith("│ Error: "))?.slice("│ ".length) ?? lines.at(-1);
  const text = (said ?? `it ended with ${status ?? "a signal"} and said nothing`).replace(/^error: /i, "");
  // AWS tells what is forbidden in thousands of characters, for programs
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}

function whyNotRun(program: string, { code, message }: NodeJS.ErrnoException): string {
  if (code !== "ENOENT") return `\`${program}\` cannot be run: ${message}`;
  const source = programSources[program];
  return `\`${program}\` is not on the PATH${source === undefined ? "" : `; ${source} tells how to get it`}`;
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
 *
 * @see https://registry.terraform.io/providers/digitalocean/digitalocean/latest/docs#argument-reference
 */
function tokenOfTerraform(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
  const token = names.map((name) => variables[name]).find((value = "") => value !== "");
  return token === undefined ? {} : { DIGITALOCEAN_ACCESS_TOKEN: token, DIGITALOCEAN_CONTEXT: "default" };
}
