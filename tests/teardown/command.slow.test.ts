import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import type { Result } from "../../teardown/predestroy";
import { Checkout } from "../support/checkout";
import { minimal } from "../support/environments";
import { overlay } from "../support/overlay";
import { type CloudState, secret } from "./fakes/cloud-state";
import { example } from "./fakes/example-cloud";
import { FakeCloud } from "./fakes/fake-cloud";

const program = "teardown/main.ts";
const name = "minimal-aws";

const checkout = new Checkout();
for (const other of ["aws-demo", "aws-production"]) checkout.remove(`environments/${other}.ts`);
const edit = (change: object): void => {
  checkout.write(`environments/${name}.ts`, `export default ${JSON.stringify(overlay(minimal.aws, change))};\n`);
};

/** A network with nothing of Kubernetes in it: less to look at. */
const empty = { Vpcs: example.account["Vpcs"] ?? [] };

let cloud: FakeCloud;
const play = (change: Partial<CloudState> = {}): void => {
  cloud.dispose();
  cloud = new FakeCloud({ ...example, ...change });
};
beforeEach(() => {
  edit({});
  cloud = new FakeCloud(example);
});
afterEach(() => {
  cloud.dispose();
});
afterAll(() => {
  checkout.dispose();
});
// it starts a dozen programs each time that it looks
jest.setTimeout(60_000);

/** Runs it where only the given programs can be found. */
const run = (args: readonly string[], programs: readonly string[] = ["aws", "kubectl"]) =>
  checkout.run(program, args, cloud.install(...programs));

const predestroy = (...args: readonly string[]) => run(["--environment", name, ...args]);

describe("npm run predestroy", () => {
  test("says what it will do, does it, and says what to type next; nothing is coloured when piped", () => {
    const { status, stdout, stderr } = predestroy("--yes", "--timeout", "15");
    const lines = stdout.split("\n").filter((line) => !line.startsWith("waiting"));

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(lines.join("\n")).toBe(`minimal-aws  AWS · before its destroy

what has a load balancer in the cluster addressbook-minimal-aws, which is waited for:
  delete    Service addressbook/addressbook-lb  k8s-lb.elb.eu-central-1.amazonaws.com
what carries the cluster's tags in the account, as far as the cluster does not delete it itself:
  delete    load balancer k8s-lb
  delete    classic load balancer a0123
  delete    target group k8s-tg
  delete    network interface eni-pods (aws-K8S-i-0)
  delete    security group sg-balancer (k8s-balancer)
  delete    security group sg-traffic (k8s-traffic)

deleted   Service addressbook/addressbook-lb
deleted   classic load balancer a0123
deleted   network interface eni-pods (aws-K8S-i-0)
revoked   rule sgr-traffic of security group eks-cluster-sg, which named sg-traffic
deleted   security group sg-traffic (k8s-traffic)
nothing is in the way any more
next: npx cdktf destroy minimal-aws
`);
    expect(stdout).toMatch(/^waiting {3}Service addressbook\/addressbook-lb {2}\(0 s of 15 s\)$/m);

    // it never hands on the user's own clusters, and leaves nothing behind
    const { calls } = cloud;
    const ofKubernetes = calls.filter(({ program, args }) => program === "kubectl" || args[1] === "update-kubeconfig");
    expect(ofKubernetes.length).toBeGreaterThan(5);
    expect(ofKubernetes.filter(({ mode }) => mode !== 0o600)).toEqual([]);
    expect(calls.filter(({ kubeconfig = cloud.temporary }) => !kubeconfig.startsWith(cloud.temporary))).toEqual([]);
    expect(cloud.left).toEqual([]);
    expect(stdout).not.toContain(secret);
  });

  test("changes nothing in a dry run, the checkout included", () => {
    const before = checkout.files(".");
    const { status, stdout, stderr } = predestroy("--dry-run");

    expect({ status, stderr, changes: cloud.changes, left: cloud.left }).toEqual({
      status: 0,
      stderr: "",
      changes: [],
      left: [],
    });
    expect(stdout).toMatch(
      /\n\nnothing was changed\nnext: npm run predestroy -- --environment minimal-aws\n {6}npx cdktf destroy minimal-aws\n$/,
    );
    expect(checkout.files(".")).toEqual(before);
  });

  test("gives machines JSON, and people the progress beside it", () => {
    play({ account: empty });
    const { status, stdout, stderr } = predestroy("--yes", "--timeout", "15", "--output", "json");
    const { environment, cloud: of, cluster, removed, next, ...rest } = JSON.parse(stdout) as Result;

    expect(status).toBe(0);
    expect({ environment, of, cluster, next }).toEqual({
      environment: name,
      of: "aws",
      cluster: { name: "addressbook-minimal-aws", state: "found" },
      next: ["npx cdktf destroy minimal-aws"],
    });
    expect(removed).toEqual(["Service addressbook/addressbook-lb"]);
    expect(rest).toMatchObject({ dryRun: false, foreign: [], volumes: [] });
    expect(rest).not.toHaveProperty("problem");
    expect(stderr).toContain("\ndeleted   Service addressbook/addressbook-lb\n");
  });

  test("ends with 1 when something stays, in both forms", () => {
    play({ account: empty, cluster: { ...example.cluster, isStuck: true } });
    const { status, stderr } = predestroy("--yes", "--timeout", "1");
    expect(status).toBe(1);
    expect(stderr).toBe(
      "after 1 s there is still Service addressbook/addressbook-lb, held by service.k8s.aws/resources\n" +
        "next: npm run predestroy -- --environment minimal-aws\n" +
        "      npm run predestroy -- --environment minimal-aws --skip-cluster\n",
    );

    const machine = predestroy("--yes", "--timeout", "1", "--output", "json");
    expect(machine.status).toBe(1);
    expect(JSON.parse(machine.stdout)).toMatchObject({ removed: [], problem: stderr.split("\n")[0] });
  });

  test.each([
    ["aws", ["kubectl"], "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"],
    ["kubectl", ["aws"], "https://kubernetes.io/docs/tasks/tools"],
  ])("says what is missing when it is %s, before anything is changed", (missing, programs, source) => {
    const { status, stdout, stderr } = run(["--environment", name, "--yes"], programs);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(`\`${missing}\` is not on the PATH; ${source} tells how to get it\n`);
    expect(cloud.changes).toEqual([]);
    expect(cloud.left).toEqual([]);
  });

  test.each([
    ['Unable to locate credentials. You can configure credentials by running "aws configure".', "aws sso login"],
    ['Could not connect to the endpoint URL: "https://sts.eu-central-1.amazonaws.com/"', undefined],
  ])("says whose fault it is: %s", (refusal, login) => {
    play({ refusals: { "aws sts": refusal } });
    const { status, stderr } = predestroy("--yes");

    expect(status).toBe(1);
    expect(stderr).toBe(
      `it is not known whose credentials these are: \`aws sts get-caller-identity\` failed: ${refusal}\n` +
        (login === undefined ? "" : `next: ${login}\n`),
    );
  });
});

