import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { GeneratedFile } from "../../../../pipelines/model/generated-file";

/** Pipelines of a small project, in files of their own. */
const folder = (name: string): GeneratedFile[] =>
  readdirSync(join(__dirname, "../fixtures", name))
    .sort()
    .map((file) => ({
      path: `.semaphore/${file}`,
      text: readFileSync(join(__dirname, "../fixtures", name, file), "utf8"),
    }));

/** What the book has, and what is wrong with it. */
export const book: readonly GeneratedFile[] = folder("book");

/** The same story as it should be. */
export const shop: readonly GeneratedFile[] = folder("shop");

/** What commands of the shop may name. */
export const known = {
  npmScripts: ["lint", "test"],
  releaseCommands: ["canary", "promote", "rollback", "status"],
  environments: ["shop", "other"],
  secrets: ["shop-key", "shop-login", "registry"],
};

/** The shop with another text in one of its files. */
export function changed(name: string, from: string, to: string): GeneratedFile[] {
  const path = `.semaphore/${name}.yml`;
  const before = shop.find((file) => file.path === path)?.text.split(from);
  if (before?.length !== 2) throw new Error(`${path} must have just once: ${from}`);
  return shop.map((file) => (file.path === path ? { path, text: before.join(to) } : file));
}
