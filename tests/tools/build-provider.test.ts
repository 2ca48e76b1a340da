import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { findProvider, mirrors } from "../terraform/harness/real-provider";

const goModule = "github.com/digitalocean/terraform-provider-digitalocean";
const { cdktf } = JSON.parse(
  readFileSync(resolve("node_modules/@cdktf/provider-digitalocean/package.json"), "utf8"),
) as { cdktf: { provider: { version: string } } };
const { version } = cdktf.provider;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const cache = (): string => join(folder, "cache");
const mirror = (): string => join(cache(), "addressbook-platform/terraform-providers");

/** A program that writes down where and how it was called, and then does something. */
function play(name: "go" | "git", script: string): void {
  const file = join(folder, "bin", name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> '${join(folder, "calls")}'\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Go as far as the tool needs it: a build writes what it was called for, wherever it is told to. */
function playGo(statusOfGet = 0): void {
  play(
    "go",
    `if [ "$1" = get ]; then echo 'not available' >&2; exit ${statusOfGet}; fi
while [ "$1" != -o ]; do shift; done
echo "built in $(pwd)" > "$2"`,
  );
}

const playGit = (clone: string, tag = ""): void => {
  play("git", `if [ "$1" = tag ]; then echo '${tag}'; else ${clone}; fi`);
};

function build(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve("tools/build-provider.mjs"), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: join(folder, "bin"), XDG_CACHE_HOME: cache(), HOME: folder },
  });
  const calls = existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
  return { status, stdout, stderr, calls };
}

/** What the tests that apply find afterwards. */
function found(): string | undefined {
  // and nowhere else, whatever this machine has
  const places = mirrors({ XDG_CACHE_HOME: cache() }).filter((place) => place === mirror());
  const provider = findProvider("digitalocean/digitalocean", version, places);
  if (provider === undefined) return undefined;
  const versions = join(provider.mirror, provider.source, provider.version);
  const [platform = ""] = readdirSync(versions);
  return readFileSync(join(versions, platform, `terraform-provider-digitalocean_v${version}`), "utf8");
}

test("the Go module is asked for first, and what comes of it is found by the tests", () => {
  playGo();
  playGit("exit 1");

  const { status, calls } = build();

  expect(status).toBe(0);
  expect(calls).toEqual([
    expect.stringMatching(new RegExp(`^go get ${goModule}@v1\\.\\d+\\.\\d+-0\\.\\d{14}-[0-9a-f]{12}$`)),
    expect.stringMatching(new RegExp(`^go build .* ${goModule}$`)),
  ]);
  expect(found()).toMatch(/^built in /);
  expect(readdirSync(mirror())).toEqual(["registry.terraform.io"]);
});

test("a module that cannot be had is built from its repository, with the packages that lie in it", () => {
  playGo(1);
  playGit('for last; do :; done; /bin/mkdir "$last"');

  const { status, stderr, calls } = build();

  expect(status).toBe(0);
  expect(stderr).toMatch(/^the provider's Go module: go get \S+ failed: not available\n$/);
  expect(calls.slice(1)).toEqual([
    expect.stringMatching(new RegExp(`^git clone .*--depth=1 --branch=v${version} https://${goModule} `)),
    expect.stringMatching(/^go build .*-mod=vendor \.$/),
  ]);
  expect(found()).toMatch(/source$/m);
});

test("what is there is not built again", () => {
  playGo();
  build();
  const before = build().calls;

  expect(build()).toMatchObject({ status: 0, stderr: "", calls: before });
  expect(before).toHaveLength(2);
});

test.each([
  [
    "neither way works",
    (): void => {
      playGo(1);
      playGit("exit 1");
    },
    "git clone --quiet failed",
  ],
  [
    "there is no Go",
    (): void => {
      playGit("exit 0");
    },
    "go is not on the PATH",
  ],
])("when %s it says so, and nothing is left", (_title, prepare, reason) => {
  prepare();

  const { status, stderr } = build();

  expect(status).toBe(1);
  expect(stderr).toContain(reason);
  expect(stderr).toContain("cannot be built here; put it into a mirror folder, and name that in TF_PLUGIN_DIR");
  expect(readdirSync(mirror())).toEqual([]);
});

describe("a checkout", () => {
  const checkout = (text: string): string => {
    const source = join(folder, "checkout");
    mkdirSync(source);
    writeFileSync(join(source, "go.mod"), text);
    return source;
  };

  test("of the provider at the pinned version is built, and only read", () => {
    playGo();
    playGit("exit 1", `v${version}`);
    const source = checkout(`module ${goModule}\n`);

    expect(build("--source", source).status).toBe(0);
    expect(found()).toBe(`built in ${source}\n`);
    expect(readdirSync(source)).toEqual(["go.mod"]);
  });

  test.each([
    ["of something else", "module example.org/other\n", `v${version}`],
    ["of another version", `module ${goModule}\n`, "v0.0.1"],
  ])("%s is refused, and nothing is changed", (_title, goMod, tag) => {
    playGo();
    playGit("exit 1", tag);

    const { status, stderr, calls } = build("--source", checkout(goMod));

    expect(status).toBe(2);
    expect(stderr).toContain(
      `\`--source\` must be a checkout of ${goModule} at v${version}, got: "${folder}/checkout"`,
    );
    expect(calls.filter((call) => call.startsWith("go "))).toEqual([]);
    expect(existsSync(cache())).toBe(false);
  });
});

test("what it does not know is wrong input, help is not", () => {
  expect(build("--fast")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("'--fast'") as string,
  });
  expect(build("--help")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: /) as string, stderr: "" });
  expect(existsSync(cache())).toBe(false);
});
