// @kubernetes/client-node is made of modules that jest cannot load. It is bundled once for each version, without what
// nobody uses.
const { buildSync, version } = require("esbuild");
const { existsSync, mkdirSync, renameSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../../../..");
const client = require(path.join(root, "node_modules/@kubernetes/client-node/package.json"));
const folder = path.join(root, "node_modules/.cache/client-node");
const bundle = path.join(folder, `${client.version}-esbuild-${version}.cjs`);

if (!existsSync(bundle)) {
  mkdirSync(folder, { recursive: true });
  // several tests may do this at once
  const written = `${bundle}.${process.pid}`;
  buildSync({
    stdin: { contents: 'export { KubeConfig } from "@kubernetes/client-node";', resolveDir: root },
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

module.exports = require(bundle);
