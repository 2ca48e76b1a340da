import { parse } from "yaml";

import { Checkout } from "../support/checkout";
import { shippedNames } from "../support/environments";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.dispose();
});

const packageHelm = (args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) =>
  checkout.run("charts/helm/main.ts", args, variables);

test("one environment is written as a folder and as an archive, and the archive is named", () => {
  const { status, stdout, stderr } = packageHelm(["--environment", "local", "--output", "charts-out"]);

  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe("charts-out/local/addressbook-0.1.0+local.tgz\n");
  expect(checkout.list("charts-out/local")).toEqual(["addressbook", "addressbook-0.1.0+local.tgz"]);
  expect(checkout.list("charts-out/local/addressbook")).toEqual([
    "Chart.yaml",
    "templates",
    "values.schema.json",
    "values.yaml",
  ]);
});

test("without an option there is a chart for each environment", () => {
  expect(packageHelm().status).toBe(0);
  expect(checkout.list("dist/helm")).toEqual(shippedNames);
});

test("the variables of a release become default values; a chart has all tracks", () => {
  const variables = { ENVIRONMENT: "local", IMAGE: "app:7", STABLE_PODS: "4", TRACK: "stable" };
  expect(packageHelm([], variables).status).toBe(0);
  expect(parse(checkout.files("dist/helm/local/addressbook")["values.yaml"] ?? "")).toMatchObject({
    image: "app:7",
    stable: { pods: 4 },
    canary: { pods: 1 },
  });
});

test.each([
  [
    "an environment that does not exist",
    ["--environment", "nowhere"],
    {},
    /must be the name of a file in environments\//,
  ],
  [
    "an image without a tag",
    ["--environment", "local"],
    { IMAGE: "app" },
    /`IMAGE` must have a tag or, better, a digest/,
  ],
  ["a folder without a name", ["--output", ""], {}, /It must be a folder/],
])("%s is refused, and nothing is written", (_what, args, variables, message) => {
  const { status, stdout, stderr } = packageHelm(args, variables);
  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(checkout.list("dist")).toEqual([]);
});
