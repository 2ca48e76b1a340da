#!/usr/bin/env node
// The command `npx release`: bundles release/main.ts with all that it uses, keeps the bundle, and runs it in this process.
//
// To load the packages one by one takes most of a second, of which a release has not much more; so the bundle is made
// once, and anew when one of the files that went into it is another one. Types are not checked here.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const entry = path.join(root, "release/main.ts");
const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

// two checkouts may have the same packages, and two machines the same folder
const platform = `${process.version}-${process.platform}-${process.arch}`;
const cache = path.join(root, "node_modules/.cache/release", platform, hash(root));

/** The environments are not named by any file, so that one more changes none. */
const environments = () => readdirSync(path.join(root, "environments")).join();

/** What changes when a file is another one, also when it was copied with its old time. */
function stampOf(file) {
  const stats = statSync(path.join(root, file), { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
}

const isFresh = ({ stamps, names }) =>
  names === environments() && Object.entries(stamps).every(([file, stamp]) => stampOf(file) === stamp);

function readKept() {
  try {
    const kept = JSON.parse(readFileSync(path.join(cache, "bundle.json"), "utf8"));
    if (!isFresh(kept)) return undefined;
    const code = readFileSync(path.join(cache, `${kept.name}.cjs`), "utf8");
    if (code.length !== kept.length) return undefined;
    return { code, compiled: readFileSync(path.join(cache, `${kept.name}.v8`)), name: kept.name };
  } catch {
    // there is none yet, it is half written, or of another version of this file
    return undefined;
  }
}

async function bundle() {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // what is not code, or is loaded only by those who need it
    external: ["esbuild"],
    // node-fetch 2 asks it for URL where Node.js has none; it needs the module punycode, of which Node.js 22 warns
    alias: { "whatwg-url": "node:url" },
    // leaves out what is never used, and comments
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    // Node.js prints the line that an error comes from
    lineLimit: 160,
    legalComments: "none",
  });
  const code = outputFiles[0].text;
  const files = new Set(["tools/release.mjs", ...Object.keys(metafile.inputs).map(stamped)]);
  const stamps = Object.fromEntries([...files].map((file) => [file, stampOf(file)]));
  return { code, stamps, name: hash(code) };
}

/** Of a package its package.json stands for all of its files: they are thousands, and are installed together. */
const stamped = (file) => file.replace(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*$/, "$1/package.json");

/** Several releases may start at once: each file is complete when it has its name. */
function write(name, content) {
  const file = path.join(cache, `${name}.${process.pid}`);
  writeFileSync(file, content);
  renameSync(file, path.join(cache, name));
}

function keep({ code, name, stamps }, script) {
  try {
    mkdirSync(cache, { recursive: true });
    write(`${name}.cjs`, code);
    write(`${name}.v8`, script.createCachedData());
    write("bundle.json", JSON.stringify({ name, length: code.length, stamps, names: environments() }));
    for (const file of readdirSync(cache))
      if (!file.startsWith(name) && file !== "bundle.json") rmSync(path.join(cache, file), { force: true });
  } catch {
    // a folder that cannot be written to makes it slower, and nothing else
  }
}

/** Tells why there is no bundle. @returns the exit code */
function explain(error) {
  if (error.code === "ERR_MODULE_NOT_FOUND") {
    process.stderr.write(`the packages are not installed: run \`npm ci\` in ${root}\n`);
    return 2;
  }
  // esbuild has shown what is wrong in which line
  if (error.errors !== undefined) {
    process.stderr.write("a file cannot be read; when it is a package that is not found, run `npm ci`\n");
    return 2;
  }
  process.stderr.write(`${error.stack}\n`);
  return 1;
}

async function main() {
  const kept = readKept();
  const made = kept ?? (await bundle());
  const script = new vm.Script(`(function (require, __dirname) {${made.code}\n})`, {
    filename: path.join(root, "release/main.ts (bundled)"),
    cachedData: kept?.compiled,
  });
  process.argv[1] = entry;
  script.runInThisContext()(createRequire(entry), path.dirname(entry));
  if (kept === undefined) keep(made, script);
  // what is loaded only later, and compiled by then, is ready for the next one
  if (kept === undefined) process.once("exit", () => keep(made, script));
}

await main().catch((error) => {
  process.exitCode = explain(error);
});
