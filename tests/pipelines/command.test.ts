import { readFileSync } from "node:fs";

import { Checkout } from "../support/checkout";

// each of the commands is a process of its own
jest.setTimeout(90_000);

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout(["pipelines"]);
});
afterEach(() => {
  checkout.dispose();
});

const synth = (...args: readonly string[]) => checkout.run("pipelines/main.ts", args);
const simulate = (...args: readonly string[]) => checkout.run("pipelines/simulate/main.ts", args);

test("a Dockerfile that is not there is told, and nothing is written", () => {
  const delivery = readFileSync("environments/delivery.ts", "utf8");
  checkout.write("environments/delivery.ts", delivery.replace("branch:", 'dockerfile: "Dockerfile",\n  branch:'));
  const told =
    "environments/delivery.ts has 1 problem:\n" +
    '  - `dockerfile` must be a file that is there, got: "Dockerfile"; write its path from the top level of this project\n';
  expect(synth()).toMatchObject({ status: 2, stdout: "", stderr: told });
  expect(checkout.list(".semaphore")).toEqual([]);
});

test("no story is told of options that mean nothing", () => {
  expect(simulate("--system", "github", "--fork")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: "the command line has 1 problem:\n  - `--fork` must come with --pull-request\n",
  });
});
