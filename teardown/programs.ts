import { spawn } from "node:child_process";

import { TeardownFailure } from "./failure";

/** How a program ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where to get what may be missing. */
const sources: Readonly<Record<string, string>> = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  doctl: "https://docs.digitalocean.com/reference/doctl/how-to/install",
  gcloud: "https://cloud.google.com/sdk/docs/install",
  kubectl: "https://kubernetes.io/docs/tasks/tools",
};

/** A program that asks something, or hangs, is given up. Each has shorter limits of its own for the network. */
const longestSeconds = 120;

/** The programs that reach clusters and clouds. */
export interface Programs {
  /**
   * Runs a program to its end, whatever that is.
   *
   * @param kubeconfig file with the clusters that it may know. @default - none
   * @throws {TeardownFailure} when it is missing, takes too long, or the user interrupts
   */
  run(command: readonly string[], kubeconfig?: string): Promise<Outcome>;
}

/** Those on this machine, with the credentials of whoever started this one. */
export class LocalPrograms implements Programs {
  private readonly variables: NodeJS.ProcessEnv;

  /** @param interrupted ends the program that is running, so that it cannot write files after it is awaited */
  constructor(
    variables: NodeJS.ProcessEnv,
    private readonly interrupted: AbortSignal,
  ) {
    // the user's own clusters must be out of reach; and nothing may wait for somebody to turn a page
    this.variables = { ...variables, KUBECONFIG: undefined, AWS_PAGER: "", ...tokenOfTerraform(variables) };
  }

  run(command: readonly string[], kubeconfig?: string): Promise<Outcome> {
    const [program = "", ...args] = command;
    const env = kubeconfig === undefined ? this.variables : { ...this.variables, KUBECONFIG: kubeconfig };
    return new Promise((resolve, reject) => {
      if (this.interrupted.aborted) {
        reject(interruption());
        return;
      }
      // an input that is closed, or gcloud and aws would wait for an answer
      const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

      const giveUp = (why: TeardownFailure): void => {
        // it may have started others, which keep its output open, so that it would never be closed
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
        giveUp(new TeardownFailure(`\`${command.slice(0, 4).join(" ")}\` did not end within ${longestSeconds} s`));
      }, longestSeconds * 1000);
      const settle = (result: Outcome | TeardownFailure): void => {
        clearTimeout(timer);
        this.interrupted.removeEventListener("abort", onInterrupt);
        if (result instanceof TeardownFailure) reject(result);
        else resolve(result);
      };
      this.interrupted.addEventListener("abort", onInterrupt, { once: true });
      child.once("error", (error: NodeJS.ErrnoException) => {
        settle(missing(program, error));
      });
      child.once("close", (status) => {
        settle({ status, stdout, stderr });
      });
    });
  }
}

/**
 * Has doctl look into the account that Terraform will work in. It knows the second of the variables only, and takes it
 * in its default context; without them it uses its own login.
 *
 * @see https://registry.terraform.io/providers/digitalocean/digitalocean/latest/docs#argument-reference
 */
function tokenOfTerraform(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
  const token = names.map((name) => variables[name]).find((value = "") => value !== "");
  return token === undefined ? {} : { DIGITALOCEAN_ACCESS_TOKEN: token, DIGITALOCEAN_CONTEXT: "default" };
}

export const interruption = (): TeardownFailure =>
  new TeardownFailure("interrupted; what is gone is gone, and it is safe to run it again");

function missing(program: string, error: NodeJS.ErrnoException): TeardownFailure {
  if (error.code !== "ENOENT") return new TeardownFailure(`\`${program}\` cannot be run: ${error.message}`);
  const source = sources[program];
  return new TeardownFailure(
    `\`${program}\` is not on the PATH${source === undefined ? "" : `; ${source} tells how to get it`}`,
  );
}

/** What a program had to say when it failed, in one line: the last that it wrote, where all of them put the reason. */
export function reason({ status, stderr }: Outcome): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const last = lines.findLast((line) => line !== "") ?? `it ended with ${status ?? "a signal"} and said nothing`;
  // AWS tells what is forbidden in thousands of characters, for programs
  const text = last.replace(/^error: /i, "");
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
