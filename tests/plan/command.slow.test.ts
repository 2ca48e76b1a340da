import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Checkout, type Outcome } from "../support/checkout";
import { minimal } from "../support/environments";
import { overlay } from "../support/overlay";
import { type Change, planOf } from "./support/plan-json";

const program = "plan/main.ts";
const demo = "digitalocean-demo";
const secret = "open-sesame";

const checkout = new Checkout();
afterAll(() => {
  checkout.dispose();
});

/** The file of the demo, as somebody edited it. */
const edit = (change: object): void => {
  const settings = overlay(minimal.digitalocean, change);
  checkout.write(`environments/${demo}.ts`, `export default ${JSON.stringify(settings)};\n`);
};
beforeEach(() => {
  edit({});
});

const planned = (...changes: readonly Change[]): void => {
  checkout.write("plan.json", JSON.stringify(planOf(`addressbook-${demo}`, ...changes)));
};
const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Outcome => {
  const { status, stdout, stderr } = checkout.run(program, args, variables);
  return { status, stdout, stderr };
};
const check = (...more: readonly string[]): Outcome => run(["--environment", demo, "--plan", "plan.json", ...more]);

const settings = { name: "team", password: secret };
const update: Change = { type: "digitalocean_vpc", actions: ["update"], settings };
const noCluster: Change = {
  type: "digitalocean_kubernetes_cluster",
  name: "cluster_A4C38409",
  actions: ["delete", "create"],
  replacePaths: [["node_pool", 0, "size"], ["region"]],
  settings,
};
const noDatabase: Change = { type: "digitalocean_database_db", actions: ["delete"], settings };
const noServer: Change = { type: "digitalocean_database_cluster", actions: ["delete"], settings };

describe("npm run plan:check", () => {
  test("passes a plan that loses nothing", () => {
    planned(update, { type: "digitalocean_database_user", actions: ["delete"] });
    expect(check()).toEqual({ status: 0, stderr: "", stdout: `${demo}  the plan loses nothing that is guarded\n` });
  });

  test("refuses one that loses something: what, why, and what would allow it; and prints no colours when piped", () => {
    planned(update, noCluster, noDatabase, noServer);
    expect(check()).toEqual({
      status: 1,
      stderr: "",
      stdout: `${demo}  the plan is refused

  replace digitalocean_kubernetes_cluster.cluster_A4C38409  because of node_pool.size, region
          loses the cluster, and everything that runs in it
  delete  digitalocean_database_db.it
          loses the database, and the data in it
  delete  digitalocean_database_cluster.it
          loses the database server, and the data in it

If that is meant, say so in environments/${demo}.ts, and take it out again afterwards:
  exceptions: { loseCluster: "why, and where the data is", loseDatabase: "why, and where the data is" }
`,
    });
  });

  test("passes one that loses what the environment allows, with the reason", () => {
    edit({ exceptions: { loseCluster: "bigger nodes, announced for Sunday" } });
    planned(noCluster);
    expect(check()).toEqual({
      status: 0,
      stderr: "",
      stdout: `${demo}  the plan loses only what the environment allows

  replace digitalocean_kubernetes_cluster.cluster_A4C38409  because of node_pool.size, region
          loses the cluster, and everything that runs in it
          allowed by exceptions.loseCluster: bigger nodes, announced for Sunday
`,
    });
  });

  test("refuses the rest of one of which a part is allowed, and names only what is missing", () => {
    edit({ exceptions: { loseCluster: "bigger nodes, announced for Sunday" } });
    planned(noCluster, noDatabase);
    const { status, stdout } = check();

    expect(status).toBe(1);
    expect(stdout.indexOf("digitalocean_database_db.it")).toBeLessThan(stdout.indexOf("kubernetes_cluster"));
    expect(stdout.endsWith('  exceptions: { loseDatabase: "why, and where the data is" }\n')).toBe(true);
  });

  test("has a form for machines, with the same end", () => {
    edit({ exceptions: { loseCluster: "bigger nodes, announced for Sunday" } });
    planned(noCluster, noDatabase);
    const { status, stdout, stderr } = check("--output", "json");

    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      environment: demo,
      refused: true,
      losses: [
        {
          address: "digitalocean_database_db.it",
          action: "delete",
          loses: "the database, and the data in it",
          because: [],
          allowedBy: "loseDatabase",
        },
        {
          address: "digitalocean_kubernetes_cluster.cluster_A4C38409",
          action: "replace",
          loses: "the cluster, and everything that runs in it",
          because: ["node_pool.size", "region"],
          allowedBy: "loseCluster",
          reason: "bigger nodes, announced for Sunday",
        },
      ],
      changes: [
        { address: "digitalocean_kubernetes_cluster.cluster_A4C38409", action: "replace" },
        { address: "digitalocean_database_db.it", action: "delete" },
      ],
    });
    planned(update);
    expect(JSON.parse(check("-o", "json").stdout)).toEqual({
      environment: demo,
      refused: false,
      losses: [],
      changes: [{ address: "digitalocean_vpc.it", action: "update" }],
    });
  });

  test("refuses any change when there should be none, and names all of them", () => {
    planned(update, noDatabase, { type: "digitalocean_project", actions: ["read"] });
    expect(check("--unchanged")).toEqual({
      status: 1,
      stderr: "",
      stdout: `${demo}  the plan is refused: nothing should change

  update  digitalocean_vpc.it
  delete  digitalocean_database_db.it

  delete  digitalocean_database_db.it
          loses the database, and the data in it

If that is meant, say so in environments/${demo}.ts, and take it out again afterwards:
  exceptions: { loseDatabase: "why, and where the data is" }
`,
    });
    planned(update);
    expect(JSON.parse(check("--unchanged", "-o", "json", "--report", "plan.md").stdout)).toMatchObject({
      refused: true,
      losses: [],
    });
    const written = readFileSync(join(checkout.folder, "plan.md"), "utf8");
    expect(written.split("\n")[0]).toBe(`## ❌ ${demo}: the plan is refused: nothing should change`);
    checkout.remove("plan.md");
  });

  test("shows no value of the plan, in which secrets are spelled out", () => {
    planned(update, noCluster, noDatabase);
    expect(readFileSync(join(checkout.folder, "plan.json"), "utf8")).toContain(secret);
    for (const form of ["text", "json"]) expect(check("--output", form).stdout).not.toContain(secret);
  });

  test("takes the environment from a variable, and the plan from the standard input", () => {
    planned(noDatabase);
    const { status, stdout } = spawnSync(process.execPath, ["tools/run-typescript.mjs", program, "--plan", "-"], {
      cwd: checkout.folder,
      encoding: "utf8",
      env: { PATH: checkout.folder, ENVIRONMENT: demo },
      input: readFileSync(join(checkout.folder, "plan.json")),
    });
    expect(status).toBe(1);
    expect(stdout).toContain("delete  digitalocean_database_db.it\n");
  });

  test("colours it for whoever asks, but not what machines read", () => {
    planned(noDatabase);
    const asked = { FORCE_COLOR: "1" };
    const args = ["--environment", demo, "--plan", "plan.json"];
    expect(run(args, asked).stdout).toContain("\u001b[31mthe plan is refused\u001b[39m");
    expect(run([...args, "--output", "json"], asked).stdout).not.toContain("\u001b[");
  });

  test("changes nothing in the checkout", () => {
    planned(noCluster);
    const before = checkout.files(".");
    check();
    expect(checkout.files(".")).toEqual(before);
  });

  test("--help teaches", () => {
    const { status, stdout } = run(["--help"]);

    expect(status).toBe(0);
    expect(stdout).toContain("refuses a plan of Terraform that would delete or replace");
    expect(stdout).toContain("Exit codes:\n  0  nothing is lost that is not allowed");
    expect(stdout).toContain("exceptions: { loseDatabase:");
    expect(stdout).toContain("npm run --silent plan:check -- -e aws-production -p -");
  });
});

