import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { buildSync } from "esbuild";

import type { Programs } from "../../../programs/local-programs";
import { alive, type CloudState } from "./cloud-state";
import { answer, type Call } from "./fake-programs";

/** Clusters and an account that stand in a file, and the programs that reach them. */
export class FakeCloud {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  /** For temporary files of the program under test. */
  readonly temporary = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private readonly file = join(this.folder, "cloud.json");

  constructor(state: CloudState) {
    writeFileSync(this.file, JSON.stringify(state));
    writeFileSync(`${this.file}.calls`, "");
  }

  /** The programs, played within this process. */
  get programs(): Programs {
    return {
      has: () => true,
      run: ([program = "", ...args], kubeconfig) => Promise.resolve(answer(this.file, program, args, kubeconfig)),
    };
  }

  /**
   * Puts the programs into a folder, for a process of its own.
   *
   * @returns the variables of a user who has clusters of their own
   */
  install(...programs: readonly string[]): Record<string, string> {
    const main = join(this.folder, "main.js");
    const entryPoints = [resolve("tests/teardown/fakes/fake-program-main.ts")];
    buildSync({ entryPoints, outfile: main, bundle: true, platform: "node", logLevel: "error" });
    for (const program of programs) {
      const path = join(this.folder, program);
      writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${main}' '${this.file}' ${program} "$@"\n`);
      chmodSync(path, 0o755);
    }
    return { PATH: this.folder, KUBECONFIG: "/home/somebody/.kube/config", TMPDIR: this.temporary };
  }

  get calls(): Call[] {
    const lines = readFileSync(`${this.file}.calls`, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Call);
  }

  /** The calls that change something, in short: `elbv2 delete-load-balancer`, `delete /api/v1/…`. */
  get changes(): string[] {
    return this.calls.flatMap(({ program, args }) => {
      const [service = "", operation = ""] = args;
      if (program === "aws") return /^(delete|revoke)-/.test(operation) ? `${service} ${operation}` : [];
      if (program === "doctl")
        return /\b(list|list-associated-resources|save)\b/.test(args.join(" ")) ? [] : args.join(" ");
      const path = args.find((argument) => argument.startsWith("--raw="))?.slice("--raw=".length) ?? "";
      return args.includes("delete") ? `delete ${path}` : [];
    });
  }

  /** Files that were left behind. */
  get left(): string[] {
    return readdirSync(this.temporary);
  }

  /** What is in the account, apart from what was deleted: one of its attributes. */
  remaining(kind: string, key: string): unknown[] {
    const { account } = JSON.parse(readFileSync(this.file, "utf8")) as CloudState;
    return alive(account[kind]).map((thing) => thing[key]);
  }

  dispose(): void {
    for (const folder of [this.folder, this.temporary]) rmSync(folder, { recursive: true, force: true });
  }
}
