import {
  accessSync,
  appendFileSync,
  constants,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { type Problem, ValidationError } from "../../environments/schema/problems";

/** Where a report goes. */
export interface ReportFile {
  /** `.xml` is JUnit, `.html` a page, everything else Markdown. */
  readonly file: string;
  /** Others write into it, too: the report is put behind what there is. @default false */
  readonly isShared?: boolean;
}

/** Writes a report as a whole, or nothing of it. @throws what the file system says */
export function writeReport({ file, isShared = false }: ReportFile, text: string): void {
  if (isShared || !isReplaceable(file)) {
    appendFileSync(file, isShared ? `\n${text}` : text);
    return;
  }
  const folder = dirname(file);
  makeFolder(folder);
  const temporary = join(folder, `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Looks whether reports can be written, and makes their folders, as long as nothing else has been done.
 *
 * @param files in an order that the user knows
 * @throws {ValidationError} with all that cannot be
 */
export function checkReports(files: readonly string[]): void {
  const problems = files.flatMap((file): Problem[] => {
    const why = whyNotWritable(file);
    return why === undefined
      ? []
      : [{ path: "--report", rule: `must be a file that can be written: ${why}`, got: file }];
  });
  if (problems.length > 0) throw new ValidationError([{ file: "the command line", problems }]);
}

function whyNotWritable(file: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return "it is a folder";
    if (there !== undefined) accessSync(file, constants.W_OK);
    if (!isReplaceable(file)) return undefined;
    makeFolder(dirname(file));
    accessSync(dirname(file), constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One after the other: in folders that are none of a disk, such as /proc, Node.js 20 tries it at once for ever. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // somebody else may have made it in the same moment
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** A device, a named pipe or a link (`/dev/stderr`) is to be written to: in its place there must not be a file. */
function isReplaceable(file: string): boolean {
  const there = lstatSync(file, { throwIfNoEntry: false });
  return there === undefined || there.isFile() || there.isDirectory();
}
