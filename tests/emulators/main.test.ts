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
  const { status, stderr } = await endOf(program("gogle"));

  expect(status).toBe(2);
  expect(stderr).toContain('`cloud` must be one of aws, digitalocean, google, got: "gogle"');
});

/** The line for machines that is printed when it is ready. */
const firstLine = async (child: ReturnType<typeof program>) => {
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  return JSON.parse(line) as { address: string; account?: string; environment: Record<string, string> };
};

async function expectToEndWhenInterrupted(child: ReturnType<typeof program>, address: string): Promise<void> {
  child.kill("SIGINT");

  expect(await endOf(child)).toEqual({ status: 0, stderr: "" });
  await expect(fetch(`${address}/_emulator/health`)).rejects.toThrow("fetch failed");
}

const python = findPython();
if ("missing" in python) skipAloud("npm run emulate -- aws", python.missing);
else
  test("AWS is played until Ctrl-C, by lines for machines", async () => {
    const child = program("aws", "--output", "json", "--account", "222233334444");
    const { address, account, environment } = await firstLine(child);
    const health = await fetch(`${address}/_emulator/health`);
    expect(await health.json()).toEqual({ account: "222233334444" });
    expect(account).toBe("222233334444");
    expect(environment["AWS_ENDPOINT_URL"]).toBe(address);

    await expectToEndWhenInterrupted(child, address);
  });

describe("DigitalOcean", () => {
  test("is played until Ctrl-C, by lines for machines", async () => {
    const child = program("digitalocean", "--output", "json", "--fresh", "--creating", "cluster=60");
    const { address, environment } = await firstLine(child);
    expect(environment).toMatchObject({ DIGITALOCEAN_API_URL: address, NO_PROXY: "127.0.0.1" });
    const headers = { Authorization: `Bearer ${environment["DIGITALOCEAN_TOKEN"] ?? ""}` };
    const vpcs = await fetch(`${address}/v2/vpcs`, { headers });
    expect(await vpcs.json()).toMatchObject({ vpcs: [] });
    const waiting = await fetch(`${address}/_emulator/waiting`);
    expect(await waiting.json()).toMatchObject({ creating: { cluster: 60 } });

    await expectToEndWhenInterrupted(child, address);
  });

  test("is played by lines for a shell", async () => {
    const child = program("digitalocean", "--revocations");
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    while (!text.includes("leftovers")) await new Promise((resolve) => child.stdout.once("data", resolve));

    expect(text).toMatch(/^export DIGITALOCEAN_API_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(text).toMatch(/^export HTTPS_PROXY=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(text).toMatch(/^npx cdktf deploy digitalocean-demo$/m);
    child.kill("SIGTERM");
    expect(await endOf(child)).toEqual({ status: 0, stderr: "" });
  });

  test("says why it cannot be played", async () => {
    const first = program("digitalocean", "--output", "json");
    const { address } = await firstLine(first);

    const second = await endOf(program("digitalocean", "--port", new URL(address).port));

    expect(second.status).toBe(1);
    expect(second.stderr).toContain("address already in use");
    await expectToEndWhenInterrupted(first, address);
  });
});
