/**
 * The same stacks in the way of the official TypeScript template of CDKTF: resources are imported from the roots of
 * the provider packages, and ts-node checks the types before it runs the program, every time.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";

import { type Command, node } from "./measure";
import { temporaryFolder } from "./temporary";

export interface TemplateWay {
  /** Which program checks and runs. */
  readonly runner: string;
  readonly synth: (outdir: string) => Command;
}

/** The options of the template; the version of the language and the default imports are those of this project. */
const compilerOptions = {
  alwaysStrict: true,
  experimentalDecorators: true,
  inlineSourceMap: true,
  inlineSources: true,
  lib: ["es2023"],
  target: "es2022",
  module: "CommonJS",
  esModuleInterop: true,
  noEmitOnError: true,
  noFallthroughCasesInSwitch: true,
  noImplicitAny: true,
  noImplicitReturns: true,
  noImplicitThis: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  strict: true,
  stripInternal: true,
  skipLibCheck: true,
  types: ["node"],
};

/** Copies the sources to a temporary folder and rewrites their imports. */
export function templateWay(): TemplateWay {
  const folder = temporaryFolder();
  for (const sources of ["environments", "constructs", "stacks"]) {
    cpSync(sources, join(folder, sources), { recursive: true });
  }
  mkdirSync(join(folder, "addressbook"));
  cpSync("addressbook/package.json", join(folder, "addressbook/package.json"));
  // a link, because TypeScript takes files inside of node_modules for those of packages and does not check them
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/**/*.ts"] }));

  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.startsWith("node_modules")) continue;
    const path = join(folder, file);
    writeFileSync(path, withRootImports(readFileSync(path, "utf8")));
  }

  const tsNode = resolveTsNode();
  const runner = tsNode ?? resolve("tests/bench/type-checking-runner.cjs");
  return {
    runner: tsNode === undefined ? "type check + transpile + run, what ts-node does" : "ts-node with type check",
    synth: (outdir) =>
      // the default limit of the heap does not hold the packages' types on every machine
      node(["--max-old-space-size=8192", runner, "stacks/main.ts"], { cwd: folder, env: { CDKTF_OUTDIR: outdir } }),
  };
}

const deepImport = /^import (?:type )?\{([^}]*)\} from "(@cdktf\/provider-\w+)\/lib\/([\w-]+)";$/gm;

/**
 * `import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster"` becomes `import { eksCluster } from
 * "@cdktf/provider-aws"`, and each name an alias of what is in that namespace.
 */
function withRootImports(source: string): string {
  const rewritten = source.replaceAll(deepImport, (_, names: string, provider: string, file: string) => {
    const namespace = namespaces(provider).get(file);
    if (namespace === undefined) throw new Error(`${provider} has no namespace for lib/${file}`);
    const aliases = names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => name.split(" as "))
      .map(([name = "", local = name]) => `import ${local} = ${namespace}Namespace.${name};`);
    return [`import { ${namespace} as ${namespace}Namespace } from "${provider}";`, ...aliases].join("\n");
  });
  if (/@cdktf\/provider-\w+\//.test(rewritten))
    throw new Error("an import could not be rewritten to the package's root");
  return rewritten;
}

const known = new Map<string, Map<string, string>>();

/** The namespaces that a provider's root exports, by the folder that they come from. */
function namespaces(provider: string): Map<string, string> {
  const index = readFileSync(join("node_modules", provider, "lib/index.d.ts"), "utf8");
  const found =
    known.get(provider) ??
    new Map(
      [...index.matchAll(/^export \* as (\w+) from '\.\/([\w-]+)';$/gm)].map(([, name = "", file = ""]) => [
        file,
        name,
      ]),
    );
  known.set(provider, found);
  return found;
}

/** ts-node is no dependency of this project: it is used when NODE_PATH or TS_NODE_PATH names a folder that has it. */
function resolveTsNode(): string | undefined {
  const folders = [process.env["TS_NODE_PATH"], process.env["NODE_PATH"]].flatMap(
    (list) => list?.split(delimiter) ?? [],
  );
  for (const folder of ["node_modules", ...folders.filter((name) => name !== "")]) {
    try {
      return createRequire(join(resolve(folder), "_")).resolve(join(resolve(folder), "ts-node/dist/bin.js"));
    } catch {
      // not there
    }
  }
  return undefined;
}
