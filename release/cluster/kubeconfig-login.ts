import type { Agent } from "node:http";
import type { RequestOptions } from "node:https";

import { type ClusterChoice, type LoadedKubeconfig, loadKubeconfig, wrong } from "./kubeconfig";
import { Unreachable } from "./errors";
import type { Credentials, Login } from "./login";

/** A program that hands out credentials and asks something, or hangs, is given up. */
const longestSeconds = 60;

/** Logs in as a kubeconfig says: by token, certificates, a program that hands them out, or the account of the pod. */
export class KubeconfigLogin implements Login {
  readonly name: string;
  /** What was read first, and is not read again for the first login. */
  private loaded: LoadedKubeconfig | undefined;
  private current: Promise<Credentials> | undefined;
  private identity = "";
  private readonly agents = new Set<Agent>();

  /** @throws {ValidationError} when the file does not say who is to log in where */
  constructor(
    private readonly choice: ClusterChoice,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    this.loaded = loadKubeconfig(choice, variables);
    this.name = `user "${this.loaded.config.getCurrentUser()?.name ?? ""}" of ${this.loaded.file}`;
  }

  credentials(): Promise<Credentials> {
    this.current ??= this.read().catch((error: unknown) => {
      // the next one tries again
      this.current = undefined;
      throw error;
    });
    return this.current;
  }

  async renew(refused: Credentials): Promise<void> {
    const { current } = this;
    if (current !== undefined && (await current) !== refused) return;
    // several requests are refused at the same time, and one of them renews it for all
    if (this.current === current) this.current = undefined;
    await this.credentials();
  }

  close(): void {
    for (const agent of this.agents) agent.destroy();
  }

  private async read(): Promise<Credentials> {
    // files are read anew, and programs run anew: that is what makes it fresh
    const { config, file } = this.loaded ?? loadKubeconfig(this.choice, this.variables);
    this.loaded = undefined;
    const options: RequestOptions = {};
    await limited(config.applyToHTTPSOptions(options)).catch((error: unknown) => {
      throw explained(error, config.getCurrentUser()?.exec as Plugin, file);
    });
    const { ca, cert, key, servername, rejectUnauthorized, headers, auth } = options;
    const server = new URL(config.getCurrentCluster()?.server ?? "");
    const identity = [server, ca, cert, key, servername, rejectUnauthorized].map(String).join("\n");
    const [known] = [...this.agents].slice(-1);
    const agent = known !== undefined && identity === this.identity ? known : kept(options.agent as Agent);
    this.identity = identity;
    this.agents.add(agent);
    return { server, agent, headers: textOf(headers), basic: auth ?? undefined };
  }
}

type Plugin = { readonly command?: string } | null | undefined;

/** The library makes agents that open a connection for each request. */
const kept = (agent: Agent): Agent => Object.assign(agent, { keepAlive: true });

const textOf = (headers: RequestOptions["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** By the time of this machine, which is what the program goes by. */
async function limited(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Unreachable(`it did not end within ${longestSeconds} s`, ""));
    }, longestSeconds * 1000);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** What came of a program that hands out credentials. What it wrote to its output may be one, and is not shown. */
function explained(error: unknown, plugin: Plugin, file: string): Error {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const command = plugin?.command;
  if (command === undefined) {
    if (path === undefined) return new Unreachable(`the login of ${file} cannot be used`, "login");
    return wrong(file, { path: "", rule: "names a file that cannot be read", got: path });
  }
  if (code === "ENOENT")
    return wrong(file, { path: "exec.command", rule: "is not on the PATH", got: command, fix: "install it" });
  const isUnreadable = error instanceof SyntaxError || error instanceof TypeError;
  const [line = "it said nothing"] = message
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "");
  const reason = isUnreadable ? "it printed something that is no credential" : masked(line);
  return new Unreachable(`\`${command}\`, which logs in to the cluster, failed: ${reason}`, "login");
}

/** Long words are more likely tokens than explanations. */
const masked = (line: string): string => line.replace(/[\w.~+/=-]{32,}/g, "…").slice(0, 300);
