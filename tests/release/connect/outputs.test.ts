import { readFileSync } from "node:fs";

import { platformOutputs } from "../../../constructs/contracts";
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { describeProblem } from "../../../environments/schema/problems";
import { parseOutputs } from "../../../release/connect/outputs";
import { at } from "../../support/at";
import { shippedClouds } from "../../support/every-environment";
import { asCdktf, asTerraform, clouds } from "./played-clouds";

const { environment, outputs } = clouds.digitalocean;
const reference = clouds.google.outputs.database_password_reference;

/** An output as it stands in the stack that is written for an environment. */
function goldenOutput({ name }: CloudEnvironment, output: string): unknown {
  const stack = JSON.parse(readFileSync(`tests/golden/${name}/cdk.tf.json`, "utf8")) as object;
  return at(stack, "output", output, "value");
}

const problemsOf = (text: string): string[] => parseOutputs(text, environment).problems.map(describeProblem);
const changed = (change: object): string => JSON.stringify({ ...outputs, ...change });

describe.each(Object.values(clouds))("The outputs of $environment.name", (cloud) => {
  test.each([
    ["terraform output -json", asTerraform(cloud.outputs)],
    ["cdktf output --outputs-file", asCdktf(cloud.environment.name, cloud.outputs)],
    ["names and values", JSON.stringify(cloud.outputs)],
  ])("are read as %s", (_form, text) => {
    expect(parseOutputs(text, cloud.environment)).toEqual({ value: cloud.outputs, problems: [] });
  });
});

test.each(shippedClouds)("The command that $name logs in with is one", (of) => {
  const command = goldenOutput(of, "kubeconfig_command");
  const text = JSON.stringify({ kubeconfig_command: command });
  expect(command).toContain(`addressbook-${of.name}`);
  expect(parseOutputs(text, of).problems.map(({ path }) => path)).not.toContain("kubeconfig_command");
});

test("Everything that is missing is told at once", () => {
  const problems = problemsOf('{"cluster_name":"addressbook-minimal-digitalocean"}');
  const missing = Object.entries(platformOutputs).slice(1);
  expect(problems).toEqual(missing.map(([name, what]) => `\`${name}\` must be there (${what})`));
});

test.each([
  ["no JSON", "MARKER", ["must be JSON; `terraform output -json` writes it"]],
  ["a list", "[]", ["must be an object with the outputs; `npx cdktf deploy minimal-digitalocean` makes them"]],
  ["nothing", "{}", ["must have outputs, and is empty; `npx cdktf deploy minimal-digitalocean` makes them"]],
  [
    "another stack",
    asCdktf("aws-demo", clouds.aws.outputs),
    [
      "must have the outputs of minimal-digitalocean, and has those of aws-demo; `npx cdktf deploy minimal-digitalocean` makes them",
    ],
  ],
  [
    "another cluster",
    changed({ cluster_name: "addressbook-production" }),
    [
      '`cluster_name` must be "addressbook-minimal-digitalocean", got: "addressbook-production"; these are the outputs of another environment',
    ],
  ],
  [
    "a command that does something else",
    changed({ kubeconfig_command: "doctl kubernetes cluster kubeconfig save addressbook-minimal-digitalocean;id" }),
    [
      '`kubeconfig_command` must be a command `doctl kubernetes cluster kubeconfig save …` for addressbook-minimal-digitalocean, got: "doctl kubernetes cluster kubeconfig save addressbook-minimal-digitalocean;id"',
    ],
  ],
  [
    "text for a port",
    changed({ database_port: "5432x" }),
    ["`database_port` must be a port from 1 to 65535, got: NaN"],
  ],
  ["no port", changed({ database_pool_port: 0 }), ["`database_pool_port` must be a port from 1 to 65535, got: 0"]],
  ["a number for a name", changed({ database_name: 1 }), ["`database_name` must be text"]],
  [
    "no certificate",
    changed({ database_ca_certificate: "MARKER" }),
    ["`database_ca_certificate` must be certificates in PEM, which begin with `-----BEGIN CERTIFICATE-----`"],
  ],
  [
    "another verification",
    changed({ database_tls_verification: "none" }),
    ['`database_tls_verification` must be "full" or "ca", got: "none"'],
  ],
  [
    "a reference of another cloud, and a password in the place of one",
    changed({ database_password_reference: reference, database_administrator_reference: "MARKER" }),
    ["database_password_reference", "database_administrator_reference"].map(
      (name) => `\`${name}\` must be a reference that matches ^digitalocean-database-user:[^/\\s]+\\/\\S+$`,
    ),
  ],
])("%s is refused", (_what, text, expected) => {
  expect(problemsOf(text)).toEqual(expected);
});
