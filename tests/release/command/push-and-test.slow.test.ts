// takes about 5 s of processor time: part of npm run test:slow
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Machine } from "../connect/machine";
import { run } from "./release-process";

jest.setTimeout(60_000);

describe("`npx release push`", () => {
  const manifest = '{"schemaVersion":2}';
  const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
  const source = `ghcr.io/example-org/addressbook@${digest}`;
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.dispose();
  });

  const push = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
    run(["push", "--environment", "aws-demo", ...args], {
      variables: { PATH: join(machine.folder, "bin"), ...variables },
    });

  test("prints the copy's reference and nothing else, so that a shell can keep it", async () => {
    machine.install(
      "docker",
      `case "$3 $5" in *addressbook-aws-demo*) echo "ERROR: $5: not found" >&2; exit 1;; inspect*) printf '%s' '${manifest}';; esac`,
    );
    const planned = await push(["--dry-run"], { IMAGE: source });
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(new RegExp(`^\\S+/addressbook-aws-demo/addressbook@${digest}\\n$`));
    expect(planned.stderr).toMatch(/^ghcr\.io\S+ would be copied to \S+:sha256-[0-9a-f]{16}\n$/);

    machine.install("docker", `case "$3" in inspect) printf '%s' '${manifest}';; esac`);
    const { code, stdout } = await push(["--image", source, "--output", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ environment: "aws-demo", image: planned.stdout.trim() });
  });

  test("prints nothing when it fails, and says what helps", async () => {
    machine.install("docker", "echo 'ERROR: unexpected status: 401 Unauthorized, token=MARKER' >&2; exit 1");
    expect(await push(["--image", source])).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "`docker buildx imagetools inspect` failed: unexpected status: 401 Unauthorized, token=…\n" +
        "next: npx cdktf output aws-demo  # registry_login_command logs in\n",
    });
  });

  test("ends with 70 when the time is over", async () => {
    machine.install("docker", "exec /bin/sleep 30");
    expect(await push(["--image", source, "--timeout", "1"])).toEqual({
      code: 70,
      stdout: "",
      stderr: "it did not end within 1 s; it is safe to run it again\n",
    });
  });
});

describe("`npx release test`", () => {
  let server: Server | undefined;
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function testing(listener: RequestListener, ...args: readonly string[]) {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
    const host = `127.0.0.1:${(listening.address() as AddressInfo).port}`;
    const ended = await run(["test", "--environment", "aws-demo", "--url", `http://${host}`, ...args]);
    return { ...ended, host };
  }

  test("says of each test what was wrong, and writes a report", async () => {
    const report = join(folder, "test.xml");
    const { code, stdout, host } = await testing(
      (request, response) => {
        response.writeHead(request.url === "/ready" ? 200 : 500).end();
      },
      ...["--report", report],
    );
    expect(code).toBe(1);
    expect(stdout).toContain("status 500 instead of 200; the body is empty");
    expect(stdout).toMatch(new RegExp(`failed: ${host} has passed \\d of \\d functional tests`));
    expect(readFileSync(report, "utf8")).toContain("<failure ");
  });

  test("ends with 70 when it is not ready in time", async () => {
    const { code, stdout, host } = await testing(
      (_request, response) => {
        response.writeHead(503).end("no database");
      },
      ...["--timeout", "1", "--output", "json"],
    );
    expect(code).toBe(70);
    const events = stdout.trimEnd().split("\n");
    expect(JSON.parse(events.at(-1) ?? "")).toMatchObject({
      type: "finished",
      code: 70,
      summary: `${host} is not ready: GET /ready was answered with 503: no database`,
    });
  });
});
