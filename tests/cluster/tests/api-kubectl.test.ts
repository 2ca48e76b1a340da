import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { quietBackend, type RunningApi, startApi } from "./api-support/running-api";

/** `null` when there is no kubectl on this machine. */
const { status: kubectl } = spawnSync("kubectl", ["version", "--client"]);
jest.setTimeout(60_000);
if (kubectl !== 0) console.warn("skipped: kubectl is not installed, so nothing shows that it can use the test cluster");

const manifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}", env: [{name: A, value: "1"}]}]}
`;

(kubectl === 0 ? describe : describe.skip)("kubectl", () => {
  let running: RunningApi;
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  const file = (image: string): string => {
    const path = join(folder, `${image.replace(":", "-")}.yaml`);
    writeFileSync(path, manifest(image));
    return path;
  };

  const run = (...args: readonly string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, KUBECONFIG: join(folder, "kubeconfig"), KUBECACHEDIR: join(folder, "cache") };
      execFile("kubectl", args, { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });

  beforeAll(async () => {
    running = await startApi({
      https: true,
      scale: 1,
      backend: {
        ...quietBackend,
        exec: (_, __, ___, [command = ""]) =>
          Promise.resolve({ exitCode: command === "false" ? 3 : 0, stdout: `ran ${command}\n`, stderr: "" }),
      },
    });
    writeFileSync(join(folder, "kubeconfig"), running.api.kubeconfig());
    const pod = { name: "p", namespace: "default", labels: { app: "web" } };
    const container = { name: "web", image: "web:1" };
    running.store.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: pod,
      spec: { containers: [container] },
      status: { phase: "Running" },
    });
    await run("apply", "-f", file("web:1"));
  });

  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const image = () =>
    (
      running.store.get("Deployment", "default", "web")?.["spec"] as {
        template: { spec: { containers: { image: string }[] } };
      }
    ).template.spec.containers[0]?.image;

  test("applies, compares and applies again", async () => {
    expect((await run("apply", "-f", file("web:1"))).stdout).toMatch(/^deployment.apps\/web (unchanged|configured)/);
    const { code, stdout } = await run("diff", "-f", file("web:2"));
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^\+ +image: web:2$/m)]);
    expect((await run("apply", "-f", file("web:2"))).stdout).toBe("deployment.apps/web configured\n");
    expect(image()).toBe("web:2");
  });

  test("applies on the server's side, and tells of conflicts", async () => {
    const other = ["--server-side", "--field-manager", "other", "-f", file("web:9")];
    expect((await run("apply", ...other)).stderr).toContain('.spec.template.spec.containers[name="web"].image');
    expect((await run("apply", "--force-conflicts", ...other)).stdout).toContain("serverside-applied");
    expect(image()).toBe("web:9");
  });

  test.each([
    [["get", "pods"], /^p +0\/1 +Running +0 /m],
    [["get", "deployment", "web", "-o", "jsonpath={.spec.selector.matchLabels.app}"], /^web$/],
    [["describe", "deployment", "web"], /^Selector: +app=web$/m],
    [["logs", "p"], /^one line$/m],
    [["exec", "p", "--", "true"], /^ran true$/m],
    [["auth", "can-i", "create", "deployments"], /^yes$/m],
    [["scale", "deployment", "web", "--replicas", "3"], /scaled/],
    [["label", "deployment", "web", "track=stable", "--overwrite"], /labeled|not labeled/],
    [["patch", "deployment", "web", "-p", '{"spec":{"minReadySeconds":1}}'], /patched/],
    [["create", "secret", "generic", "s", "--from-literal", "a=b"], /secret\/s created/],
  ])("does %j", async (args, output) => {
    const { stdout, stderr, code } = await run(...args);
    expect({ stderr: code === 0 ? "" : stderr, stdout }).toEqual({
      stderr: "",
      stdout: expect.stringMatching(output) as unknown,
    });
  });

  test("ends with the exit code of what it has run", async () => {
    expect((await run("exec", "p", "--", "false")).code).toBe(3);
  });

  test("hears that it may not", async () => {
    const { token } = running.api.users.add("reader", []);
    const { stderr } = await run("--token", token, "get", "pods");
    expect(stderr).toContain('cannot list resource "pods" in API group "" in the namespace "default"');
  });
});
