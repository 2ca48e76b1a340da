import { spawnSync } from "node:child_process";

import type { Found } from "./python-program";
import { run } from "./run";
import { downloaded, findGoProgram, type GoProgram } from "./go-program";

/** What a scanner finds wrong with an object. */
export interface Finding {
  /** `kube-score/pod-networkpolicy` */
  readonly id: string;
  /** `Deployment.addressbook-stable` */
  readonly object: string;
}

/** A scanner of manifests that is one program and looks at one release at a time. */
export interface ManifestScanner {
  readonly name: string;
  readonly version: string;
  readonly find: () => Found;
  /** What it finds in a file with objects, all of its checks included. */
  readonly scan: (command: string, file: string) => Finding[];
}

const withRequirement =
  (module: string, version: string, ...replace: string[]): GoProgram["goMod"] =>
  (go) => {
    const [source = `${module}@v${version}`] = replace;
    const [name = "", tag = ""] = source.split("@v");
    const { goMod } = downloaded(go, name, tag);
    return [
      "module build",
      /^go .*$/m.exec(goMod)?.[0] ?? "",
      `require ${module} v${version}`,
      ...(replace.length > 0 ? [`replace ${module} => ${name} v${tag}`] : []),
      "",
    ].join("\n");
  };

const objectName = (kind: string, name: string): string => `${kind}.${name}`;

interface LintReport {
  readonly Reports:
    readonly { Check: string; Object: { K8sObject: { Name: string; GroupVersionKind: { Kind: string } } } }[] | null;
}

interface ScoredObject {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

type Results = Readonly<Record<string, { readonly Success: boolean }>> | null | undefined;
interface Audit {
  readonly Results: readonly {
    readonly Kind: string;
    readonly Name: string;
    readonly Results: Results;
    readonly PodResult?: {
      readonly Results: Results;
      readonly ContainerResults?: readonly { readonly Results: Results }[];
    } | null;
  }[];
}

/** kube-score's own verdict "OK". */
const bestGrade = 10;

export const manifestScanners: readonly ManifestScanner[] = [
  {
    name: "kube-linter",
    version: "0.8.3",
    find: () =>
      findGoProgram({
        name: "kube-linter",
        version: "0.8.3",
        package: "golang.stackrox.io/kube-linter/cmd/kube-linter",
        // the same module by the name of its repository: not every proxy knows the other one
        goMod: withRequirement("golang.stackrox.io/kube-linter", "0.8.3", "github.com/stackrox/kube-linter@v0.8.3"),
      }),
    scan: (command, file) =>
      (
        (
          read(
            command,
            "lint",
            "--add-all-built-in",
            "--exclude=schema-validation",
            "--format=json",
            file,
          ) as LintReport
        ).Reports ?? []
      ).map(({ Check, Object: { K8sObject: object } }) => ({
        id: `kube-linter/${Check}`,
        object: objectName(object.GroupVersionKind.Kind, object.Name),
      })),
  },
  {
    name: "kube-score",
    version: "1.20.0",
    find: () =>
      findGoProgram({
        name: "kube-score",
        version: "1.20.0",
        package: "github.com/zegl/kube-score/cmd/kube-score",
        goMod: withRequirement("github.com/zegl/kube-score", "1.20.0"),
      }),
    scan: (command, file) =>
      (read(command, "score", "--all-default-optional", "--output-format=json", file) as ScoredObject[]).flatMap(
        ({ object_name: name, checks }) =>
          checks
            .filter(({ grade, skipped }) => !skipped && grade < bestGrade)
            .map(({ check }) => ({
              id: `kube-score/${check.id}`,
              object: objectName(name.split("/")[0] ?? "", name.split("/").at(-1) ?? ""),
            })),
      ),
  },
  {
    name: "polaris",
    version: "10.2.2",
    // its tags are no versions for Go
    find: () => onPath("polaris", ["version"], "10.2.2"),
    scan: (command, file) =>
      (read(command, "audit", "--format=json", "--audit-path", file) as Audit).Results.flatMap(
        ({ Kind, Name, Results, PodResult }) =>
          [Results, PodResult?.Results, ...(PodResult?.ContainerResults ?? []).map((container) => container.Results)]
            .flatMap((results) => Object.entries(results ?? {}))
            .filter(([, { Success }]) => !Success)
            .map(([id]) => ({ id: `polaris/${id}`, object: objectName(Kind, Name) })),
      ),
  },
];

/** Scanners end with an error when they find something; what they print is JSON all the same. */
function read(command: string, ...args: readonly string[]): unknown {
  const { stdout, stderr } = run(command, args);
  if (!/^\s*[[{]/.test(stdout))
    throw new Error(`${command} ${args[0] ?? ""} did not report anything: ${stdout}${stderr}`);
  return JSON.parse(stdout) as unknown;
}

function onPath(command: string, args: readonly string[], version: string): Found {
  const { error, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (error !== undefined) return { missing: `${command} ${version} is not on the PATH` };
  return stdout.includes(version)
    ? { command }
    : { missing: `${command} on the PATH is ${stdout.trim()}, not ${version}` };
}
