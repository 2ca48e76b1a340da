import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { spawn } from "node:child_process";

import { run } from "../../release/command/release-process";

// a process that makes a bundle first
jest.setTimeout(60_000);

test("`npm run cluster` plays the cluster of the environment local, and prints commands that work", async () => {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  const kubeconfig = join(folder, "kubeconfig.yaml");
  const cluster = spawn(
    process.execPath,
    [resolve("tools/run-typescript.mjs"), "tests/cluster/main.ts", "--kubeconfig", kubeconfig],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((done) => cluster.once("close", done));
  try {
    let said = "";
    await new Promise<void>((done, fail) => {
      cluster.stdout.on("data", (part: Buffer) => {
        said += part.toString();
        if (said.includes("npx release")) done();
      });
      cluster.once("close", () => {
        fail(new Error(`it never said what to type:\n${said}`));
      });
    });
    expect(said).toContain(`export KUBECONFIG=${kubeconfig}\n`);
    const [, line = ""] = /^npx release (.+)$/m.exec(said) ?? [];
    const options = { variables: { KUBECONFIG: kubeconfig } };
    const planned = await run([...line.split(" "), "--dry-run"], options);
    expect(planned).toMatchObject({ code: 0, stderr: "" });
    expect(await run(["status", "--environment", "local"], options)).toMatchObject({ code: 0, stderr: "" });
  } finally {
    cluster.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
