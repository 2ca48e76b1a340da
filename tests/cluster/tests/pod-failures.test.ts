import type { Pod } from "../controllers/kinds";
import type { ImageBehaviour } from "../images/behaviour";
import { containerStatusOf, createPod, eventsOf, namespace, podOf, startCluster } from "./support";

const image = "registry.example/shop:1.0.0";
const url = "https://registry.example/v2/shop/manifests/1.0.0";
const unpack = `failed to pull and unpack image "${image}"`;
const resolve = `${unpack}: failed to resolve reference "${image}"`;

test.each<[string, ImageBehaviour | undefined, string]>([
  ["is not there", undefined, `rpc error: code = NotFound desc = ${resolve}: ${image}: not found`],
  [
    "is not for everybody",
    { pull: { failure: "unauthorized" } },
    `${resolve}: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://registry.example/token?scope=repository%3Ashop%3Apull&service=registry.example: 401 Unauthorized`,
  ],
  [
    "was pulled too often",
    { pull: { failure: "rate limited" } },
    `${unpack}: failed to copy: httpReadSeeker: failed open: unexpected status code ${url}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`,
  ],
  [
    "is for other processors",
    { pull: { failure: "no platform" } },
    `rpc error: code = NotFound desc = ${unpack}: no match for platform in manifest: not found`,
  ],
])("An image that %s is said not to be pulled, again and again, later and later", async (_, behaviour, failure) => {
  const cluster = startCluster();
  createPod(cluster, behaviour);
  await cluster.clock.sleep(1200);
  expect(containerStatusOf(cluster).state).toEqual({ waiting: { reason: "ErrImagePull", message: failure } });
  await cluster.clock.sleep(2000);
  expect(containerStatusOf(cluster).state!.waiting).toEqual({
    reason: "ImagePullBackOff",
    message: `Back-off pulling image "${image}": ErrImagePull: ${failure}`,
  });
  // after 1, 12 and 33 s
  await cluster.clock.sleep(40_000);
  expect(eventsOf(cluster).slice(1)).toEqual([
    `Normal Pulling 3 Pulling image "${image}"`,
    `Warning Failed 3 Failed to pull image "${image}": ${failure}`,
    "Warning Failed 3 Error: ErrImagePull",
    `Normal BackOff 3 Back-off pulling image "${image}"`,
    "Warning Failed 3 Error: ImagePullBackOff",
  ]);
  expect(podOf(cluster).status!.phase).toBe("Pending");
});

test("An image that is pulled at last runs", async () => {
  const cluster = startCluster();
  createPod(cluster, { pull: { failure: "timeout", times: 1 } });
  await cluster.clock.sleep(31_000);
  expect(containerStatusOf(cluster).state!.waiting!.message).toBe(
    `${resolve}: failed to do request: Head "${url}": dial tcp 192.0.2.10:443: i/o timeout`,
  );
  await cluster.clock.sleep(30_000);
  expect(containerStatusOf(cluster)).toMatchObject({ ready: true, restartCount: 0 });
});

test("A name that is none is refused by the node", async () => {
  const cluster = startCluster();
  createPod(cluster, undefined, { container: { image: "Registry/shop::1" } });
  await cluster.clock.sleep(1000);
  const message = `Failed to apply default image tag "Registry/shop::1": couldn't parse image name "Registry/shop::1": invalid reference format`;
  expect(containerStatusOf(cluster).state).toEqual({ waiting: { reason: "InvalidImageName", message } });
  expect(eventsOf(cluster).slice(1)).toEqual([
    `Warning InspectFailed 1 ${message}`,
    "Warning Failed 1 Error: InvalidImageName",
  ]);
});

