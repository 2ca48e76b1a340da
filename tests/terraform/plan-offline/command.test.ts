import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Checkout, type Outcome } from "../../support/checkout";
import { environment, minimal } from "../../support/environments";
import { stackJson } from "../../support/every-environment";
import { goldenFolder } from "../../support/golden";
import { overlay } from "../../support/overlay";
import type { Values } from "../behaviours/values";
import type { StackJson } from "../harness/offline-providers";
import { OfflineWorkspace } from "../harness/offline-workspace";
import type { StackState } from "../harness/state";
import { withTerraform } from "../harness/with-terraform";
import type { OfflinePlan } from "./plan-offline";

const program = "tests/terraform/plan-offline/main.ts";
/** The environment that is edited, and its state. */
const demo = "digitalocean-demo";
const deployed = "deployed.tfstate";
const secret = "open-sesame";

const checkout = new Checkout(["tests/terraform"]);
const temporary = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

/** The file of the demo, as somebody edited it. */
const edit = (change: object): void => {
  const settings = overlay(minimal.digitalocean, change);
  checkout.write(`environments/${demo}.ts`, `export default ${JSON.stringify(settings)};\n`);
};

beforeEach(() => {
  edit({});
});
afterAll(() => {
  checkout.dispose();
  rmSync(temporary, { recursive: true });
});

