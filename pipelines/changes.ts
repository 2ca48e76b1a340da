import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Problem, ValidationError } from "../environments/schema/problems";
import { type GeneratedFile, generatedLine } from "./model/generated-file";

/** What writing the files would do to one of them. */
export interface FileChange {
  readonly path: string;
  readonly change: "create" | "update" | "delete" | "none";
}

/** Where systems of continuous integration look for their definitions. */
const folders = [".semaphore", ".github/workflows"];

/**
 * What is different in a checkout. Files that were generated once and are not any more are deleted; others in the same
 * folders are left alone.
 *
 * @throws {ValidationError} when a file of the user's own is where one is to be written
 */
export function changesIn(root: string, files: readonly GeneratedFile[]): FileChange[] {
  const foreign = files.filter(({ path }) => existsSync(join(root, path)) && !isGenerated(root, path));
  if (foreign.length > 0)
    throw new ValidationError(
      foreign.map(({ path }) => ({ file: path, problems: [{ path: "", rule: foreignRule, fix: foreignFix }] })),
    );
  const abandoned = folders
    .flatMap((folder) => listed(root, folder))
    .filter((path) => !files.some((file) => file.path === path) && isGenerated(root, path));
  return [
    ...files.map(({ path, text }): FileChange => ({ path, change: changeOf(read(root, path), text) })),
    ...abandoned.map((path): FileChange => ({ path, change: "delete" })),
  ];
}

const foreignRule = "must not be written by hand: pipelines are generated in its place";
const foreignFix = "move it to another name";

/** Brings a checkout up to date. */
export function write(root: string, files: readonly GeneratedFile[], changes: readonly FileChange[]): void {
  for (const { path, change } of changes) {
    if (change === "delete") rmSync(join(root, path));
    const file = files.find((each) => each.path === path);
    if (file === undefined || change === "none") continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), file.text);
  }
}

/** @returns what is to be said of files that are not what they would be generated as */
export const outdated = (changes: readonly FileChange[]): { file: string; problems: Problem[] }[] =>
  changes
    .filter(({ change }) => change !== "none")
    .map(({ path, change }) => ({
      file: path,
      problems: [
        { path: "", rule: outdatedRules[change], fix: "run `npm run synth:pipelines`, and commit what it writes" },
      ],
    }));

const outdatedRules = {
  create: "is missing",
  update: "is not what is generated",
  delete: "is not generated any more",
  none: "",
} as const;

const changeOf = (before: string | undefined, after: string): FileChange["change"] =>
  before === undefined ? "create" : before === after ? "none" : "update";

const read = (root: string, path: string): string | undefined =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;

const isGenerated = (root: string, path: string): boolean =>
  read(root, path)?.startsWith(`${generatedLine}\n`) ?? false;

const listed = (root: string, folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
        .map(({ name }) => `${folder}/${name}`)
        .sort()
    : [];