describe("npm run predestroy, interrupted", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s ends in order, without its kubeconfig", async (signal) => {
    play({ cluster: { ...example.cluster, isStuck: true } });
    const args = ["tools/run-typescript.mjs", program, "--environment", name, "--yes", "--timeout", "600"];
    const child = spawn(process.execPath, args, { cwd: checkout.folder, env: cloud.install("aws", "kubectl") });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (!text.includes("waiting") && child.exitCode === null) await sleep(20);
    expect(cloud.left).toHaveLength(1);

    child.kill(signal);
    expect(await ended).toBe(1);
    expect(text).toMatch(
      /interrupted; what is gone is gone, and it is safe to run it again\nnext: npm run predestroy -- --environment minimal-aws\n$/,
    );
    expect(cloud.left).toEqual([]);
  });
});

describe("npm run predestroy, with wrong input", () => {
  const names = "digitalocean-demo, digitalocean-production, google-demo, google-production, local, minimal-aws";

  test.each<[string, string[], string]>([
    ["without a name", ["--yes"], "error: required option '-e, --environment <name>' not specified\n"],
    [
      "with an empty name",
      ["--environment", ""],
      "error: option '-e, --environment <name>' argument '' is invalid. It must be the name of a file in environments/.\n",
    ],
    [
      "with the wrong name",
      ["--environment", "minimal-asw", "--yes"],
      `the choice of environment has 1 problem:\n  - must be the name of a file in environments/ (${names}), got: "minimal-asw"; did you mean "minimal-aws"?\n`,
    ],
    [
      "for a cluster that was there before",
      ["--environment", "local", "--yes"],
      'environments/local.ts has 1 problem:\n  - `cloud` must be one for which Terraform creates something, got: "local"\n',
    ],
    [
      "without a limit",
      ["--environment", name, "--timeout", "1e3"],
      "error: option '-t, --timeout <seconds>' argument '1e3' is invalid. It must be a whole number of seconds, from 1 to 86400.\n",
    ],
    [
      "where nobody can be asked",
      ["--environment", name],
      "the command line has 1 problem:\n  - `--yes` must be given where nobody can be asked; look at what `--dry-run` says first\n",
    ],
    [
      "for protected environments",
      ["--environment", "google-production"],
      `environments/google-production.ts has 2 problems:
  - \`cluster.deletionProtection\` must be false before the environment is taken down, got: true; set it to false, say why in \`exceptions.noDeletionProtection\`, and \`npx cdktf deploy google-production\`
  - \`database.deletionProtection\` must be false before the environment is taken down, got: true; set it to false, say why in \`exceptions.noDeletionProtection\`, and \`npx cdktf deploy google-production\`
the command line has 1 problem:
  - \`--yes\` must be given where nobody can be asked; look at what \`--dry-run\` says first
`,
    ],
  ])("%s ends with 2 and asks nothing of anybody", (_what, args, message) => {
    expect(run(args)).toEqual(expect.objectContaining({ status: 2, stdout: "", stderr: message }));
    expect(cloud.calls).toEqual([]);
  });

  test("in the file ends with 2, with all of it", () => {
    edit({ region: "eu-central1", cluster: { nodeCount: 2 } });
    const { status, stderr } = predestroy("--yes");

    expect(status).toBe(2);
    expect(stderr).toContain(`environments/${name}.ts has 2 problems:\n  - \`region\` must be`);
    expect(cloud.calls).toEqual([]);
  });

  test("in the credentials ends with 2", () => {
    play({ accountId: "999999999999" });
    const { status, stdout, stderr } = predestroy("--yes");

    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("`accountId` must be the account of the credentials in use (999999999999,");
    expect(cloud.calls).toHaveLength(1);
  });

  test("can be avoided with --help", () => {
    const { status, stdout } = run(["--help"]);

    expect(status).toBe(0);
    for (const part of ["--dry-run", "--skip-cluster", "--timeout <seconds>", "Exit codes:"])
      expect(stdout).toContain(part);
    expect(stdout).toContain("npm run predestroy -- --environment aws-demo --dry-run");
    expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });
});
