// Bundles the programs into dist/, as the image has them: npm run build -w addressbook [-- FOLDER]
//
// They are the ones that package.json starts (`node dist/NAME.js`), so that there is one list. Each becomes a single file,
// which Node starts sooner than many; packages stay where they are. The same sources give the same bytes.
import { build } from "esbuild";
import { cpSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/** What the programs read at run time, beside themselves. */
const data = ["migrations", "database/bootstrap.sql"];

const source = import.meta.dirname;
const target = path.resolve(process.argv[2] ?? path.join(source, "dist"));

const { scripts } = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
const programs = Object.values(scripts).flatMap((script) => /^node dist\/([\w-]+)\.js$/.exec(script)?.[1] ?? []);

// what is no longer built must not stay
rmSync(target, { recursive: true, force: true });
await build({
  absWorkingDir: source,
  entryPoints: programs.map((program) => `./${program}.ts`),
  outdir: target,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "cjs",
  // stack traces name the lines of TypeScript; for that the sources themselves are not needed
  sourcemap: true,
  sourcesContent: false,
  logLevel: "error",
});
for (const part of data)
  cpSync(path.join(source, part), path.join(target, part), {
    recursive: true,
    filter: (file) => file.endsWith(".sql") || statSync(file).isDirectory(),
  });
