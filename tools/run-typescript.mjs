// Bundles a TypeScript program and runs it in this process: node tools/run-typescript.mjs FILE [ARGUMENT ...]
//
// Nothing is written, so there is no build folder to go stale, and several may run at once. Types are not checked
// here; they are a gate of their own (npm run typecheck).
import { buildSync } from "esbuild";
import module, { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

const [, , entry, ...args] = process.argv;

// Node 22 and later keep the compiled code of the packages
module.enableCompileCache?.(path.resolve("node_modules/.cache/v8"));

const {
  outputFiles: [bundle],
} = buildSync({
  entryPoints: [entry],
  bundle: true,
  write: false,
  packages: "external",
  // it can be imported, and not required
  alias: { "@actions/expressions": path.resolve("node_modules/@actions/expressions/dist/index.js") },
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "error",
});

const filename = path.resolve(entry);
process.argv = [process.execPath, filename, ...args];
const program = new vm.Script(`(function (require, __dirname) {${bundle.text}\n})`, {
  filename: `${filename} (bundled)`,
});
program.runInThisContext()(createRequire(filename), path.dirname(filename));
