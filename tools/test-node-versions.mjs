// Runs the tests and both CLIs under every supported version of Node: npm run test:nodes [VERSION ...]
// Binaries come from npm (packages node-<platform>-<architecture>) and are kept in node_modules/.cache.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const steps = {
  "npm test": ["node_modules/jest/bin/jest.js"],
  "cdktf synth": ["node_modules/cdktf-cli/bundle/bin/cdktf", "synth"],
  "cdk8s synth": ["node_modules/cdk8s-cli/bin/cdk8s", "synth"],
};

/** Path of a Node of that major version, installed when it is not there. */
function nodeBinary(version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.resolve("node_modules/.cache", `node-${version}`);
  const binary = path.join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(binary)) {
    const npm = spawnSync("npm", [
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      `${name}@${version}`,
    ]);
    if (npm.status !== 0) throw new Error(`cannot install ${name}@${version}: ${npm.stderr}`);
  }
  return binary;
}

let failed = false;
for (const version of versions) {
  const node = nodeBinary(version);
  // children of the CLIs must find the same Node
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    CI: "1",
    CHECKPOINT_DISABLE: "1",
    CDK8S_CHECK_UPGRADE: "false",
  };
  for (const [name, args] of Object.entries(steps)) {
    const started = Date.now();
    const { status, stdout, stderr } = spawnSync(node, args, { env, encoding: "utf8" });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `node ${version.padEnd(3)} ${name.padEnd(12)} ${status === 0 ? "passed" : "FAILED"} ${seconds} s\n`,
    );
    if (status !== 0) {
      failed = true;
      process.stdout.write(`${stdout}\n${stderr}\n`);
    }
  }
}
process.exitCode = failed ? 1 : 0;
