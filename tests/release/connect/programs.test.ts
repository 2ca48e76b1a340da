import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { LocalPrograms } from "../../../release/connect/programs";
import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => {
  machine.dispose();
});

test("A program gets its arguments as they are, no input, and no variable of the database", async () => {
  machine.install(
    "aws",
    'read line; printf "%s|" "$line" "$@" "${KUBECONFIG-none}" "${AWS_PAGER-none}" "$HOME"; exit 3',
  );
  const variables = {
    HOME: "/home",
    KUBECONFIG: "/home/.kube/config",
    DB_PASSWORD: "MARKER",
    DB_ADMIN_PASSWORD: "MARKER",
  };
  const programs = machine.programs(variables);
  expect(await programs.run(["aws", "a b", "$HOME;"])).toEqual({
    status: 3,
    stdout: "|a b|$HOME;|none||/home|",
    stderr: "",
  });
  expect((await programs.run(["aws"], "/tmp/own")).stdout).toBe("|/tmp/own||/home|");
  expect(JSON.stringify(machine.calls)).not.toContain("MARKER");
});

test.each([
  ["the token of Terraform", { DIGITALOCEAN_TOKEN: "one", DIGITALOCEAN_ACCESS_TOKEN: "other" }, "one|default"],
  ["the only token", { DIGITALOCEAN_TOKEN: "", DIGITALOCEAN_ACCESS_TOKEN: "other" }, "other|default"],
  ["a login of its own", { DIGITALOCEAN_CONTEXT: "team" }, "none|team"],
])("doctl works with %s", async (_what, variables, expected) => {
  machine.install("doctl", 'printf "%s|%s" "${DIGITALOCEAN_ACCESS_TOKEN-none}" "${DIGITALOCEAN_CONTEXT-none}"');
  expect((await machine.programs(variables).run(["doctl"])).stdout).toBe(expected);
});

test("What is on the PATH is known without running it", () => {
  machine.install("aws", "true");
  machine.write("bin/doctl", "no program");
  machine.write("bin/gcloud/folder", "");
  const programs = machine.programs();
  expect(["aws", "doctl", "gcloud", "terraform"].map((program) => programs.has(program))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(machine.calls).toEqual([]);
});

test("What is missing all the same is told", async () => {
  await expect(machine.programs().run(["doctl"])).rejects.toThrow(/^`doctl` cannot be run: .*ENOENT/);
});

test("An interruption ends the program that runs, and starts no other", async () => {
  const controller = new AbortController();
  machine.install("aws", `: > '${machine.folder}/started'; while :; do :; done`);
  const programs = new LocalPrograms({ PATH: join(machine.folder, "bin") }, controller.signal);
  const running = programs.run(["aws"]);
  while (!existsSync(join(machine.folder, "started"))) await sleep(5);
  controller.abort();
  await expect(running).rejects.toThrow("interrupted; what is made stays, and it is safe to run it again");
  await expect(programs.run(["aws"])).rejects.toThrow("interrupted");
  expect(machine.calls).toHaveLength(1);
});

test("A program that hangs is given up", async () => {
  machine.install("aws", "while :; do :; done");
  const programs = new LocalPrograms({ PATH: join(machine.folder, "bin") }, new AbortController().signal, 0.2);
  await expect(programs.run(["aws", "eks", "list", "--secret", "x"])).rejects.toThrow(
    "`aws eks list x` did not end within 0.2 s",
  );
});
