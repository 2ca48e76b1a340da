import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import type { Emulator, Fault, Leftovers, LoggedRequest, Waiting } from "../emulator";
import { emulatorFolder, findPython } from "./python";

/** What can take time; seconds. @default - everything is done at once */
export type Durations = Partial<Record<"cluster" | "node-group" | "add-on" | "instance", number>>;

export interface AwsWaiting extends Waiting {
  readonly creating?: Durations | undefined;
  readonly updating?: Durations | undefined;
  readonly deleting?: Durations | undefined;
}

/** Versions of add-ons that EKS knows, by version of Kubernetes and name of the add-on. */
export type AddOnVersions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface AwsEmulatorOptions extends AwsWaiting {
  /** @default 0 - any that is free */
  readonly port?: number | undefined;
  /** The account that everything belongs to. @default "111122223333" */
  readonly account?: string | undefined;
  /** @default - any version of an add-on is taken */
  readonly addOnVersions?: AddOnVersions | undefined;
}

/** A call of AWS. */
export interface AwsRequest extends LoggedRequest {
  readonly service: string;
  readonly region: string;
}

/** AWS on this machine, for as long as this process lives. It has no access to the real one. */
export class AwsEmulator implements Emulator {
  /** Resolved when it is no longer there, whoever ended it. */
  readonly ended: Promise<void>;

  private constructor(
    /** Where it answers: `http://127.0.0.1:45123`. */
    readonly address: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => {
      child.once("exit", () => {
        resolve();
      });
    });
  }

  /**
   * Installs what it needs the first time. Throws when there is no Python that could run it; ask `findPython` before
   * to skip a test.
   */
  static async start(options: AwsEmulatorOptions = {}): Promise<AwsEmulator> {
    const python = findPython();
    if ("missing" in python) throw new Error(`the emulator of AWS cannot run: ${python.missing}`);
    const args = [`--port=${options.port ?? 0}`, ...(options.account ? [`--account=${options.account}`] : [])];
    const child = spawn(python.command, ["-B", "-m", "aws_emulator", ...args], {
      env: { PATH: process.env["PATH"], PYTHONPATH: emulatorFolder },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const emulator = new AwsEmulator(await firstAddress(child), child);
    const { creating, updating, deleting, addOnVersions } = options;
    await emulator.setWaiting({ creating, updating, deleting });
    if (addOnVersions !== undefined) await emulator.setAddOnVersions(addOnVersions);
    return emulator;
  }

  /** What Terraform, CDKTF and the AWS CLI need, and what keeps them from any real account. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.address,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
      AWS_ACCESS_KEY_ID: "emulated",
      AWS_SECRET_ACCESS_KEY: "emulated",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      // what the emulator does not know would otherwise be tried for minutes
      AWS_MAX_ATTEMPTS: "2",
      NO_PROXY: "127.0.0.1",
    };
  }

  async orderFault(fault: Fault): Promise<void> {
    await this.control("POST", "faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.control("DELETE", "faults");
  }

  async setWaiting({ creating = {}, updating = {}, deleting = {} }: AwsWaiting): Promise<void> {
    await this.control("POST", "waiting", { creating, updating, deleting });
  }

  async setAddOnVersions(versions: AddOnVersions): Promise<void> {
    await this.control("POST", "add-on-versions", versions);
  }

  /** What DescribeCluster answers from now on: an address, and its certificate authority in Base64. */
  async setClusterEndpoint(to: { readonly endpoint: string; readonly certificateAuthority: string }): Promise<void> {
    await this.control("POST", "cluster-endpoint", to);
  }

  /** All requests so far, the oldest first. */
  async requests(): Promise<readonly AwsRequest[]> {
    return (await this.control("GET", "requests")) as AwsRequest[];
  }

  async clearRequests(): Promise<void> {
    await this.control("DELETE", "requests");
  }

  /** Requests that AWS's own models do not allow, that are not emulated, or that the emulator failed at. */
  async refused(): Promise<readonly AwsRequest[]> {
    return (await this.control("GET", "refused")) as AwsRequest[];
  }

  /** Everything that exists now and that AWS would bill, or that nobody would find again. */
  async leftovers(): Promise<Leftovers> {
    return (await this.control("GET", "leftovers")) as Leftovers;
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 5_000);
    this.child.stdin?.end();
    await this.ended;
    clearTimeout(timer);
  }

  private async control(method: string, route: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.address}/_emulator/${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${route}: ${(answer as { message: string }).message}`);
    return answer;
  }
}

/** The line that it prints when it is ready. */
function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("exit", (status) => {
      reject(new Error(`the emulator of AWS ended with ${String(status)}\n${stderr}`));
    });
    if (child.stdout === null) return;
    createInterface(child.stdout).once("line", (line) => {
      resolve((JSON.parse(line) as { address: string }).address);
    });
  });
}
