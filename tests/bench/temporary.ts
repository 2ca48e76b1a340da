import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let root: string | undefined;
let folders = 0;

/** A new, empty folder outside of the checkout. All of them go when the program ends, however it ends. */
export function temporaryFolder(): string {
  root ??= mkdtempSync(join(tmpdir(), "addressbook-platform-bench-"));
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  root = undefined;
}
