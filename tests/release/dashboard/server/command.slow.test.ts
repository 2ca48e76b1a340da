// Slow (8 s): the command as a process, in real time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import { TestCluster } from "../../../cluster/test-cluster";
import { KubeconfigFile, run, start, writesOf } from "../../command/release-process";
import { ask, Events } from "./asked";

jest.setTimeout(60_000);

describe("`npx release dashboard`", () => {
  let cluster: TestCluster;
  let kubeconfig: KubeconfigFile;
  let where: string[];
  beforeAll(async () => {
    cluster = await TestCluster.start({ https: true, namespaces: ["addressbook"], scale: 1 });
    kubeconfig = new KubeconfigFile(cluster);
    where = ["--environment", "local", "--kubeconfig", kubeconfig.path, "--context", "test-cluster"];
    // makes the bundle
    await run(["--help"]);
  });
  afterAll(async () => {
    kubeconfig.remove();
    await cluster.stop();
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "says once where it is, and ends in an orderly way by %s",
    async (signal) => {
      const port = await freePort();
      const dashboard = start(["dashboard", "--read-only", "--port", String(port), ...where]);
      await dashboard.says(/\n/);
      expect(await ask(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 403 });
      dashboard.signal(signal);
      const { code, stdout, stderr } = await dashboard.end;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(
        new RegExp(`^the dashboard of local is at http://127\\.0\\.0\\.1:${port}/[\\w-]{43}/ until Ctrl-C\\n$`),
      );
    },
  );

  test("tells programs where it is, and serves the page there", async () => {
    const { child, end, address } = await startJson(["dashboard", "--output", "json", ...where]);
    expect(await ask(address)).toMatchObject({ status: 200 });
    expect((await ask(`${address}app.js`)).body.length).toBeGreaterThan(50_000);
    const events = await Events.of(address);
    expect(await events.until("state", () => true)).toMatchObject({ environment: "local", deployments: [] });
    child.kill("SIGINT");
    await events.ended;
    expect(await end).toEqual({ code: 0, stdout: `${JSON.stringify({ address })}\n` });
    expect(writesOf(cluster)).toEqual([]);
  });

  test("needs a port that is free", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await run(["dashboard", "--port", String(port), ...where])).toEqual({
      code: 2,
      stdout: "",
      stderr: `the command line has 1 problem:\n  - \`--port\` must be a port that is free and may be listened on, got: ${port}\n`,
    });
    server.close();
    const wrong = await run(["dashboard", "--port", "65536", ...where]);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("It must be a whole number from 0 to 65535.") as string,
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it, and reads where it is. */
async function startJson(args: readonly string[]) {
  const child = spawn(process.execPath, ["tools/release.mjs", ...args], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  const first = new Promise<void>((resolve) =>
    child.stdout.on("data", (part: Buffer) => {
      stdout += part.toString();
      if (stdout.includes("\n")) resolve();
    }),
  );
  const end = once(child, "close").then(([code]) => ({ code: code as number, stdout }));
  await Promise.race([first, end]);
  return { child, end, address: (JSON.parse(stdout) as { address: string }).address };
}
