import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { stringify } from "yaml";

import type { PlatformOutputs } from "../../../constructs/contracts";
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { kubeconfigFor, type KubeconfigOptions } from "../../../release/connect/kubeconfig";
import { ReleaseFailure } from "../../../release/failure";
import { minimalLocal } from "../../support/every-environment";
import { Machine } from "./machine";
import { clouds } from "./played-clouds";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => {
  machine.dispose();
});

const choose = (options: KubeconfigOptions, variables: Readonly<Record<string, string>> = {}) =>
  kubeconfigFor(options, { programs: machine.programs(variables), variables: { HOME: machine.folder, ...variables } });

/** A kubeconfig with one context. @returns its path */
function kubeconfig(cluster: string, path = ".kube/config", name = "mine"): string {
  const contexts = [{ name, context: { cluster, user: "me" } }];
  return join(machine.folder, machine.write(path, stringify({ apiVersion: "v1", contexts, "current-context": name })));
}

const named = ([of, cluster]: readonly [CloudEnvironment, string]) => ({ of, cluster });

describe.each(Object.values(clouds))("The cluster of $environment.name", (cloud) => {
  const { environment, program, script } = cloud;
  const outputs = cloud.outputs as unknown as PlatformOutputs;

  test("is reached by a kubeconfig of its own, which nobody else may read, and which is removed", async () => {
    machine.install(program, script);
    const access = await choose({ environment, outputs }, { KUBECONFIG: "/home/somebody/.kube/config" });
    const file = access.kubeconfig!;
    expect(machine.calls.map(({ command }) => command)).toEqual([outputs.kubeconfig_command]);
    expect(machine.calls[0]?.variables).toContain(`KUBECONFIG=${file}\n`);
    expect(readFileSync(file, "utf8")).toContain(outputs.cluster_name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    access.remove();
    access.remove();
    expect(existsSync(dirname(file))).toBe(false);
  });

  test.each([
    ["is refused", "echo 'error: no such cluster' >&2; exit 1", "failed: no such cluster"],
    ["writes nothing", "true", "wrote no login of"],
    [
      "writes another cluster",
      script.replaceAll(outputs.cluster_name, `other-${outputs.cluster_name}`),
      "wrote no login of",
    ],
  ])("is not reached when its command %s, of which no file is left", async (_what, body, said) => {
    machine.install(program, body);
    machine.write("tmp/.keep", "");
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = join(machine.folder, "tmp");
    try {
      const refused = choose({ environment, outputs });
      await expect(refused).rejects.toThrow(ReleaseFailure);
      await expect(refused).rejects.toThrow(`\`${outputs.kubeconfig_command}\` ${said}`);
      expect(readdirSync(join(machine.folder, "tmp"))).toEqual([".keep"]);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });
});

const aws = clouds.aws.environment;
const google = clouds.google.environment;
const digitalocean = clouds.digitalocean.environment;

test.each(
  (
    [
      [aws, "arn:aws:eks:eu-central-1:123456789012:cluster/addressbook-minimal-aws"],
      [aws, "addressbook-minimal-aws"],
      [google, "gke_team-project_europe-west1-b_addressbook-minimal-google"],
      [google, "gke_team-project_europe-west1_addressbook-minimal-google"],
      [digitalocean, "do-fra1-addressbook-minimal-digitalocean"],
    ] satisfies [CloudEnvironment, string][]
  ).map(named),
)("Without outputs, a current context of $cluster is right for $of.name", async ({ of, cluster }) => {
  kubeconfig(cluster);
  await expect(choose({ environment: of })).resolves.toEqual({ remove: expect.any(Function) as unknown });
});

test.each(
  (
    [
      [aws, "arn:aws:eks:eu-central-1:210987654321:cluster/addressbook-minimal-aws"],
      [aws, "arn:aws:eks:us-east-1:123456789012:cluster/addressbook-minimal-aws"],
      [google, "gke_other_europe-west1-b_addressbook-minimal-google"],
      [google, "gke_team-project_europe-west1-b_x-addressbook-minimal-google"],
      [digitalocean, "do-nyc1-addressbook-minimal-digitalocean"],
      [digitalocean, "do-fra1-production"],
    ] satisfies [CloudEnvironment, string][]
  ).map(named),
)("Without outputs, a current context of $cluster is refused for $of.name", async ({ of, cluster }) => {
  kubeconfig(cluster);
  await expect(choose({ environment: of })).rejects.toThrow(
    `\`current-context\` must be a context of addressbook-${of.name}, got: "mine"; \`npx cdktf output ${of.name}\` tells how to log in; \`--context NAME\` takes another`,
  );
});

describe("Of several files", () => {
  const { environment } = clouds.digitalocean;

  test("the first that names a context counts, wherever it is described", async () => {
    const first = kubeconfig("do-fra1-production", "one", "theirs");
    const second = kubeconfig("do-fra1-addressbook-minimal-digitalocean", "two", "mine");
    machine.write("current", 'current-context: "mine"\n');
    const KUBECONFIG = [join(machine.folder, "current"), first, second, "/absent"].join(":");
    await expect(choose({ environment }, { KUBECONFIG })).resolves.not.toHaveProperty("context");
    await expect(choose({ environment }, { KUBECONFIG: `${first}:${second}` })).rejects.toThrow('got: "theirs"');
  });

  test.each([
    ["none", undefined],
    ["one that is no YAML", "token: [MARKER"],
    ["one without a context", "apiVersion: v1\n"],
  ])("%s has no current context, and nothing of it is told", async (_what, text) => {
    if (text !== undefined) machine.write(".kube/config", text);
    await expect(choose({ environment })).rejects.toThrow(
      "must be a context of addressbook-minimal-digitalocean, got: none",
    );
    await expect(choose({ environment })).rejects.not.toThrow("MARKER");
  });
});

describe("What the user names", () => {
  const { environment } = clouds.digitalocean;
  const outputs = clouds.digitalocean.outputs as unknown as PlatformOutputs;

  test("is taken: a context, in a file or without one", async () => {
    expect(await choose({ environment, outputs, context: "any" })).toMatchObject({ context: "any" });
    const access = await choose({ environment, kubeconfig: "file", context: "any" });
    expect(access).toMatchObject({ kubeconfig: "file", context: "any" });
    expect(machine.calls).toEqual([]);
  });

  test("is looked at: a file without a context", async () => {
    const right = kubeconfig("do-fra1-addressbook-minimal-digitalocean", "right");
    expect(await choose({ environment, outputs, kubeconfig: right })).toMatchObject({ kubeconfig: right });
    const wrong = kubeconfig("do-fra1-production", "wrong");
    await expect(choose({ environment, outputs, kubeconfig: wrong })).rejects.toThrow('got: "mine"');
  });

  test("counts more than the context in the file of a local environment", async () => {
    expect(await choose({ environment: minimalLocal })).toMatchObject({ context: "kind-test" });
    expect(await choose({ environment: minimalLocal, context: "other" })).toMatchObject({ context: "other" });
  });
});
