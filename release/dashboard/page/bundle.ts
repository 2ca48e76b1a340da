import { createRequire } from "node:module";
import { resolve } from "node:path";

import type * as Esbuild from "esbuild";

/** What the page is made of besides its HTML. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

/** The page's script and style, each in one piece: nothing is fetched from anywhere. */
export const bundlePage = async (): Promise<PageBundle> => bundleOf(await esbuild().build(options()));

/** The same, for those who cannot wait. */
export const bundlePageNow = (): PageBundle => bundleOf(esbuild().buildSync(options()));

// only the dashboard needs it, and a script of node:vm, which releases are, cannot use `import()`
const esbuild = (): typeof Esbuild => createRequire(resolve("package.json"))("esbuild") as typeof Esbuild;

const options = (): Esbuild.BuildOptions & { write: false } => ({
  entryPoints: [resolve("release/dashboard/page/main.tsx")],
  bundle: true,
  write: false,
  outdir: "page",
  minify: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  legalComments: "none",
  logLevel: "error",
});

function bundleOf({ outputFiles }: { readonly outputFiles: readonly Esbuild.OutputFile[] }): PageBundle {
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? "";
  return { script: text(".js"), style: text(".css") };
}
