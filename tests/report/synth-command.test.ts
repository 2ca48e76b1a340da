import { readFileSync } from "node:fs";
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

const synth = (args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) =>
  checkout.run("report/main.ts", args, variables);

test("all environments are written and described, in order and without colours when piped", () => {
  const { status, stdout, stderr } = synth();

  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(checkout.list("dist")).toEqual(shippedNames);
  expect(checkout.list("cdktf.out/stacks")).toEqual(shippedNames.filter((name) => name !== "local"));
  const headings = stdout.split("\n").filter((line) => / · (demo|production)$/.test(line));
  expect(headings.map((line) => line.split(" ")[0])).toEqual(shippedNames);
  expect(stdout).not.toContain("\u001b[");
});

test("one environment can be chosen, by option or by variable", () => {
  expect(synth(["--environment", "google-demo"]).status).toBe(0);
  expect(checkout.list("dist")).toEqual(["google-demo"]);

  expect(synth([], { ENVIRONMENT: "local" }).status).toBe(0);
  expect(checkout.list("dist")).toEqual(["google-demo", "local"]);
});

test("the machine's form holds what was written", () => {
  const { status, stdout } = synth(["--output", "json", "--environment", "aws-demo"]);

  expect(status).toBe(0);
  const [description] = (JSON.parse(stdout) as { environments: Description[] }).environments;
  expect(description).toMatchObject({
    name: "aws-demo",
    cloud: "AWS",
    region: "eu-central-1",
    profile: "demo",
    terraformFile: "cdktf.out/stacks/aws-demo/cdk.tf.json",
    manifestsFolder: "dist/aws-demo",
  });
  const written = JSON.parse(readFileSync(join(checkout.folder, description!.terraformFile!), "utf8")) as {
    resource: Record<string, object>;
  };
  const counted = Object.entries(written.resource).map(([type, all]) => [type, Object.keys(all).length]);
  expect(description!.resources).toEqual(Object.fromEntries(counted));
  expect(description!.objects).toEqual({
    Namespace: 1,
    ServiceAccount: 1,
    ConfigMap: 1,
    PodDisruptionBudget: 1,
    NetworkPolicy: 2,
    Service: 1,
    Job: 1,
    Deployment: 2,
  });
});

test("other lines are wrapped between words, but a name is not parted from its number", () => {
  const { stdout } = synth(["-e", "aws-demo"]);
  const wrapped = stdout.split("\n").filter((line) => line.startsWith(" ".repeat(14)));

  expect(wrapped.length).toBeGreaterThan(5);
  expect(wrapped.filter((line) => line.trim().startsWith("×"))).toEqual([]);
});

test("a release's variables reach the manifests", () => {
  const image = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook@sha256:${"a".repeat(64)}`;
  const { status } = synth(["-e", "aws-demo"], { IMAGE: image, CANARY_PODS: "2", STABLE_PODS: "4", TRACK: "canary" });

  expect(status).toBe(0);
  expect(checkout.list("dist/aws-demo").filter((name) => name.endsWith(".k8s.yaml"))).toEqual([
    "0000-addressbook.k8s.yaml",
    "0001-addressbook-migrate.k8s.yaml",
    "0002-addressbook-canary.k8s.yaml",
  ]);
  const canary = readFileSync(join(checkout.folder, "dist/aws-demo/0002-addressbook-canary.k8s.yaml"), "utf8");
  expect(canary).toContain(`image: ${image}\n`);
  expect(canary).toContain("replicas: 2\n");
});

test("wrong environments end it with 2, everything is told, and nothing is written", () => {
  checkout.write(
    "environments/aws-demo.ts",
    `import { defineEnvironment } from "./schema/define-environment";
export default defineEnvironment({
  cloud: "aws", profile: "demo", region: "eu-central1", accountId: "1111", state: { backend: "local" },
  network: { cidr: "10.20.0.0/16" },
  cluster: { adminArns: ["arn:aws:iam::111122223333:role/platform"], nodeCount: 2 },
});\n`,
  );
  checkout.write("environments/broken.ts", `throw new Error("no such vault");\n`);

  const { status, stdout, stderr } = synth();

  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toBe(`environments/aws-demo.ts has 3 problems:
  - \`region\` must be a region of AWS in which EKS and RDS have three zones, got: "eu-central1"; did you mean "eu-central-1"?
  - \`accountId\` must be an account number of 12 digits, in quotes, got: "1111"
  - \`cluster.nodeCount\` must be an integer between 3 and 100, got: 2
environments/broken.ts has 1 problem:
  - cannot be read: no such vault
`);
  expect(checkout.list("dist")).toEqual([]);
  expect(checkout.list("cdktf.out")).toEqual([]);
});

test.each([
  [["--environment", "aws"], /must be the name of a file in environments\/ \(aws-demo, .*\), got: "aws"/],
  [["--output", "yaml"], /argument 'yaml' is invalid\. Allowed choices are text, json\./],
  [["--enviroment", "aws-demo"], /unknown option '--enviroment'\n\(Did you mean --environment\?\)/],
])("the arguments %j end it with 2", (args, message) => {
  const { status, stdout, stderr } = synth(args);

  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

test("--help teaches", () => {
  const { status, stdout } = synth(["--help"]);

  expect(status).toBe(0);
  expect(stdout).toContain("npm run synth -- --environment aws-demo");
  expect(stdout).toContain("Exit codes:");
});
