import { addressbook } from "../images/addressbook";
import type { Deployment } from "../controllers/kinds";
import type { SimulatedCluster } from "../simulated-cluster";
import { createDeployment, createService, namespace, startCluster } from "./support";

const container = (preStopSeconds: number, tag = "1.0.0") => ({
  template: {
    metadata: { labels: { app: "web" } },
    spec: {
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          name: "web",
          image: `registry.example/shop:${tag}`,
          readinessProbe: { httpGet: { path: "/ready", port: 3000 }, periodSeconds: 2 },
          ...(preStopSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } } : {}),
        },
      ],
    },
  },
});

function rollOut(cluster: SimulatedCluster, tag: string): void {
  cluster.objects.update(cluster.objects.get("Deployment", namespace, "web")!, ({ spec }: Deployment) => {
    spec.template.spec!.containers[0]!.image = `registry.example/shop:${tag}`;
  });
}

test.each([
  [5, 0],
  [0, 1],
])("Pods that wait %i s before they end lose requests: %i", async (preStopSeconds, losses) => {
  const cluster = startCluster();
  for (const version of ["1.0.0", "2.0.0"])
    cluster.images.push(`registry.example/shop:${version}`, addressbook({ version }));
  createDeployment(cluster, 3, "1.0.0", container(preStopSeconds));
  createService(cluster);
  await cluster.clock.sleep(20_000);
  expect(cluster.readyPods("web")).toHaveLength(3);
  const traffic = cluster.traffic.start("web", { perSecond: 100 });
  const minimum = cluster.watchMinimum("web");
  rollOut(cluster, "2.0.0");
  await cluster.clock.sleep(60_000);
  const { sent, answered, lost, statuses, pods, images } = traffic.stop();
  expect(sent).toBe(6001);
  expect(Math.min(1, lost.length)).toBe(losses);
  expect([...new Set(lost.map(({ why }) => why))]).toEqual(losses === 0 ? [] : ["refused"]);
  expect(statuses).toEqual({ 200: answered });
  expect(Object.keys(pods)).toHaveLength(6);
  expect(Object.keys(images)).toHaveLength(2);
  expect(minimum.least).toBe(3);
});

test("A program that is killed while it answers breaks the connection", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0", {
    stubborn: true,
    answer: () => ({ status: 200, afterMillis: 500 }),
  });
  createDeployment(cluster, 1, "1.0.0", { strategy: { type: "Recreate" } });
  createService(cluster);
  await cluster.clock.sleep(5000);
  const traffic = cluster.traffic.start("web", { perSecond: 10 });
  await cluster.clock.sleep(1000);
  cluster.objects.update(cluster.objects.get("Deployment", namespace, "web")!, ({ spec }) => {
    spec.replicas = 0;
  });
  await cluster.clock.sleep(60_000);
  const { lost } = traffic.stop();
  expect(lost.filter(({ why }) => why === "cut off")).toHaveLength(5);
});

test("An image with errors answers as often with one as it should", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0", addressbook({ errorRate: 0.05 }));
  createDeployment(cluster, 1, "1.0.0", container(5));
  createService(cluster);
  await cluster.clock.sleep(10_000);
  const traffic = cluster.traffic.start("web", { perSecond: 200 });
  await cluster.clock.sleep(10_000);
  expect(traffic.stop().statuses).toEqual({ 200: 1900, 500: 100 });
});

test("The same seed chooses the same pods", async () => {
  const counts: unknown[] = [];
  for (const seed of [7, 7, 8]) {
    const cluster = startCluster();
    cluster.images.push("registry.example/shop:1.0.0", addressbook());
    createDeployment(cluster, 3, "1.0.0", container(5));
    createService(cluster);
    await cluster.clock.sleep(10_000);
    const traffic = cluster.traffic.start("web", { seed });
    await cluster.clock.sleep(10_000);
    counts.push(traffic.stop().pods);
  }
  expect(counts[1]).toEqual(counts[0]);
  expect(counts[2]).not.toEqual(counts[0]);
});
