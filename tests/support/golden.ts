import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Environment } from "../../environments/schema/environment";
import { isCloud, shippedEnvironments } from "./environments";
import { manifests } from "./manifests";
import { terraformJson } from "./terraform-json";

/** What the environments that the project ships become, as it was last looked at and found right. */
export const goldenFolder = "tests/golden";

/** Text by path within the folder: `aws-demo/cdk.tf.json`, `aws-demo/0000-addressbook.k8s.yaml`. */
export type Files = Readonly<Record<string, string>>;

/** What should be in the folder, made anew. */
export async function synthesizedFiles(): Promise<Files> {
  return Object.fromEntries((await shippedEnvironments()).flatMap((environment) => filesOf(environment)));
}

function filesOf(environment: Environment): [string, string][] {
  const written = Object.entries(manifests(environment).written);
  if (isCloud(environment)) written.push(["cdk.tf.json", reviewable(terraformJson(environment).json)]);
  return written.map(([name, text]) => [`${environment.name}/${name}`, text]);
}

/** What is in the folder. */
export function storedFiles(): Files {
  if (!existsSync(goldenFolder)) return {};
  const names = readdirSync(goldenFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(goldenFolder.length + 1)
        .replaceAll("\\", "/"),
    );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(goldenFolder, name), "utf8")]));
}

/** Makes the folder hold these files and no others. */
export function storeFiles(files: Files): void {
  rmSync(goldenFolder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(goldenFolder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** JSON without CDKTF's own notes, with its keys sorted, so that a difference is a difference for Terraform. */
function reviewable(json: unknown): string {
  return `${JSON.stringify(sorted(json), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
