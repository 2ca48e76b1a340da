// Some packages are made of modules that jest cannot load. Each is bundled once for each of its versions.
const { buildSync, version } = require("esbuild");
const { existsSync, mkdirSync, readFileSync, renameSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");

/**
 * @param {string} name of the package
 * @param {string} contents what is needed of it: `export { A } from "package";`
 */
module.exports = (name, contents = `export * from ${JSON.stringify(name)};`) => {
  const folder = path.join(root, "node_modules/.cache/bundled-modules");
  const { version: own } = JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8"));
  const bundle = path.join(folder, `${name.replace("/", "+")}-${own}-esbuild-${version}.cjs`);
  if (!existsSync(bundle)) {
    mkdirSync(folder, { recursive: true });
    // several tests may do this at once
    const written = `${bundle}.${process.pid}`;
    buildSync({
      stdin: { contents, resolveDir: root },
      bundle: true,
      minifySyntax: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      outfile: written,
      logLevel: "error",
    });
    renameSync(written, bundle);
  }
  return require(bundle);
};
