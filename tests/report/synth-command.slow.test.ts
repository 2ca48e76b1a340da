// takes about 10 s of processor time: part of npm run test:slow
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Description } from "../../report/describe";
import { Checkout } from "../support/checkout";
import { shippedNames } from "../support/environments";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.dispose();
});

const synth = (args: readonly string[] = []) => checkout.run("report/main.ts", args);

test("every command to go on with stands on a line of its own, however long, so that it can be copied", () => {
  const { environments: descriptions } = JSON.parse(synth(["--output", "json"]).stdout) as {
    environments: Description[];
  };
  const printed = synth()
    .stdout.split("\n")
    .map((line) => line.replace(/^ {2}next /, "").trim());

  const commands = descriptions.flatMap(({ next }) => next);
  expect(commands).toHaveLength(6 * 4 + 3);
  expect(commands.filter((command) => !printed.includes(command))).toEqual([]);
});

test("--dry-run reports the same and writes nothing", () => {
  const { status, stdout } = synth(["--dry-run"]);

  expect(status).toBe(0);
  expect(checkout.list("dist")).toEqual([]);
  expect(checkout.list("cdktf.out")).toEqual([]);
  expect(stdout).toBe(synth().stdout);
});

test("what is left of a deleted environment is removed", () => {
  synth();
  checkout.remove("environments/google-demo.ts");
  synth();

  expect(checkout.list("cdktf.out/stacks")).not.toContain("google-demo");
  expect(checkout.list("dist")).toEqual(shippedNames.filter((name) => name !== "google-demo"));
});

test("what is left of a deleted environment is removed though another one is chosen, which is not the only one", () => {
  synth();
  checkout.remove("environments/google-demo.ts");
  synth(["--environment", "local"]);

  expect(checkout.list("dist")).toEqual(shippedNames.filter((name) => name !== "google-demo"));
});

test("what others have put beside the manifests stays, and so does a folder that they have put something into", () => {
  synth();
  checkout.remove("environments/google-demo.ts");
  checkout.write("dist/google-demo/values.yaml", "mine: true\n");
  checkout.write("dist/notes.txt", "mine\n");
  mkdirSync(join(checkout.folder, "dist/overlay"));
  checkout.write("dist/overlay/Kustomization", "resources: [../local]\n");
  checkout.write("dist/overlay/patch.yaml", "kind: Deployment\n");
  mkdirSync(join(checkout.folder, "dist/empty"));
  synth();

  expect(checkout.list("dist")).toEqual([...shippedNames, "empty", "notes.txt", "overlay"].sort());
  expect(checkout.list("dist/google-demo")).toContain("values.yaml");
});
