import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The commands by which a document releases for the first time, as somebody would type them. */
export function commandsOf(document: string): string {
  const [, chapter = ""] = /\n## The first release\n([^]*?)(?:\n## |$)/.exec(readFileSync(document, "utf8")) ?? [];
  return [...chapter.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block ?? "").join("\n");
}

/** What programs do when they are played, whatever the cloud; each first writes down its name and its arguments. */
const everywhere: Readonly<Record<string, string>> = {
  terraform: 'for name; do :; done; cat "$PLAYED/outputs/$name"',
  kubectl: 'case "$*" in *=/dev/stdin*) cat >> "$PLAYED/stdin" ;; esac',
  npx: 'printf "%s %s\\n" "${ENVIRONMENT-}" "${IMAGE-}" >> "$PLAYED/synthesized"',
};

/** A first release in which all programs are played. */
export class PlayedRelease {
  /** `bin`, `outputs`, and what the programs write: `calls`, `stdin` of kubectl, `synthesized`. */
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  /** @param programs those of the cloud, as lines for a shell; `$PLAYED` is the folder */
  constructor(
    private readonly commands: string,
    outputs: Readonly<Record<string, string>>,
    programs: Readonly<Record<string, string>>,
  ) {
    for (const name of ["bin", "outputs"]) mkdirSync(join(this.folder, name));
    for (const [name, value] of Object.entries(outputs)) writeFileSync(join(this.folder, "outputs", name), value);
    for (const [name, script] of Object.entries({ ...everywhere, ...programs })) {
      const file = join(this.folder, "bin", name);
      // written at once, because both ends of a pipe do it at the same time
      const record = `call=$(printf '%s\\037' ${name} "$@"); printf '%s\\n' "$call" >> "$PLAYED/calls"`;
      writeFileSync(file, `#!/bin/sh\n${record}\n${script}\n`);
      chmodSync(file, 0o755);
    }
  }

  read(name: string): string {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** Types the commands in the root of the project, and gives the calls of programs; how outputs are read is left out. */
  type(): { status: number | null; calls: readonly (readonly string[])[] } {
    const path = [join(this.folder, "bin"), dirname(process.execPath), process.env["PATH"] ?? ""].join(":");
    const { status } = spawnSync("bash", ["-c", this.commands], {
      env: { PATH: path, PLAYED: this.folder },
    });
    const calls = this.read("calls")
      .split("\u001f\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\u001f"));
    return { status, calls: calls.filter(([program]) => program !== "terraform") };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
