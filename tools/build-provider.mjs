// Builds the pinned provider of DigitalOcean once, for the tests that apply with it: node tools/build-provider.mjs
//
// Its registry is not needed, but Go is. The result lies in the user's cache in the layout of a mirror of providers,
// where the tests look for it (tests/terraform/harness/real-provider.ts).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const usage = `Usage: node tools/build-provider.mjs [--source FOLDER]

Builds the provider of DigitalOcean in the version that the stacks are pinned to, with Go, which must be on the PATH.
Does nothing when it is there already.

  --source FOLDER  build from this checkout of the provider's repository, which is only read; without it, from the
                   provider's Go module, or else from its repository on GitHub, which takes git
  --help           print this

It is put into $XDG_CACHE_HOME or ~/.cache, below addressbook-platform/terraform-providers, and found there by
npm run test:apply. For Terraform itself:

  provider_installation {
    filesystem_mirror {
      path = "<that folder>"
    }
  }

Exit codes:
  0  it is there    1  it cannot be built    2  wrong input
`;

const module = "github.com/digitalocean/terraform-provider-digitalocean";
/** How Go calls a version whose path lacks its major version; the date and the commit are those of the tag. */
const moduleVersions = { "2.71.0": "v1.23.1-0.20251208101308-2b56f1915857" };

/** The provider that the bindings were made from. */
const { name, version } = createRequire(import.meta.url)("@cdktf/provider-digitalocean/package.json").cdktf.provider;
const system = process.platform === "win32" ? "windows" : process.platform;
const processor = process.arch === "x64" ? "amd64" : process.arch;
const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
const mirror = path.join(cache, "addressbook-platform", "terraform-providers");
const folder = path.join(mirror, name, version, `${system}_${processor}`);
const file = `terraform-provider-digitalocean_v${version}${system === "windows" ? ".exe" : ""}`;

const say = (text) => process.stdout.write(`${text}\n`);

class Failure extends Error {}
class WrongInput extends Error {}

/** Runs a program; what it says is shown only when it fails, and its last lines then. */
function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, CGO_ENABLED: "0", GIT_TERMINAL_PROMPT: "0", GOFLAGS: "", GOWORK: "off" },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error?.code === "ENOENT") throw new Failure(`${command} is not on the PATH`);
  if (status === 0) return stdout;
  const said = `${stdout ?? ""}${stderr ?? ""}`.trim().split("\n").slice(-5).join("\n  ");
  throw new Failure(`${command} ${args.slice(0, 2).join(" ")} failed: ${error?.message ?? said}`);
}

/** Builds one package as its makers release it. */
const build = (source, target, ...args) =>
  run("go", ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", target, ...args], source);

/** The ways to it, the one that asks the least of a machine first. */
const ways = {
  "the provider's Go module": (scratch, target) => {
    const moduleVersion = moduleVersions[version];
    if (moduleVersion === undefined) throw new Failure(`how Go calls ${version} is not in tools/build-provider.mjs`);
    // `go install` refuses a module with a `replace`, another module that needs it does not
    writeFileSync(path.join(scratch, "go.mod"), "module build\n");
    run("go", ["get", `${module}@${moduleVersion}`], scratch);
    build(scratch, target, module);
  },
  "its repository on GitHub": (scratch, target) => {
    const source = path.join(scratch, "source");
    run("git", ["clone", "--quiet", "--depth=1", `--branch=v${version}`, `https://${module}`, source], scratch);
    build(source, target, "-mod=vendor", ".");
  },
};

const fromCheckout = (source) => (_scratch, target) => {
  build(source, target, "-mod=vendor", ".");
};

function readArguments() {
  let values;
  try {
    ({ values } = parseArgs({ options: { source: { type: "string" }, help: { type: "boolean", default: false } } }));
  } catch (error) {
    throw new WrongInput(error.message);
  }
  if (values.help || values.source === undefined) return values;
  const source = path.resolve(values.source);
  const goMod = path.join(source, "go.mod");
  const isProvider = existsSync(goMod) && readFileSync(goMod, "utf8").startsWith(`module ${module}\n`);
  const tags = isProvider ? run("git", ["tag", "--points-at=HEAD"], source).split("\n") : [];
  if (tags.includes(`v${version}`)) return { ...values, source };
  throw new WrongInput(
    `\`--source\` must be a checkout of ${module} at v${version}, got: ${JSON.stringify(values.source)}`,
  );
}

/** Builds beside the place where it is to be, so that an interruption leaves nothing half there. */
function tryToBuild(what, way) {
  const started = Date.now();
  say(`Building the provider ${name} ${version} from ${what} (once, some minutes)…`);
  mkdirSync(mirror, { recursive: true });
  const scratch = mkdtempSync(path.join(mirror, ".build-"));
  try {
    const target = path.join(scratch, "provider", file);
    mkdirSync(path.dirname(target));
    way(scratch, target);
    mkdirSync(folder, { recursive: true });
    renameSync(target, path.join(folder, file));
    say(`Built in ${((Date.now() - started) / 1000).toFixed(0)} s: ${path.join(folder, file)}`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${what}: ${error.message}\n`);
    return false;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function main() {
  const { help, source } = readArguments();
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  if (existsSync(path.join(folder, file))) {
    say(`The provider ${name} ${version} is there: ${path.join(folder, file)}`);
    return 0;
  }
  const tried = source === undefined ? ways : { [source]: fromCheckout(source) };
  if (Object.entries(tried).some(([what, way]) => tryToBuild(what, way))) return 0;
  process.stderr.write(
    `the provider ${name} ${version} cannot be built here; put it into a mirror folder, and name that in TF_PLUGIN_DIR\n`,
  );
  return 1;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof WrongInput) && !(error instanceof Failure)) throw error;
  process.stderr.write(error instanceof WrongInput ? `${error.message}\n\n${usage}` : `${error.message}\n`);
  process.exitCode = error instanceof WrongInput ? 2 : 1;
}
