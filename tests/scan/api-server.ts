import type { Settings } from "../support/terraform-json";
import type { Found } from "./python-program";
import { run } from "./run";
import { downloaded, findGoProgram, type Go } from "./go-program";

/** Patches of the minor versions that the clouds offer (environments/schema/catalogue/versions.ts). */
export const kubernetesVersions = { "1.34": "1.34.4", "1.35": "1.35.4", "1.36": "1.36.3" } as const;
export type KubernetesVersion = keyof typeof kubernetesVersions;

/** What an API server says of one object. */
export interface Verdict {
  /** Why it refuses to store it; empty when it does not. */
  readonly refused: readonly string[];
  /** Checks of the Pod Security Standard `restricted` that its pods fail. */
  readonly podSecurity: readonly string[];
}

/** The API server's own code without a server around it, built once for each version. */
export function findApiServer(version: KubernetesVersion): Found {
  const patch = kubernetesVersions[version];
  return findGoProgram({
    name: "api-server",
    version: patch,
    package: ".",
    source: "tests/scan/api-server/main.go",
    goMod: (go) => moduleOf(go, patch),
  });
}

/** Kubernetes replaces its own libraries by folders of its repository; outside of it they are modules of their own. */
function moduleOf(go: Go, patch: string): string {
  const { goMod } = downloaded(go, "k8s.io/kubernetes", patch);
  const libraries = [...goMod.matchAll(/^\s*(k8s\.io\/[\w-]+) => \.\/staging\//gm)].map(([, name = ""]) => name);
  return [
    "module api-server",
    /^go .*$/m.exec(goMod)?.[0] ?? "",
    `require k8s.io/kubernetes v${patch}`,
    ...libraries.map((name) => `replace ${name} => ${name} v${patch.replace(/^1/, "0")}`),
    "",
  ].join("\n");
}

/** What the API server says of each of some objects. */
export function judge(command: string, objects: readonly Settings[]): Verdict[] {
  const input = objects.map((object) => `${JSON.stringify(object)}\n`).join("");
  const { status, stdout, stderr } = run(command, ["judge"], { input });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Verdict);
}