/** How it ended, and what it left in the folder for temporary files. */
const run = (
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Outcome & { left: string[] } => {
  const { status, stdout, stderr } = checkout.run(program, args, { TMPDIR: temporary, ...variables });
  return { status, stdout, stderr, left: readdirSync(temporary) };
};

describe("npm run plan:offline, without Terraform", () => {
  test("says where it comes from", () => {
    const { status, stdout, stderr } = run(["--environment", demo]);

    expect(stderr).toBe(
      "neither Terraform nor OpenTofu in version 1.11 or later is on the PATH; https://developer.hashicorp.com/terraform/install tells how to get it\n",
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test("--help teaches", () => {
    const { status, stdout } = run(["--help"]);

    expect(status).toBe(0);
    for (const part of ["npm run plan:offline -- --environment aws-demo", "--state <file>", "--full", "Exit codes:"])
      expect(stdout).toContain(part);
  });

  test.each<[string[], Record<string, string>, string]>([
    [[], {}, "error: required option '-e, --environment <name>' not specified\n"],
    [
      [],
      { ENVIRONMENT: "" },
      "error: option '-e, --environment <name>' value '' from env 'ENVIRONMENT' is invalid. It must be the name of a file in environments/.\n",
    ],
    [
      ["--environment", "digitalocean-dem"],
      {},
      'the choice of environment has 1 problem:\n  - must be the name of a file in environments/ (aws-demo, aws-production, digitalocean-demo, digitalocean-production, google-demo, google-production, local), got: "digitalocean-dem"; did you mean "digitalocean-demo"?\n',
    ],
    [
      ["--environment", "local"],
      {},
      'environments/local.ts has 1 problem:\n  - `cloud` must be one for which Terraform creates something, got: "local"\n',
    ],
  ])("the arguments %j with %j end it with 2", (args, variables, message) => {
    expect(run(args, variables)).toMatchObject({ status: 2, stdout: "", stderr: message });
  });

  test("a wrong environment ends it with 2, with all of its problems", () => {
    edit({ region: "fra2", cluster: { nodeCount: 2 } });

    expect(run(["--environment", demo])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `environments/${demo}.ts has 2 problems:
  - \`region\` must be a region of DigitalOcean with Kubernetes and databases, got: "fra2"; did you mean "fra1"?
  - \`cluster.nodeCount\` must be an integer between 3 and 100, got: 2
`,
    });
  });
});

withTerraform("npm run plan:offline", (binary) => {
  // as in the shell of whoever runs it, and nothing else of it
  const variables = { PATH: process.env["PATH"] ?? "", TERRAFORM_BINARY_NAME: binary };
  const plan = (...args: readonly string[]) => run(args, variables);
  const planOf = (...args: readonly string[]): OfflinePlan =>
    JSON.parse(plan(...args, "--output", "json").stdout) as OfflinePlan;

  const planned = { status: 0, stderr: "", left: [] };
  const refused = { ...planned, status: 1 };

  beforeAll(async () => {
    const json = stackJson(environment(demo, minimal.digitalocean)).json as unknown as StackJson;
    const workspace = await OfflineWorkspace.open(binary, json);
    try {
      await workspace.succeed("init");
      await workspace.succeed("apply", "-auto-approve");
      checkout.write(deployed, JSON.stringify(withSecrets(workspace.state), undefined, 2));
    } finally {
      workspace.close();
    }
  }, 60_000);

  describe("from nothing", () => {
    /** Addresses of the resources that the golden file of an environment has. */
    function golden(name: string): string[] {
      const { resource } = JSON.parse(readFileSync(join(goldenFolder, name, "cdk.tf.json"), "utf8")) as StackJson;
      return Object.entries(resource!)
        .flatMap(([type, named]) => Object.keys(named).map((id) => `${type}.${id}`))
        .sort();
    }

    test("everything is created, and nothing is coloured when piped", () => {
      const { stdout, ...outcome } = plan("--environment", "aws-demo");
      const [heading, , ...lines] = stdout.split("\n");
      const creations = lines.filter((line) => line.startsWith("  create  ")).map((line) => line.slice(10));

      expect(outcome).toEqual(planned);
      expect(heading).toMatch(/^aws-demo {2}planned offline by (Terraform|OpenTofu) \d+\.\d+\.\d+\S*, from nothing$/);
      expect(creations.sort()).toEqual(golden("aws-demo"));
      expect(stdout.endsWith(`\n\n${golden("aws-demo").length} to create\n`)).toBe(true);
    });

    test("the machine's form is JSON, whatever colours are asked for", () => {
      const asked = { ...variables, ENVIRONMENT: "google-demo", FORCE_COLOR: "1" };
      const { stdout, ...outcome } = run(["--output", "json"], asked);
      const { changes, text, plannedBy, ...rest } = JSON.parse(stdout) as OfflinePlan;

      expect(outcome).toEqual(planned);
      expect(rest).toEqual({ environment: "google-demo", refused: false });
      expect(plannedBy).toMatch(/^(Terraform|OpenTofu) \d+\.\d+\.\d+/);
      expect(changes.map(({ address }) => address).sort()).toEqual(golden("google-demo"));
      expect(changes).toEqual(
        changes.map(({ address }) => ({
          address,
          type: address.split(".")[0],
          action: "create",
          replacedBy: [],
          changed: [],
        })),
      );
      expect(text).toContain(`Plan: ${changes.length} to add, 0 to change, 0 to destroy.`);
      expect(text).not.toContain("\u001b[");
    });

    test("--full is what Terraform prints, every attribute included", () => {
      const { stdout, ...outcome } = plan("--environment", "digitalocean-production", "--full");

      expect(outcome).toEqual(planned);
      expect(stdout).toMatch(/^(Terraform|OpenTofu) used the selected providers to generate the following execution\n/);
      expect(stdout).toMatch(/^ {6}\+ auto_upgrade +=/m);
      expect(stdout).toContain(
        `\nPlan: ${golden("digitalocean-production").length} to add, 0 to change, 0 to destroy.\n`,
      );
    });
  });

  describe("against what is deployed", () => {
    const against = ["--environment", demo, "--state", deployed];

    test("nothing is changed when nothing was edited, least of all the checkout", () => {
      const before = checkout.files(".");
      const { stdout, ...outcome } = plan(...against);

      expect(outcome).toEqual(planned);
      expect(stdout).toMatch(/, against deployed\.tfstate\n\nNothing would be changed\.\n$/);
      expect(checkout.files(".")).toEqual(before);
    });

    test("an edit that replaces the cluster says so, with the reason and what is lost", () => {
      edit({ cluster: { nodeType: "s-4vcpu-8gb" } });
      const { stdout, ...outcome } = plan(...against);

      expect(outcome).toEqual(planned);
      expect(stdout.split("\n").slice(2)).toEqual([
        "  replace digitalocean_kubernetes_cluster.cluster_A4C38409  because of node_pool.size",
        "            loses the cluster, and everything that runs in it",
        '            node_pool.size: "s-2vcpu-2gb" → "s-4vcpu-8gb"',
        "  update  digitalocean_database_firewall.database_firewall_50105C0A",
        "  update  digitalocean_project_resources.project-resources",
        "            resources",
        "",
        "1 to replace, 2 to update",
        "",
      ]);
    });

    test("an edit of the tags updates what carries them", () => {
      edit({ tags: { team: "platform" } });
      const { state, changes } = planOf(...against);

      expect(state).toBe(deployed);
      expect(changes.map(({ action, type, changed }) => [action, type, changed.map(({ path }) => path)])).toEqual([
        ["update", "digitalocean_database_cluster", ["tags"]],
        ["update", "digitalocean_kubernetes_cluster", ["node_pool.tags", "tags"]],
      ]);
    });

    test.each([[[]], [["--full"]], [["--output", "json"]]])(
      "no secret of the state is printed when what has one is replaced, with %j",
      (args: string[]) => {
        edit({ region: "ams3" });
        const { stdout, ...outcome } = plan(...against, ...args);

        expect(outcome).toEqual(planned);
        for (const type of ["database_user", "database_cluster", "kubernetes_cluster"])
          expect(stdout).toMatch(new RegExp(`digitalocean_${type}\\.\\S+`));
        expect(stdout).not.toContain(secret);
      },
    );

    test("no copy of the state stays behind when it is interrupted", async () => {
      const child = spawn(process.execPath, ["tools/run-typescript.mjs", program, ...against], {
        cwd: checkout.folder,
        env: { ...variables, TMPDIR: temporary },
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      const isCopied = (): boolean =>
        readdirSync(temporary).some((name) => existsSync(join(temporary, name, "terraform.tfstate")));
      while (!isCopied() && child.exitCode === null) await sleep(5);
      child.kill("SIGINT");

      expect(await ended).toBe(1);
      expect(readdirSync(temporary)).toEqual([]);
    });

    test("what is protected is not planned: Terraform says why, and it ends with 1", () => {
      edit({ cluster: { nodeType: "s-4vcpu-8gb", deletionProtection: true } });
      const { stdout, ...outcome } = plan(...against);

      expect(outcome).toEqual(refused);
      const [, blank, ...told] = stdout.split("\n");
      expect(blank).toBe("");
      expect(told[0]).toMatch(/^Error: (Instance|Resource instance) cannot be destroyed$/);
      expect(stdout).toContain("digitalocean_kubernetes_cluster.cluster_A4C38409");
      expect(stdout.endsWith("\n\nTerraform refuses it.\n")).toBe(true);
    });

    test("a provider that cannot be played offline is told in Terraform's words", () => {
      const state = JSON.parse(readFileSync(join(checkout.folder, deployed), "utf8")) as { resources: object[] };
      const pet = {
        mode: "managed",
        type: "random_pet",
        name: "pet",
        provider: 'provider["registry.terraform.io/hashicorp/random"]',
        instances: [{ schema_version: 0, attributes: { id: "cat" } }],
      };
      checkout.write("pets.tfstate", JSON.stringify({ ...state, resources: [...state.resources, pet] }));
      const { stdout, ...outcome } = plan("--environment", demo, "--state", "pets.tfstate", "--output", "json");

      expect(outcome).toEqual(refused);
      expect(JSON.parse(stdout)).toMatchObject({
        refused: true,
        changes: [],
        text: expect.stringMatching(/provider\s+hashicorp\/random/) as unknown,
      });
    });
  });

  test("a wrong state ends it with 2", () => {
    const { stderr, ...outcome } = plan("--environment", demo, "--state", "missing.tfstate");

    expect(stderr).toMatch(/^missing\.tfstate has 1 problem:\n {2}- `--state` must be a file that can be read: ENOENT/);
    expect(outcome).toEqual({ status: 2, stdout: "", left: [] });
  });
});

/** A state with secrets where the real providers leave some. */
function withSecrets(state: StackState): StackState {
  const secrets: Readonly<Record<string, Values>> = {
    digitalocean_database_user: { password: secret },
    digitalocean_database_cluster: {
      password: secret,
      uri: `postgresql://doadmin:${secret}@host`,
      private_uri: secret,
    },
    digitalocean_kubernetes_cluster: { kube_config: [{ token: secret, raw_config: `token: ${secret}` }] },
  };
  const resources = state.resources.map((resource) => ({
    ...resource,
    instances: resource.instances.map((instance) => ({
      ...instance,
      attributes: { ...instance.attributes, ...secrets[resource.type] },
    })),
  }));
  return { ...state, resources };
}
