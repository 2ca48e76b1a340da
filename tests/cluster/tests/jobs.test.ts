import type { Job } from "../controllers/kinds";
import type { ProgramEnd } from "../images/behaviour";
import type { SimulatedCluster } from "../simulated-cluster";
import { eventsOf, namespace, startCluster } from "./support";

function createJob(cluster: SimulatedCluster, end: ProgramEnd, spec: object = {}): void {
  cluster.images.push("registry.example/shop:1.0.0", { programs: { "node dist/migrate.js": () => end } });
  const command = ["node", "dist/migrate.js"];
  cluster.store.create({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "migrate", namespace },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "migrate", image: "registry.example/shop:1.0.0", command }],
        },
      },
      ...spec,
    },
  });
}

const job = (cluster: SimulatedCluster): Job => cluster.objects.get("Job", namespace, "migrate")!;

const conditions = (cluster: SimulatedCluster): string[] =>
  job(cluster).status!.conditions!.map(({ type, status, reason, message }) =>
    [type, status, reason, message].join(" "),
  );

test("A Job whose pod succeeds is complete", async () => {
  const cluster = startCluster();
  createJob(cluster, { exitCode: 0, logs: ["done"] });
  await cluster.clock.sleep(1400);
  expect(job(cluster).status).toMatchObject({ active: 1 });
  await cluster.clock.sleep(5000);
  expect(conditions(cluster)).toEqual([
    "SuccessCriteriaMet True CompletionsReached Reached expected number of succeeded pods",
    "Complete True CompletionsReached Reached expected number of succeeded pods",
  ]);
  expect(job(cluster).status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0 });
  expect(job(cluster).status!.active).toBeUndefined();
  expect(eventsOf(cluster, "Job")).toEqual([
    expect.stringMatching(/^Normal SuccessfulCreate 1 Created pod: migrate-\w{5}$/),
    "Normal Completed 1 Job completed",
  ]);
  const [pod] = cluster.objects.list("Pod", namespace);
  expect(pod!.status!.phase).toBe("Succeeded");
  expect(cluster.logs(namespace, pod!.metadata.name, { previous: false })).toBe("done\n");
});

test("A Job whose pod fails has failed", async () => {
  const cluster = startCluster();
  createJob(cluster, { exitCode: 1, logs: ["no"] });
  await cluster.clock.sleep(5000);
  const why = "True BackoffLimitExceeded Job has reached the specified backoff limit";
  expect(conditions(cluster)).toEqual([`FailureTarget ${why}`, `Failed ${why}`]);
  expect(job(cluster).status).toMatchObject({ failed: 1 });
  expect(eventsOf(cluster, "Job").at(-1)).toBe(
    "Warning BackoffLimitExceeded 1 Job has reached the specified backoff limit",
  );
});

test("A Job may try again, later and later", async () => {
  const cluster = startCluster();
  createJob(cluster, { exitCode: 1 }, { backoffLimit: 2 });
  await cluster.clock.sleep(10_000);
  expect(cluster.objects.list("Pod", namespace)).toHaveLength(1);
  await cluster.clock.sleep(10_000);
  expect(cluster.objects.list("Pod", namespace)).toHaveLength(2);
  await cluster.clock.sleep(30_000);
  expect(job(cluster).status).toMatchObject({ failed: 3 });
  expect(conditions(cluster)).toHaveLength(2);
});

test("A Job that takes too long is ended", async () => {
  const cluster = startCluster();
  createJob(cluster, { exitCode: 0, afterMillis: 60_000 }, { activeDeadlineSeconds: 20 });
  await cluster.clock.sleep(30_000);
  const why = "True DeadlineExceeded Job was active longer than specified deadline";
  expect(conditions(cluster)).toEqual([`FailureTarget ${why}`, `Failed ${why}`]);
  expect(cluster.objects.list("Pod", namespace)).toEqual([]);
  expect(job(cluster).status).toMatchObject({ failed: 1 });
});

test("A Job that is over is removed after its time, with its pods", async () => {
  const cluster = startCluster();
  createJob(cluster, { exitCode: 0 }, { ttlSecondsAfterFinished: 60 });
  await cluster.clock.sleep(50_000);
  expect(cluster.objects.list("Pod", namespace)).toHaveLength(1);
  await cluster.clock.sleep(20_000);
  expect(cluster.objects.list("Job", namespace)).toEqual([]);
  expect(cluster.objects.list("Pod", namespace)).toEqual([]);
});
