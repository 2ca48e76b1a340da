import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describeProblem } from "../../../../environments/schema/problems";
import { githubProblems } from "../../../../pipelines/github/problems";
import type { GeneratedFile } from "../../../../pipelines/model/generated-file";

const folder = join(__dirname, "../fixtures");

/** Good workflows, small enough to be broken one line at a time. */
export const workflows: readonly GeneratedFile[] = readdirSync(folder)
  .sort()
  .map((name) => ({ path: `.github/workflows/${name}`, text: readFileSync(join(folder, name), "utf8") }));

/** All of them, with one text in one of them replaced by another. */
export function broken(name: string, from: string, to: string): GeneratedFile[] {
  const path = `.github/workflows/${name}.yml`;
  const original = workflows.find((file) => file.path === path);
  if (original?.text.includes(from) !== true) throw new Error(`${path} has no ${from}`);
  return workflows.map((file) => (file === original ? { path, text: file.text.replace(from, () => to) } : file));
}

/** What their commands may name. */
export const known = {
  npmScripts: ["test", "plan:check"],
  releaseCommands: ["canary", "promote", "rollback", "status", "test"],
  environments: ["shop"],
};

/** The problems when one text in one file is another, with the file where it is not that one. */
export const problemsIn = (name: string, from: string, to: string): string[] =>
  githubProblems(broken(name, from, to), known).flatMap(({ file, problems }) =>
    problems.map(
      (problem) => `${file === `.github/workflows/${name}.yml` ? "" : `${file}: `}${describeProblem(problem)}`,
    ),
  );
