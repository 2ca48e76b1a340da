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
      // as it can be typed
      next: [
        `npx release canary --image REFERENCE --environment local --kubeconfig ${kubeconfig.path} --context test-cluster`,
      ],
      deployments: [],
    });
  });

  describe("at a lock", () => {
    const lock = (secondsAgo: number): void => {
      const time = new Date(cluster.clock.now() - secondsAgo * 1000).toISOString().replace("Z", "000Z");
      cluster.store.create({
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: {
          name: "addressbook-release",
          namespace: "addressbook",
          annotations: { "addressbook-platform/command": "release canary" },
        },
        spec: { holderIdentity: "ana", leaseDurationSeconds: 30, acquireTime: time, renewTime: time },
      });
    };
    afterEach(() => {
      cluster.store.remove("Lease", "addressbook", "addressbook-release");
    });

    test("of somebody who is at work, who says what is next", async () => {
      lock(3);
      const { code, stdout } = await run(["status", ...where]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^ {2}release {2}release canary by ana, since \d+ s\n {11}last sign of life \d+ s ago$/m);
      expect(stdout).not.toContain("npx release");
    });

    test("of somebody who may be at work, which `unlock` takes away only by force", async () => {
      lock(3);
      const refused = await run(["unlock", "--output", "json", ...where]);
      expect(refused.code).toBe(75);
      const place = `--environment local --kubeconfig ${kubeconfig.path} --context test-cluster`;
      expect(JSON.parse(refused.stdout)).toMatchObject({
        type: "finished",
        code: 75,
        summary: expect.stringMatching(/^ana has given a sign of life \d+ s ago, and may be at work: /) as string,
        next: [`npx release status ${place}`, `npx release unlock --force ${place}`],
      });
      expect(cluster.store.list("Lease")).toHaveLength(1);
      const taken = await run(["unlock", "--force", ...where]);
      expect(taken).toMatchObject({
        code: 0,
        stdout:
          "taken from ana (release canary); if that is still at work, it may go on for up to 10 s until it notices\n",
      });
      expect(cluster.store.list("Lease")).toEqual([]);
    });

    test("of somebody who is dead, and at what to do next", async () => {
      lock(95);
      const { code, stdout } = await run(["status", ...where]);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^ {11}last sign of life [12] min \d\d s ago: the next command that changes something takes its lock over$/m,
      );
      expect(stdout).toContain("  next     npx release canary --image REFERENCE --environment local");
    });
  });

  test("at what a canary would do", async () => {
    const { code, stdout } = await run(["canary", "--dry-run", "--image", "registry.example/app:1.0.0", ...where]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 7)).toEqual([
      "from  nothing",
      "to    registry.example/app:1.0.0",
      "",
      "    step                  canary pods  new version  ready at least  connections",
      "1.  migrate the database            0          0 %               0            1",
      "2.  start the canary                1        100 %               0            3",
      "3.  verify it                       1        100 %               1            3",
    ]);
    // the lock is taken away by another test
    expect(writesOf(cluster).filter((write) => !write.includes("Lease"))).toEqual([]);
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

  test.each([
    ["status", [], ""],
    ["history", [], ""],
    [
      "canary",
      ["--dry-run", "--image", "registry.example/app:1.0.0", "--canary-pods", "1"],
      " --image registry.example/app:1.0.0 --canary-pods 1 --dry-run",
    ],
  ])("with %s, no longer than it may, and says what to type", async (command, more, again) => {
    // nothing listens there
    const server = "https://127.0.0.1:9";
    const config = JSON.parse(cluster.kubeconfig()) as { clusters: { cluster: { server: string } }[] };
    for (const each of config.clusters) each.cluster.server = server;
    const nobody = new KubeconfigFile({ kubeconfig: () => JSON.stringify(config) });
    const named = ["--environment", "local", "--kubeconfig", nobody.path, "--context", "test-cluster"];
    const since = Date.now();
    const { code, stdout, stderr } = await run([command, ...more, "--timeout", "2", "--output", "json", ...named]);
    nobody.remove();
    expect(code).toBe(70);
    // most of it is the start of the process
    expect(Date.now() - since).toBeLessThan(25_000);
    const next = `npx release ${command}${again} --environment local --kubeconfig ${nobody.path} --context test-cluster`;
    expect(JSON.parse(stdout)).toMatchObject({ type: "finished", code: 70, next: [next] });
    expect(stderr).toMatch(/^out of time: .*\nnext: npx release /);
  });

  test("and says so when it is not in the project's folder", async () => {
    const { code, stderr } = await run(["status", ...where], { folder: "/", checkout: process.cwd() });
    expect(code).toBe(2);
    expect(stderr).toContain(`must be run in the folder of the project; run \`cd ${process.cwd()}\` first`);
  });
});
