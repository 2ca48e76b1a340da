import { emulated } from "./testing/emulated";

interface Pool {
  readonly id: string;
  readonly count: number;
  readonly tags: readonly string[];
  readonly nodes: readonly { readonly id: string; readonly status: { readonly state: string } }[];
}

const current = emulated();
const settings = { name: "more", size: "s-1vcpu-2gb", count: 2, tags: ["a"], labels: { b: "c" } };
const later = () => new Promise((resolve) => setTimeout(resolve, 250));

describe("A node pool", () => {
  let all: string;
  let pool: string;
  beforeEach(async () => {
    const { client, account } = current();
    all = `/v2/kubernetes/clusters/${(await account.cluster()).id}/node_pools`;
    pool = `${all}/${(await client.must<Pool>(`POST ${all}`, settings)).id}`;
  });

  const show = (): Promise<Pool> => current().client.must<Pool>(`GET ${pool}`);
  const states = async (): Promise<string[]> => (await show()).nodes.map(({ status }) => status.state);

  test("is beside that of the cluster", async () => {
    const { client } = current();

    expect(await client.must(`GET ${all}`)).toHaveLength(2);
    const cluster = all.replace("/node_pools", "");
    expect(await client.must(`GET ${cluster}`)).toMatchObject({ node_pools: [{ count: 3 }, { count: 2 }] });
  });

  test("shows what was wanted, and DigitalOcean's own tags", async () => {
    expect(await show()).toMatchObject({
      ...settings,
      tags: ["k8s", `k8s:${all.split("/")[4] ?? ""}`, "k8s:worker", "a"],
      auto_scale: false,
      min_nodes: 0,
      max_nodes: 0,
      taints: [],
    });
  });

  test("gets more nodes, which take a while", async () => {
    const { client, emulator } = current();
    await emulator.setWaiting({ updating: { "node-pool": 0.2 } });

    await client.must(`PUT ${pool}`, { name: "more", count: 3 });

    expect(await states()).toEqual(["running", "running", "provisioning"]);
    await later();
    expect(await states()).toEqual(["running", "running", "running"]);
  });

  test("gets fewer nodes, which are drained before", async () => {
    const { client, emulator } = current();
    await emulator.setWaiting({ updating: { "node-pool": 0.2 } });

    await client.must(`PUT ${pool}`, { name: "more", count: 1 });

    expect(await show()).toMatchObject({ count: 1 });
    expect(await states()).toEqual(["running", "draining"]);
    await later();
    expect(await states()).toEqual(["running"]);
  });

  test("keeps everything else when only tags are sent, as an import does", async () => {
    const { tags } = await show();

    await current().client.must(`PUT ${pool}`, { tags: [...tags, "terraform:default-node-pool"] });

    const after = await show();
    expect(after).toMatchObject({ count: 2, labels: { b: "c" } });
    expect(after.tags.slice(2)).toEqual(["k8s:worker", "a", "terraform:default-node-pool"]);
  });

  test("cannot get another size", async () => {
    const answer = await current().client.ask(`PUT ${pool}`, { name: "more", count: 2, size: "s-4vcpu-8gb" });

    expect(answer.status).toBe(422);
  });

  test("is there until its nodes are gone, and the last one stays", async () => {
    const { client, emulator } = current();
    await emulator.setWaiting({ deleting: { "node-pool": 0.2 } });
    expect((await client.ask(`DELETE ${pool}`)).status).toBe(204);
    expect(await states()).toEqual(["draining", "draining"]);

    await later();

    expect((await client.ask(`GET ${pool}`)).status).toBe(404);
    const [last] = await client.must<Pool[]>(`GET ${all}`);
    expect((await client.ask(`DELETE ${all}/${last!.id}`)).status).toBe(422);
  });
});
