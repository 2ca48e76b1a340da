import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { TestCluster } from "../../cluster/test-cluster";
import { KubeconfigFile, run, writesOf } from "./release-process";

// after a change the first process makes a new bundle
jest.setTimeout(30_000);

describe("`npx release report`", () => {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  let cluster: TestCluster;
  let kubeconfig: KubeconfigFile;
  beforeAll(async () => {
    cluster = await TestCluster.start({ https: true, namespaces: ["addressbook"], scale: 1 });
    kubeconfig = new KubeconfigFile(cluster);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    kubeconfig.remove();
    await cluster.stop();
  });
  const report = (...args: readonly string[]) =>
    run(["report", "-e", "local", "--kubeconfig", kubeconfig.path, "--context", "test-cluster", ...args]);

  test("writes one file, says where, and changes nothing", async () => {
    const file = join(folder, "release.html");
    const { code, stdout, stderr } = await report("--file", file, "--output", "json");
    const text = readFileSync(file, "utf8");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ file, bytes: Buffer.byteLength(text) });
    expect(readdirSync(folder)).toEqual(["release.html"]);
    expect(text).toMatch(/^<!doctype html>[^]*<title>addressbook in local<\/title>[^]*<\/html>\n$/);
    expect(writesOf(cluster)).toEqual([]);
  });

  test("writes Markdown to the standard output, and nothing else", async () => {
    const { code, stdout, stderr } = await report("--format", "markdown", "--file", "-");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")[0]).toBe("## addressbook in local");
  });

  test("says why a file cannot be written", async () => {
    const file = join(kubeconfig.path, "release.html");
    const { code, stdout, stderr } = await report("--file", file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const [why, next] = stderr.split("\n");
    expect(why).toBe(`failed: ${file} cannot be written: ENOTDIR: not a directory, lstat '${file}'`);
    expect(next).toContain("next: npx release status --environment local --kubeconfig ");
  });
});
