// takes about 10 s of processor time: part of npm run test:slow
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { Checkout } from "../support/checkout";

const environments = [
  "aws-demo",
  "aws-production",
  "digitalocean-demo",
  "digitalocean-production",
  "google-demo",
  "google-production",
  "local",
];

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.dispose();
});

const synth = (args: readonly string[] = []) => checkout.run("report/main.ts", args);

test("what is left of a deleted environment is removed", () => {
  synth();
  checkout.remove("environments/google-demo.ts");
  synth();

  expect(checkout.list("cdktf.out/stacks")).not.toContain("google-demo");
  expect(checkout.list("dist")).toEqual(environments.filter((name) => name !== "google-demo"));
});

test("what is left of a deleted environment is removed though another one is chosen, which is not the only one", () => {
  synth();
  checkout.remove("environments/google-demo.ts");
  synth(["--environment", "local"]);

  expect(checkout.list("dist")).toEqual(environments.filter((name) => name !== "google-demo"));
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

  expect(checkout.list("dist")).toEqual([...environments, "empty", "notes.txt", "overlay"].sort());
  expect(checkout.list("dist/google-demo")).toContain("values.yaml");
});
