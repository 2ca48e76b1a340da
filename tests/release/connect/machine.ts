import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { InputSources } from "../../../release/connect/find-outputs";
import type { LocalPrograms } from "../../../programs/local-programs";
import { localPrograms } from "../../../release/connect/programs";

/** A call of a program, as the program saw it. */
export interface Call {
  readonly command: string;
  /** All variables, a line for each. */
  readonly variables: string;
}

/** A machine with stubs in the place of programs, and no others, and the folder of a project. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private readonly interrupted = new AbortController();

  /** @param scripts what each program does, in the language of the shell */
  constructor(scripts: Readonly<Record<string, string>> = {}) {
    for (const [name, script] of Object.entries(scripts)) this.install(name, script);
  }

  install(name: string, script: string): void {
    const file = join(this.folder, "bin", name);
    mkdirSync(join(this.folder, "bin"), { recursive: true });
    const record = `{ printf '%s\\037' "${name}" "$@"; printf '\\036'; /usr/bin/env; printf '\\035'; } >> '${this.folder}/calls'`;
    writeFileSync(file, `#!/bin/sh\n${record}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Writes a file of the project. @returns its path within the folder */
  write(path: string, text: string): string {
    mkdirSync(join(this.folder, path, ".."), { recursive: true });
    writeFileSync(join(this.folder, path), text);
    return path;
  }

  programs(variables: NodeJS.ProcessEnv = {}): LocalPrograms {
    return localPrograms({ ...variables, PATH: join(this.folder, "bin") }, this.interrupted.signal);
  }

  interrupt(): void {
    this.interrupted.abort();
  }

  /** Where inputs are looked for. */
  sources(variables: Readonly<Record<string, string>> = {}, standardInput = ""): InputSources {
    return {
      programs: this.programs(variables),
      variables,
      standardInput: () => Promise.resolve(standardInput),
      folder: this.folder,
    };
  }

  get calls(): Call[] {
    const file = join(this.folder, "calls");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .split("\u001d")
      .filter((call) => call !== "")
      .map((call) => {
        const [words = "", variables = ""] = call.split("\u001e");
        return { command: words.split("\u001f").slice(0, -1).join(" "), variables };
      });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
