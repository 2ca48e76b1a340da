import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { skipAloud } from "../terraform/harness/with-terraform";
import { findPython } from "./aws/python";

jest.setTimeout(60_000);

const program = (...args: readonly string[]) =>
  spawn(process.execPath, ["tools/run-typescript.mjs", "tests/emulators/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });

const endOf = (child: ReturnType<typeof program>): Promise<{ status: number | null; stderr: string }> =>
  new Promise((resolve) => {
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("close", (status) => {
      resolve({ status, stderr });
    });
  });

test("another cloud is refused with what there is", async () => {
  const { status, stderr } = await endOf(program("google"));

  expect(status).toBe(2);
  expect(stderr).toContain('`cloud` must be one of aws, got: "google"');
});

const python = findPython();
if ("missing" in python) skipAloud("npm run emulate", python.missing);
else
  test("a cloud is played until Ctrl-C, by lines for a shell or for machines", async () => {
    const child = program("aws", "--output", "json", "--account", "222233334444");
    const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
    const { address, environment } = JSON.parse(line) as { address: string; environment: Record<string, string> };
    const health = await fetch(`${address}/_emulator/health`);
    expect(await health.json()).toEqual({ account: "222233334444" });
    expect(environment["AWS_ENDPOINT_URL"]).toBe(address);

    child.kill("SIGINT");

    expect(await endOf(child)).toEqual({ status: 0, stderr: "" });
    await expect(fetch(`${address}/_emulator/health`)).rejects.toThrow("fetch failed");
  });
