import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();
const pools = `${paths.clusters}/cluster/nodePools`;

interface ShownPool {
  readonly instanceGroupUrls: readonly string[];
  readonly config: object;
}

describe("A node pool", () => {
  test.each([
    [
      "is upgraded in a release channel",
      { management: { autoRepair: true } },
      "Auto_upgrade must be true when release_channel REGULAR",
    ],
    ["is repaired in a release channel", { management: { autoUpgrade: true } }, "Auto_repair must be true"],
    ["is upgraded somehow", { upgradeSettings: { maxSurge: 0, maxUnavailable: 0 } }, "cannot both be 0"],
    ["has a name", { name: "Nodes" }, "is invalid"],
    ["is in zones of its region", { locations: ["europe-west2-a"] }, 'Zone "europe-west2-a"'],
    ["has machines that there are", { config: { machineType: "e3-medium" } }, "does not exist"],
    ["has nothing that is not known", { config: { diskGb: 30 } }, `Unknown name "diskGb" at 'nodePool.config'`],
  ])("%s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.cluster();

    const refusal = await client.refused(`POST ${pools}`, { nodePool: project.nodePoolSettings(wrong) });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("need not be upgraded outside of the channels", async () => {
    const { client, project } = current();
    await project.cluster({ releaseChannel: { channel: "UNSPECIFIED" } });

    const settings = project.nodePoolSettings({ management: {} });

    expect(await client.must(`POST ${pools}`, { nodePool: settings })).toMatchObject({ status: "DONE" });
  });

  test("is counted by its groups of machines, of which there is one in each zone", async () => {
    const { client, project } = current();
    await project.cluster();
    const locations = ["europe-west1-b", "europe-west1-c"];
    await client.must(`POST ${pools}`, { nodePool: project.nodePoolSettings({ locations }) });
    const { instanceGroupUrls } = await client.must<ShownPool>(`GET ${pools}/nodes`);
    const sizes = () =>
      Promise.all(
        instanceGroupUrls.map(async (url) => {
          const path = new URL(url).pathname;
          return (await client.must(`GET ${path}`))["targetSize"];
        }),
      );
    expect(await sizes()).toEqual([3, 3]);

    await client.must(`POST ${pools}/nodes:setSize`, { nodeCount: 5 });

    expect(await sizes()).toEqual([5, 5]);
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ currentNodeCount: 11 });
    await client.must(`DELETE ${pools}/nodes`);
    expect(await client.refused(`GET ${new URL(instanceGroupUrls[0]!).pathname}`)).toMatchObject({ code: 404 });
  });

  test.each([
    [{ machineType: "e2-standard-4" }, { machineType: "e2-standard-4", imageType: "COS_CONTAINERD" }],
    [
      { diskSizeGb: "40", bootDisk: {} },
      { diskSizeGb: 40, bootDisk: { sizeGb: "40", diskType: "pd-balanced" } },
    ],
    [
      { resourceLabels: { labels: { a: "b" } } },
      { resourceLabels: { a: "b", "goog-gke-node-pool-provisioning-model": "on-demand" } },
    ],
    [{ tags: { tags: ["a"] } }, { tags: ["a"] }],
  ])("has %j changed", async (wanted, expected) => {
    const { client, project } = current();
    await project.cluster();
    await client.must(`POST ${pools}`, { nodePool: project.nodePoolSettings() });

    await client.must(`PUT ${pools}/nodes`, wanted);

    expect((await client.must<ShownPool>(`GET ${pools}/nodes`)).config).toMatchObject(expected);
  });

  test("keeps its rules when it is changed", async () => {
    const { client, project } = current();
    await project.cluster();
    await client.must(`POST ${pools}`, { nodePool: project.nodePoolSettings() });

    expect((await client.refused(`POST ${pools}/nodes:setManagement`, { management: {} })).message).toContain(
      "Auto_upgrade",
    );
    expect((await client.refused(`PUT ${pools}/nodes`, { machineType: "m5.large" })).message).toContain(
      "does not exist",
    );
    expect(await client.refused(`POST ${pools}`, { nodePool: project.nodePoolSettings() })).toMatchObject({
      code: 409,
    });
  });

  test("is removed while the cluster stays, the one that every cluster begins with too", async () => {
    const { client, project } = current();
    await project.cluster();

    await client.must(`DELETE ${pools}/default-pool`);

    const cluster = await client.must(`GET ${paths.clusters}/cluster`);
    expect(cluster).toMatchObject({ status: "RUNNING" });
    expect(cluster).not.toHaveProperty("nodePools");
    expect(await client.refused(`DELETE ${pools}/default-pool`)).toMatchObject({ code: 404 });
  });
});
