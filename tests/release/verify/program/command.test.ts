import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { systemClock } from "../../../../release/clock";
import { runCommand } from "../../../../release/verify/program/command";

const facts = {
  environment: "local",
  namespace: "shop",
  service: "addressbook",
  image: "registry.example/addressbook@sha256:12",
  canaryPods: [
    { name: "canary-1", port: 3000 },
    { name: "canary-2", port: 3000 },
  ],
};
const never = new AbortController().signal;
const node = (program: string) => [process.execPath, "-e", program];

test.each([
  ["", "pass", "ended with 0"],
  ["console.log('all 12 fine')", "pass", "ended with 0: all 12 fine"],
  ["console.error('no data'); process.exit(75)", "inconclusive", "ended with 75: no data"],
  ["for (let i = 1; i < 9; i++) console.log(i); process.exit(3)", "fail", "ended with 3: 4\n5\n6\n7\n8"],
  ["process.kill(process.pid, 'SIGKILL')", "fail", "ended with 137"],
])("a program %j says %s", async (program, verdict, evidence) => {
  const finding = await runCommand(node(program), facts, systemClock, never);
  expect(finding).toMatchObject({ kind: "command", verdict, evidence });
});

test("a program is told what is released", async () => {
  const names = "ENVIRONMENT NAMESPACE SERVICE IMAGE CANARY_PODS CONTEXT".split(" ").map((name) => `RELEASE_${name}`);
  const program = node(
    `console.log(${JSON.stringify([...names, "KUBECONFIG"])}.map((name) => process.env[name]).join(";"))`,
  );
  const more = { context: "kind-shop", kubeconfig: "/home/me/kind" };
  const { evidence } = await runCommand(program, { ...facts, ...more }, systemClock, never);
  expect(evidence).toBe(
    "ended with 0: local;shop;addressbook;registry.example/addressbook@sha256:12;canary-1 canary-2;kind-shop;/home/me/kind",
  );
});

test("no shell is between: what looks like one is an argument", async () => {
  const { evidence } = await runCommand(
    [...node("console.log(process.argv[1])"), "$(id) | cat"],
    facts,
    systemClock,
    never,
  );
  expect(evidence).toBe("ended with 0: $(id) | cat");
});

test("a program that is not there fails with its name", async () => {
  expect(await runCommand(["no-such-program", "--all"], facts, systemClock, never)).toMatchObject({
    name: "no-such-program --all",
    verdict: "fail",
    evidence: "no-such-program cannot be started: spawn no-such-program ENOENT",
  });
});

test("a program that is interrupted ends, and what it has started with it", async () => {
  const started = join(mkdtempSync(join(tmpdir(), "command-")), "started");
  const ended = new AbortController();
  // the output stays open as long as the child lives
  const program = ["sh", "-c", 'sleep 60 & echo > "$0"; wait', started];
  const running = runCommand(program, facts, systemClock, ended.signal);
  while (!existsSync(started)) await systemClock.sleep(10);
  ended.abort(new Error("Ctrl-C"));
  await expect(running).rejects.toThrow("Ctrl-C");
  rmSync(dirname(started), { recursive: true });
}, 4000);
