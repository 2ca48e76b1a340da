import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";

export interface ProgramRun {
  /** The text of each file that was written, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** All that was printed. */
  readonly printed: string;
  /** Where it ran: a folder of its own, with the project's folders linked into it. */
  readonly folder: string;
}

/** Runs a program of the project as `cdktf` and `cdk8s` do, with these variables of the environment and no others. */
export async function runProgram(program: string, variables: Readonly<Record<string, string>>): Promise<ProgramRun> {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    for (const name of readdirSync(".")) {
      if (!name.startsWith(".") && !["cdktf.out", "dist"].includes(name))
        symlinkSync(resolve(name), join(folder, name));
    }
    const outdir = join(folder, "out");
    mkdirSync(outdir);
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      // another spelling of the path, so that the bundle is not shared with whoever runs the program meanwhile
      ["tools/run-typescript.mjs", `tests/../${program}`],
      {
        cwd: folder,
        // without a PATH: neither Terraform nor kubectl may be needed
        env: { CDKTF_OUTDIR: outdir, CDK8S_OUTDIR: outdir, ...variables },
      },
    );
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(outdir, path), readFileSync(path, "utf8")] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { files: Object.fromEntries(files), printed: stdout + stderr, folder };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
