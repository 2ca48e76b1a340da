import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { LocalPrograms, type ProgramOptions, reason } from "../../programs/local-programs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, script: string, mode = 0o755): void => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), mode);
};

const local = (options: Partial<ProgramOptions> = {}, variables: NodeJS.ProcessEnv = {}): LocalPrograms =>
  new LocalPrograms(
    { PATH: `${folder}:/bin:/usr/bin`, KUBECONFIG: "/home/somebody/.kube/config", ...variables },
    {
      interrupted: new AbortController().signal,
      interruption: () => new Error("interrupted"),
      failure: (message) => new RangeError(message),
      ...options,
    },
  );

test("a program gets its arguments as they are, no input, and the kubeconfig that it may know", async () => {
  write("aws", 'cat; printf "%s|" "$@" "${KUBECONFIG-none}" "${AWS_PAGER-none}"; echo oops >&2; exit 3');

  expect(await local().run(["aws", "a b", "$HOME;"])).toEqual({
    status: 3,
    stdout: "a b|$HOME;|none||",
    stderr: "oops\n",
  });
  expect((await local().run(["aws"], "/tmp/own")).stdout).toBe("/tmp/own||");
});

test.each([
  ["the token of Terraform", { DIGITALOCEAN_TOKEN: "one", DIGITALOCEAN_ACCESS_TOKEN: "other" }, "one|default"],
  ["the only token", { DIGITALOCEAN_TOKEN: "", DIGITALOCEAN_ACCESS_TOKEN: "other" }, "other|default"],
  ["a login of its own", { DIGITALOCEAN_CONTEXT: "team" }, "none|team"],
])("doctl works with %s", async (_what, variables, expected) => {
  write("doctl", 'printf "%s|%s" "${DIGITALOCEAN_ACCESS_TOKEN-none}" "${DIGITALOCEAN_CONTEXT-none}"');

  expect((await local({}, variables).run(["doctl"])).stdout).toBe(expected);
});

test("what is on the PATH is known without running it", () => {
  write("aws", `touch '${folder}/started'`);
  write("doctl", "true", 0o644);
  mkdirSync(join(folder, "gcloud"));
  const programs = local({}, { PATH: folder });

  expect(["aws", "doctl", "gcloud", "terraform"].filter((program) => programs.has(program))).toEqual(["aws"]);
  expect(existsSync(join(folder, "started"))).toBe(false);
});

test("a missing program is told with where it comes from", async () => {
  await expect(local().run(["doctl"])).rejects.toThrow(
    new RangeError(
      "`doctl` is not on the PATH; https://docs.digitalocean.com/reference/doctl/how-to/install tells how to get it",
    ),
  );
});

test("a program that may not be run is told, too", async () => {
  write("doctl", "true", 0o644);

  await expect(local().run(["doctl"])).rejects.toThrow(/^`doctl` cannot be run: .*EACCES/);
});

test("an interruption ends the program that runs, although what it started goes on, and starts no other", async () => {
  const controller = new AbortController();
  write("aws", `sleep 2 & touch '${folder}/started'; sleep 1; touch '${folder}/survived'`);
  const programs = local({ interrupted: controller.signal });
  const running = programs.run(["aws"]);
  while (!existsSync(join(folder, "started"))) await sleep(10);
  const start = Date.now();
  controller.abort();

  await expect(running).rejects.toThrow("interrupted");
  expect(Date.now() - start).toBeLessThan(900);
  await expect(programs.run(["aws"])).rejects.toThrow("interrupted");
  await sleep(1100);
  expect(existsSync(join(folder, "survived"))).toBe(false);
});

test("a program that hangs is given up, and told without what it was given", async () => {
  write("aws", "while :; do :; done");

  await expect(local({ longestSeconds: 0.2 }).run(["aws", "eks", "list", "--secret", "x"])).rejects.toThrow(
    "`aws eks list x` did not end within 0.2 s",
  );
});

test.each([
  ["\nAn error occurred (ExpiredToken) when calling it\n\n", "An error occurred (ExpiredToken) when calling it"],
  ["a trace\nerror: no such context\n", "no such context"],
  ["╷\n│ \u001b[31mError: No state\u001b[0m\n│ Run init first.\n╵\n", "No state"],
  ["x".repeat(500), `${"x".repeat(399)}…`],
  ["", "it ended with 7 and said nothing"],
])("the reason in %j is %j", (stderr, expected) => {
  expect(reason({ status: 7, stdout: "", stderr })).toBe(expected);
});
