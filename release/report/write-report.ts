import { appendFileSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

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
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A device, a named pipe or a link (`/dev/stderr`) is to be written to: in its place there must not be a file. */
function isReplaceable(file: string): boolean {
  const there = lstatSync(file, { throwIfNoEntry: false });
  return there === undefined || there.isFile() || there.isDirectory();
}
