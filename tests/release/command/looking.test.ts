import { TestCluster } from "../../cluster/test-cluster";
import { KubeconfigFile, run, writesOf } from "./release-process";

// after a change the first process makes a new bundle
jest.setTimeout(30_000);

/** Commands that look, as processes: what they print where, and that they change nothing. */
describe("`npx release` looks", () => {
  let cluster: TestCluster;
  let kubeconfig: KubeconfigFile;
  let where: string[];
  beforeAll(async () => {
    cluster = await TestCluster.start({ https: true, namespaces: ["addressbook"], scale: 1 });
    kubeconfig = new KubeconfigFile(cluster);
    where = ["--environment", "local", "--kubeconfig", kubeconfig.path, "--context", "test-cluster"];
  });
  afterAll(async () => {
    kubeconfig.remove();
    await cluster.stop();
  });

  test("at nothing, and says what there is to do", async () => {
    const { code, stderr } = await run([]);
    expect(code).toBe(2);
    for (const name of [
      "connect",
      "push",
      "test",
      "canary",
      "promote",
      "rollback",
      "status",
      "history",
      "diagnose",
      "dashboard",
      "report",
      "plan",
      "unlock",
    ])
      expect(stderr).toMatch(new RegExp(`^  ${name} \\[options\\]`, "m"));
  });

  test("at a cluster without a release, as JSON and nothing else", async () => {
    const { code, stdout, stderr } = await run(["status", "--output", "json", ...where]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      environment: "local",
      service: "addressbook",
      namespace: "addressbook",
      next: ["npx release canary --image REFERENCE --environment local"],
      deployments: [],
    });
  });

  test("at what a canary would do", async () => {
    const { code, stdout } = await run(["canary", "--dry-run", "--image", "registry.example/app:1.0.0", ...where]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 7)).toEqual([
      "registry.example/app:1.0.0",
      "",
      "    step                  canary pods  new version  ready at least  connections",
      "1.  migrate the database            0          0 %               0            1",
      "2.  start the canary                1        100 %               0            3",
      "3.  verify it                       1        100 %               1            3",
      "",
    ]);
    expect(writesOf(cluster)).toEqual([]);
  });

  test("at what a release would do, without a cluster and a home", async () => {
    const { code, stdout } = await run(["plan", "--offline", "--environment", "aws-demo", "--output", "json"], {
      variables: { CI: "true", NO_COLOR: "1", KUBECONFIG: "/nowhere", TMPDIR: "/nowhere" },
    });
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout) as { steps: { what: string; pods: object; minimumReady: number }[] };
    expect(steps.map(({ what, pods, minimumReady }) => [what, pods, minimumReady])).toEqual([
      ["migrate the database", { stable: 3 }, 3],
      ["start the canary", { stable: 3, canary: 1 }, 3],
      ["give it its share", { stable: 2, canary: 1 }, 3],
      ["verify it", { stable: 2, canary: 1 }, 3],
      ["update stable", { stable: 2, canary: 1 }, 3],
      ["give stable all its pods", { stable: 3, canary: 1 }, 3],
      ["end the canary", { stable: 3, canary: 0 }, 3],
    ]);
  });

  test("and says so when it is not in the project's folder", async () => {
    const { code, stderr } = await run(["status", ...where], { folder: "/", checkout: process.cwd() });
    expect(code).toBe(2);
    expect(stderr).toContain(`must be run in the folder of the project; run \`cd ${process.cwd()}\` first`);
  });
});