describe("Wrong input of npm run plan:check ends it with 2, and nothing is said to be right:", () => {
  test.each<[args: readonly string[], variables: Record<string, string>, message: string]>([
    [[], {}, "error: required option '-e, --environment <name>' not specified\n"],
    [["-e", demo], {}, "error: required option '-p, --plan <file>' not specified\n"],
    [
      ["-p", "plan.json"],
      { ENVIRONMENT: "" },
      "error: option '-e, --environment <name>' value '' from env 'ENVIRONMENT' is invalid. It must be the name of a file in environments/.\n",
    ],
    [
      ["-e", demo, "-p", ""],
      {},
      "error: option '-p, --plan <file>' argument '' is invalid. It must be a file, or -.\n",
    ],
    [
      ["-e", demo, "-p", "plan.json", "-o", "yaml"],
      {},
      "error: option '-o, --output <format>' argument 'yaml' is invalid. Allowed choices are text, json.\n",
    ],
    [
      ["-e", demo, "-p", "plan.json", "--outputs", "json"],
      {},
      "error: unknown option '--outputs'\n(Did you mean --output?)\n",
    ],
    [
      ["-e", demo, "-p", "plan.json", "--report", ""],
      {},
      "error: option '--report <file>' argument '' is invalid. It must be a file.\n",
    ],
    [["-e", demo, "-p", "plan.json", "other.json"], {}, "error: too many arguments. Expected 0 arguments but got 1.\n"],
    [
      ["-e", "digitalocean-dem", "-p", "plan.json"],
      {},
      'the choice of environment has 1 problem:\n  - must be the name of a file in environments/ (aws-demo, aws-production, digitalocean-demo, digitalocean-production, google-demo, google-production, local), got: "digitalocean-dem"; did you mean "digitalocean-demo"?\n',
    ],
    [
      ["-e", "local", "-p", "plan.json"],
      {},
      'environments/local.ts has 1 problem:\n  - `cloud` must be one for which Terraform creates something, got: "local"\n',
    ],
    [
      ["-e", "aws-demo", "-p", "plan.json"],
      {},
      'plan.json has 1 problem:\n  - `--plan` must be the plan of aws-demo, whose cluster is addressbook-aws-demo, got: "addressbook-digitalocean-demo"\n',
    ],
  ])("%j with %j", (args, variables, message) => {
    planned(noDatabase);
    expect(run(args, variables)).toEqual({ status: 2, stdout: "", stderr: message });
  });

  test("a plan that is none, from the standard input", () => {
    const { status, stdout, stderr } = run(["-e", demo, "-p", "-"]);
    // nothing is connected to it here
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "the standard input has 1 problem:\n  - `--plan` must be JSON; write it with `terraform show -json PLAN > FILE`\n",
    );
  });

  test("a reason that is none, with all that is wrong", () => {
    edit({ exceptions: { loseCluster: "why not", loseDatabase: true } });
    planned(noCluster);
    expect(check()).toEqual({
      status: 2,
      stdout: "",
      stderr: `environments/${demo}.ts has 2 problems:
  - \`exceptions.loseCluster\` must give the reason in at least 10 characters, got: "why not"
  - \`exceptions.loseDatabase\` must give the reason in at least 10 characters, got: true
`,
    });
  });
});
