// Slow (12 s): releases as processes, in real time, against a cluster whose time passes 20 times as fast.
import { addressbook } from "../../cluster/images/addressbook";
import { People } from "../../cluster/images/people";
import { TestCluster } from "../../cluster/test-cluster";
import { Checkout } from "./checkout";
import { type Ended, KubeconfigFile, run, type Started, start, type StartOptions, writesOf } from "./release-process";

jest.setTimeout(60_000);

const namespace = "addressbook";
const image = (tag: string): string => `registry.example/addressbook:${tag}`;

describe("`npx release` in processes", () => {
  const checkout = new Checkout();
  let cluster: TestCluster;
  let kubeconfig: KubeconfigFile;

  beforeAll(async () => {
    const analysis = { windowSeconds: 0 };
    checkout.environment("quick", {
      cloud: "local",
      cluster: { context: "test-cluster" },
      service: { verification: { analysis } },
    });
    // makes the bundle
    await run(["--help"], { checkout: checkout.folder });
  });
  afterAll(() => {
    checkout.remove();
  });

  beforeEach(async () => {
    cluster = await TestCluster.start({ https: true, namespaces: [namespace], scale: 20 });
    kubeconfig = new KubeconfigFile(cluster);
    const names = ["DB_HOST", "DB_PORT", "DB_SCHEMA", "DB_USER", "DB_PASSWORD"];
    const data = Object.fromEntries(names.map((name) => [name, Buffer.from("1").toString("base64")]));
    cluster.store.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "db-params", namespace }, data });
    const people = new People();
    for (const version of ["1.0.0", "1.1.0"]) cluster.images.push(image(version), addressbook({ version }, people));
    cluster.images.push("postgres:17-bookworm", { port: 5432, steady: true });
  });
  afterEach(async () => {
    kubeconfig.remove();
    await cluster.stop();
  });

  const begin = (args: readonly string[], options: StartOptions = {}): Started =>
    start([...args, "--environment", "quick", "--kubeconfig", kubeconfig.path], {
      checkout: checkout.folder,
      ...options,
    });
  const release = (...args: readonly string[]): Promise<Ended> => begin(args).end;
  const locks = (): unknown[] => cluster.store.list("Lease", namespace);
  const imagesOf = (track: string): string[] =>
    cluster.store
      .list("Pod", namespace)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .filter(({ metadata }) => metadata.labels?.["deployment"] === `addressbook-${track}`)
      .map((pod) => (pod["spec"] as { containers: { image: string }[] }).containers[0]?.image ?? "");
  const notReady = (version: string, reason?: string): void => {
    cluster.images.change(image(version), addressbook({ version, notReady: reason }, new People()));
  };

  test("releases a version and its successor, with at most 40 requests", async () => {
    expect(await release("canary", "--image", image("1.0.0"))).toMatchObject({ code: 0, stderr: "" });
    expect(await release("promote")).toMatchObject({ code: 0, stderr: "" });
    const before = cluster.api.requests.length;
    const canary = await release("canary", "--image", image("1.1.0"), "--output", "json");
    const promote = await release("promote");
    expect([canary.code, promote.code]).toEqual([0, 0]);
    // the renewals of the lock depend on the time that it takes
    const requests = cluster.api.requests
      .slice(before)
      .filter(({ kind, verb }) => kind !== "Lease" || verb !== "update");
    expect(requests.length).toBeLessThanOrEqual(40);
    expect(imagesOf("stable")).toHaveLength(3);
    expect(imagesOf("canary")).toEqual([]);

    const events = canary.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(events[0]).toMatchObject({ type: "started", command: "canary", image: image("1.1.0") });
    expect(events.at(-1)).toMatchObject({ type: "finished", code: 0 });

    const history = await release("history", "--output", "json");
    expect(JSON.parse(history.stdout)).toMatchObject({ tracks: [{ name: "addressbook-stable", revisions: [{}, {}] }] });
    const written = writesOf(cluster).length;
    for (const command of ["promote", "rollback", "connect"])
      expect(await release(command, "--dry-run")).toMatchObject({ code: 0 });
    expect(writesOf(cluster).slice(written)).toEqual([]);
  });

  test("does nothing to a release of another image than a pipeline names", async () => {
    const other = `registry.example/other@sha256:${"0".repeat(64)}`;
    expect(await release("canary", "--image", image("1.0.0"))).toMatchObject({ code: 0 });
    const written = writesOf(cluster).length;

    const planned = await release("promote", "--image", other, "--dry-run");
    const refusal = `${other} is not what would be promoted: addressbook-canary is ${image("1.0.0")}`;
    const next = `npx release status --environment quick --kubeconfig ${kubeconfig.path}`;
    expect(planned).toEqual({ code: 1, stdout: "", stderr: `failed: ${refusal}\nnext: ${next}\n` });
    // what is exported for `canary` is nothing to a rollback
    const rollback = await begin(["rollback", "--image", other, "--output", "json"], {
      checkout: checkout.folder,
      variables: { IMAGE: image("1.0.0") },
    }).end;
    expect(rollback.code).toBe(0);
    expect(JSON.parse(rollback.stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      type: "finished",
      summary: `nothing of this image is under way; addressbook-canary is ${image("1.0.0")}`,
    });
    expect(
      writesOf(cluster)
        .slice(written)
        .filter((write) => !write.includes("Lease")),
    ).toEqual([]);
    expect(await release("rollback", "--image", other, "--to", "1")).toMatchObject({ code: 2, stdout: "" });
  });

  test.each(["SIGINT", "SIGTERM"] as const)("is ended by %s in an orderly way", async (signal) => {
    notReady("1.0.0", "the cache is not warm");
    const canary = begin(["canary", "--image", image("1.0.0"), "--report", checkout.write("canary.md", "")]);
    await canary.says(/startup probe|readiness probe/);
    expect(locks()).toHaveLength(1);
    canary.signal(signal);
    const { code, stdout } = await canary.end;
    expect(code).toBe(1);
    expect(stdout).toContain("canary was interrupted; what is there stays as it is, and can stay so");
    expect(stdout).toContain(`npx release canary --image ${image("1.0.0")} --environment quick`);
    expect(locks()).toEqual([]);
  });

  test("is ended by a second Ctrl-C at once", async () => {
    notReady("1.0.0", "the cache is not warm");
    const canary = begin(["canary", "--image", image("1.0.0")]);
    await canary.says(/startup probe|readiness probe/);
    cluster.api.faults.add({ verb: "delete", kind: "Lease", times: Infinity }, { type: "stall", when: "before" });
    canary.signal("SIGINT");
    await canary.says(/interrupted|failed/);
    const since = Date.now();
    canary.signal("SIGINT");
    expect((await canary.end).code).toBe(1);
    expect(Date.now() - since).toBeLessThan(2000);
    expect(locks()).toHaveLength(1);
  });

  test("goes on where a killed one was, and unlock spares the wait for its lock", async () => {
    notReady("1.0.0", "the cache is not warm");
    const killed = begin(["canary", "--image", image("1.0.0")]);
    await killed.says(/startup probe|readiness probe/);
    killed.signal("SIGKILL");
    expect((await killed.end).code).toBeUndefined();
    expect(locks()).toHaveLength(1);
    const unlock = await release("unlock", "--force");
    expect(unlock).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^taken from .* \(release canary\); if .* for up to 10 s .*\n$/) as string,
    });
    expect(locks()).toEqual([]);

    notReady("1.0.0");
    expect((await release("canary", "--image", image("1.0.0"))).code).toBe(0);
    expect((await release("promote")).code).toBe(0);
    expect(imagesOf("stable")).toHaveLength(3);
  });

  test("goes on where a killed one was, when its lock has expired", async () => {
    const killed = begin(["canary", "--image", image("1.0.0")]);
    await killed.says(/startup probe|readiness probe/);
    killed.signal("SIGKILL");
    await killed.end;
    const again = await release("canary", "--image", image("1.0.0"));
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(locks()).toEqual([]);
  });

  test("does its work when nobody reads what it writes", async () => {
    const canary = begin(["canary", "--image", image("1.0.0")], { isDeaf: true });
    expect(await canary.end).toMatchObject({ code: 0, stderr: "" });
    const status = begin(["status"], { isDeaf: true });
    expect(await status.end).toMatchObject({ code: 0, stderr: "" });
  });

  test("ends with 70 when the time is over, and leaves what is there", async () => {
    cluster.api.faults.add({ kind: "Deployment", verb: "apply", times: Infinity }, { type: "stall", when: "before" });
    const canary = await release("canary", "--image", image("1.0.0"), "--timeout", "2");
    expect(canary).toMatchObject({ stderr: "" });
    expect(canary.code).toBe(70);
  });
});
