import type { HttpAnswer } from "../images/behaviour";
import { containerStatusOf, createPod, eventsOf, podOf, startCluster } from "./support";

const probe = (path: string, more: object = {}) => ({ httpGet: { path, port: 3000 }, periodSeconds: 2, ...more });

test.each<[string, number, HttpAnswer, string]>([
  ["with an error", 3000, { status: 503 }, "HTTP probe failed with statuscode: 503"],
  [
    "at another port",
    8080,
    { status: 200 },
    'Get "http://10.244.0.2:8080/ready": dial tcp 10.244.0.2:8080: connect: connection refused',
  ],
  [
    "too late",
    3000,
    { status: 200, afterMillis: 1500 },
    'Get "http://10.244.0.2:3000/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ],
])("A pod that answers %s does not become ready", async (_, port, answer, output) => {
  const cluster = startCluster();
  const readinessProbe = { ...probe("/ready"), httpGet: { path: "/ready", port } };
  createPod(cluster, { answer: () => answer }, { container: { readinessProbe } });
  await cluster.clock.sleep(10_000);
  expect(containerStatusOf(cluster)).toMatchObject({ ready: false, started: true, restartCount: 0 });
  expect(podOf(cluster).status!.conditions!.find(({ type }) => type === "Ready")).toMatchObject({
    status: "False",
    reason: "ContainersNotReady",
    message: "containers with unready status: [web]",
  });
  expect(eventsOf(cluster)).toContainEqual(expect.stringMatching(/^Warning Unhealthy [45] Readiness probe failed: /));
  expect(eventsOf(cluster).at(-1)).toContain(output);
});

test("A pod is ready until its probe has failed as often as it says", async () => {
  const cluster = startCluster();
  let status = 200;
  createPod(cluster, { answer: () => ({ status }) }, { container: { readinessProbe: probe("/ready") } });
  await cluster.clock.sleep(5000);
  expect(containerStatusOf(cluster).ready).toBe(true);
  status = 500;
  await cluster.clock.sleep(4500);
  expect(containerStatusOf(cluster).ready).toBe(true);
  await cluster.clock.sleep(2000);
  expect(containerStatusOf(cluster).ready).toBe(false);
  status = 200;
  await cluster.clock.sleep(2000);
  expect(containerStatusOf(cluster).ready).toBe(true);
});

test("Nothing is asked before the startup probe is good", async () => {
  const cluster = startCluster();
  const asked: string[] = [];
  const container = {
    startupProbe: probe("/start", { periodSeconds: 1, failureThreshold: 10 }),
    livenessProbe: probe("/live"),
    readinessProbe: probe("/ready"),
  };
  const answer = ({ path }: { path: string }) => (
    asked.push(path),
    { status: path === "/start" && asked.length < 3 ? 503 : 200 }
  );
  createPod(cluster, { answer }, { container });
  await cluster.clock.sleep(4200);
  expect(asked).toEqual(["/start", "/start", "/start", "/live", "/ready"]);
  expect(containerStatusOf(cluster)).toMatchObject({ started: true, ready: true });
});

test("A container that does not live is ended and started again", async () => {
  const cluster = startCluster();
  const answer = (_: unknown, { now, startedAt }: { now: number; startedAt: number }) => ({
    status: now - startedAt > 5000 ? 500 : 200,
  });
  createPod(
    cluster,
    { answer, stubborn: true },
    { container: { livenessProbe: probe("/live") }, spec: { terminationGracePeriodSeconds: 4 } },
  );
  await cluster.clock.sleep(18_500);
  expect(containerStatusOf(cluster)).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 137, reason: "Error" } },
  });
  expect(eventsOf(cluster)).toEqual(
    expect.arrayContaining([
      "Warning Unhealthy 3 Liveness probe failed: HTTP probe failed with statuscode: 500",
      "Normal Killing 1 Container web failed liveness probe, will be restarted",
    ]),
  );
});

test("A pod whose answers are steady is not asked again until its image does something else", async () => {
  const cluster = startCluster();
  let asked = 0;
  const answer = (status: number) => () => (asked++, { status });
  createPod(cluster, { steady: true, answer: answer(200) }, { container: { readinessProbe: probe("/ready") } });
  await cluster.clock.sleep(60_000);
  expect(asked).toBe(1);
  cluster.images.change("registry.example/shop:1.0.0", { answer: answer(500) });
  await cluster.clock.sleep(8000);
  expect(containerStatusOf(cluster).ready).toBe(false);
});
