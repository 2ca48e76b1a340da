// Bundles a TypeScript program and runs it in this process: node tools/run-typescript.mjs FILE [ARGUMENT ...]
// Types are not checked here; they are a gate of their own (npm run typecheck).
import { buildSync } from "esbuild";
import module, { createRequire } from "node:module";
import path from "node:path";

const [, , entry, ...args] = process.argv;
// inside node_modules, so that the bundle finds its packages and nothing needs cleaning up
const outfile = path.resolve("node_modules/.cache/addressbook-platform", `${entry.replaceAll(/[/\\]/g, "-")}.cjs`);

module.enableCompileCache?.(path.resolve("node_modules/.cache/v8"));
buildSync({
  entryPoints: [entry],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: "inline",
  sourcesContent: false,
  logLevel: "error",
});
process.argv = [process.execPath, path.resolve(entry), ...args];
createRequire(import.meta.url)(outfile);
