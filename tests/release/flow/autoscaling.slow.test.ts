import { Stage } from "./stage";

jest.setTimeout(30_000);

const autoscaling = { maxPods: 8, cpuPercent: 70 };

let stage: Stage;
/** Numbers of pods that Deployments were to have, one after the other. */
let wanted: Record<string, number[]>;
afterEach(() => stage.strike());

async function set(service: object): Promise<void> {
  stage = await Stage.set({ service: { autoscaling, ...service } });
  wanted = {};
  stage.cluster.store.subscribe(({ type, object }) => {
    if (object.kind !== "Deployment" || type === "DELETED") return;
    const track = object.metadata.name.replace("addressbook-", "");
    const { replicas } = object["spec"] as { replicas: number };
    const seen = (wanted[track] ??= []);
    if (seen.at(-1) !== replicas) seen.push(replicas);
  });
}

/** As the autoscaler does when there is load. */
async function autoscale(track: string, pods: number): Promise<void> {
  const deployment = stage.deployment(track);
  const response = await fetch(
    `${stage.cluster.url}/apis/apps/v1/namespaces/addressbook/deployments/addressbook-${track}/scale`,
    {
      method: "PATCH",
      headers: { "content-type": "application/merge-patch+json", authorization: `Bearer ${adminToken()}` },
      body: JSON.stringify({ spec: { replicas: pods } }),
    },
  );
  expect([deployment?.kind, response.status]).toEqual(["Deployment", 200]);
  await stage.cluster.clock.sleep(60_000);
}

const adminToken = (): string => /"token": "([^"]+)"/.exec(stage.cluster.kubeconfig("admin"))?.[1] ?? "";

describe("where an autoscaler decides on the number of pods", () => {
  test("a release never changes what it has decided", async () => {
    await set({});
    await stage.release(stage.push("1.0.0"));
    expect(wanted["stable"]).toEqual([3]);
    await autoscale("stable", 6);
    await stage.canary(stage.push("1.1.0"));
    expect(stage.images("canary")).toHaveLength(1);
    await autoscale("stable", 7);
    await stage.promote();
    await autoscale("stable", 5);
    await stage.rollback({ to: 1 });
    expect(wanted["stable"]).toEqual([3, 6, 7, 5]);
    expect(stage.images("stable")).toEqual(Array(5).fill(stage.digest(stage.reference("1.0.0"))));
    expect(stage.cluster.store.list("HorizontalPodAutoscaler", "addressbook")).toMatchObject([
      { spec: { minReplicas: 3, maxReplicas: 8 } },
    ]);
  });

  test("a promotion that is taken back leaves stable its pods", async () => {
    await set({});
    await stage.stand(stage.push("1.0.0"));
    await autoscale("stable", 6);
    await stage.canary(stage.push("1.1.0"));
    await stage.promote({ killedAfterWrites: 3 });
    expect((await stage.rollback()).code).toBe(0);
    expect(wanted["stable"]).toEqual([3, 6]);
  });

  test("it may be switched on for a service that runs already", async () => {
    stage = await Stage.set();
    await stage.release(stage.push("1.0.0"));
    const { environment } = stage;
    wanted = {};
    Object.assign(stage, { environment: { ...environment, service: { ...environment.service, autoscaling } } });
    const minimum = stage.cluster.watchMinimum("addressbook/addressbook-lb");
    await stage.release(stage.push("1.1.0"));
    expect(stage.images("stable")).toHaveLength(3);
    expect(minimum.least).toBe(3);
  });

  test("a new colour gets the least number, and keeps what it has after the switch", async () => {
    await set({ strategy: "blue-green" });
    await stage.release(stage.push("1.0.0"));
    await autoscale("blue", 6);
    await stage.canary(stage.push("1.1.0"));
    await autoscale("green", 4);
    await stage.promote();
    expect(wanted).toEqual({ blue: [3, 6], green: [3, 4] });
  });
});
