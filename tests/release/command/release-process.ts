import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

import type { TestCluster } from "../../cluster/test-cluster";

/** How a process ended. */
export interface Ended {
  /** @default - a signal ended it */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** Variables besides PATH. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default - the project's */
  readonly folder?: string;
  /** Folder whose tools/release.mjs is run. @default - the project's */
  readonly checkout?: string;
  /** Nobody reads its standard output. @default false */
  readonly isDeaf?: boolean;
}

/** A process that runs `release`. */
export interface Started {
  readonly end: Promise<Ended>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Resolves when it has written something. */
  readonly says: (words: RegExp) => Promise<void>;
}

/** A process that hangs is a failure by itself. */
const longestMillis = 60_000;

/** Starts `release` in a process of its own, as a user does, with nothing of this one's environment. */
export function start(args: readonly string[], options: StartOptions = {}): Started {
  const { variables = {}, checkout = resolve("."), folder = checkout, isDeaf = false } = options;
  const child = spawn(process.execPath, [join(checkout, "tools/release.mjs"), ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: longestMillis,
    killSignal: "SIGKILL",
  });
  let seen = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (part: Buffer) => {
    seen += part.toString();
    for (const listener of listeners) listener();
  });
  if (isDeaf) child.stdout.destroy();
  const errors = text(child.stderr);
  const end = new Promise<Ended>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      errors.then((stderr) => {
        done({ code: code ?? undefined, stdout: seen, stderr });
      }, fail);
    });
  });
  const says = (words: RegExp): Promise<void> =>
    new Promise((found, fail) => {
      const look = (): void => {
        if (words.test(seen)) found();
      };
      listeners.add(look);
      look();
      void end.then(({ stdout, stderr }) => {
        fail(new Error(`it never said ${words.source}:\n${stdout}${stderr}`));
      });
    });
  return {
    end,
    says,
    signal: (name) => {
      child.kill(name);
    },
  };
}

export const run = (args: readonly string[], options?: StartOptions): Promise<Ended> => start(args, options).end;

/** A kubeconfig of a test cluster in a file. */
export class KubeconfigFile {
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  readonly path = join(this.folder, "kubeconfig");

  constructor(cluster: Pick<TestCluster, "kubeconfig">) {
    writeFileSync(this.path, cluster.kubeconfig(), { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What was asked of a cluster to be changed, as verbs and kinds. */
export const writesOf = ({ api }: TestCluster): string[] =>
  api.requests.filter(({ isWrite }) => isWrite).map(({ verb, kind, name }) => `${verb} ${kind}/${name}`);