test.each<[string, ImageBehaviour, Partial<Pod["spec"]["containers"][number]>, object, string[]]>([
  ["says why", { crash: { exitCode: 1, logs: ["no"] } }, {}, { exitCode: 1, reason: "Error" }, ["no"]],
  [
    "takes too much memory",
    { memory: { mebibytes: 300, afterMillis: 100 } },
    { resources: { limits: { memory: "256Mi" } } },
    { exitCode: 137, reason: "OOMKilled" },
    [],
  ],
  [
    "is for other processors",
    { architecture: "arm64" },
    {},
    { exitCode: 255, reason: "Error" },
    ["exec /usr/local/bin/docker-entrypoint.sh: exec format error"],
  ],
  [
    "has no such program",
    { programs: {} },
    { command: ["nod", "dist/main.js"] },
    { exitCode: 128, reason: "StartError" },
    [],
  ],
])(
  "A program that %s is started again: at once, and then later and later",
  async (_, behaviour, container, end, logs) => {
    const cluster = startCluster();
    createPod(cluster, behaviour, { container });
    await cluster.clock.sleep(1600);
    const { uid } = podOf(cluster).metadata;
    expect(containerStatusOf(cluster).state!.terminated).toMatchObject(end);
    await cluster.clock.sleep(3000);
    expect(containerStatusOf(cluster)).toMatchObject({
      restartCount: 1,
      ready: false,
      lastState: { terminated: end },
      state: {
        waiting: {
          reason: "CrashLoopBackOff",
          message: `back-off 10s restarting failed container=web pod=web_shop(${uid})`,
        },
      },
    });
    expect(cluster.logs(namespace, "web", { previous: true })).toBe(logs.map((line) => `${line}\n`).join(""));
    await cluster.clock.sleep(12_000);
    expect(containerStatusOf(cluster).state!.waiting!.message).toMatch(/^back-off 20s /);
    await cluster.clock.sleep(22_000);
    expect(containerStatusOf(cluster)).toMatchObject({ restartCount: 3 });
    expect(containerStatusOf(cluster).state!.waiting!.message).toMatch(/^back-off 40s /);
    expect(eventsOf(cluster)).toContain(
      `Warning BackOff 3 Back-off restarting failed container web in pod web_shop(${uid})`,
    );
  },
);

test("A program that crashes twice works the third time", async () => {
  const cluster = startCluster();
  createPod(cluster, { crash: { exitCode: 1, times: 2 } });
  await cluster.clock.sleep(20_000);
  expect(containerStatusOf(cluster)).toMatchObject({ restartCount: 2, ready: true });
});

const reference = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });

test.each<[string, Partial<Pod["spec"]["containers"][number]>, string]>([
  ["Secret", { env: [{ name: "A", ...reference("none", "A") }] }, 'secret "none" not found'],
  ["key", { env: [{ name: "A", ...reference("db", "A") }] }, "couldn't find key A in Secret shop/db"],
  ["ConfigMap", { envFrom: [{ configMapRef: { name: "none" } }] }, 'configmap "none" not found'],
])("A variable from a %s that is not there keeps the container from being made", async (_, container, message) => {
  const cluster = startCluster();
  cluster.store.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace }, data: {} });
  createPod(cluster, {}, { container });
  await cluster.clock.sleep(3000);
  expect(containerStatusOf(cluster).state).toEqual({ waiting: { reason: "CreateContainerConfigError", message } });
  expect(eventsOf(cluster)).toContain(`Warning Failed 1 Error: ${message}`);
});

test("A volume of a Secret that is not there is waited for", async () => {
  const cluster = startCluster();
  const seen: unknown[] = [];
  const volumes = [{ name: "db", secret: { secretName: "db" } }];
  const answer = (_: unknown, { files }: { files: unknown }) => (seen.push(files), { status: 200 });
  const readinessProbe = { httpGet: { path: "/ready", port: 3000 } };
  const volumeMounts = [{ name: "db", mountPath: "/run/db" }];
  createPod(cluster, { answer }, { spec: { volumes }, container: { readinessProbe, volumeMounts } });
  await cluster.clock.sleep(2000);
  expect(containerStatusOf(cluster).state).toEqual({ waiting: { reason: "ContainerCreating" } });
  expect(eventsOf(cluster)).toContain(
    'Warning FailedMount 3 MountVolume.SetUp failed for volume "db" : secret "db" not found',
  );
  const data = { DB_PASSWORD: Buffer.from("x").toString("base64") };
  cluster.store.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace }, data });
  await cluster.clock.sleep(5000);
  expect(containerStatusOf(cluster).ready).toBe(true);
  expect(seen[0]).toEqual({ "/run/db/DB_PASSWORD": "x" });
});
