import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { PostgresError } from "./postgres-error";

/** A user and a group by their numbers, as `spawn` wants them. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

let nobody: Identity | undefined;

/** As whom to run a program that refuses to run as root: somebody without rights; nothing when we are not root. */
export function unprivileged(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) => Number(execFileSync("id", [option, "nobody"], { encoding: "utf8", cwd: "/" }));
  return (nobody ??= { uid: id("-u"), gid: id("-g") });
}

/** Whether whoever runs the program gets into a folder, which nobody does below `/root`. */
export const isReachable = (folder: string): boolean => unprivileged() === undefined || isOpen(resolve(folder));

const isOpen = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || isOpen(dirname(path)));

/**
 * Makes a folder where there is none. One that somebody else has put there might hold anything.
 *
 * @throws PostgresError
 */
export function ownFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  const { uid } = lstatSync(path);
  if (uid === process.getuid?.() || uid === unprivileged()?.uid) return path;
  throw new PostgresError(`${path} must belong to the user who runs this, got: another owner; remove it`);
}
