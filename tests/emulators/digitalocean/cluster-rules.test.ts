import { emulated } from "./testing/emulated";
import type { ShownCluster } from "./testing/small-account";

const current = emulated();
const pool = { name: "nodes", size: "s-2vcpu-4gb", count: 3 };

describe("A cluster", () => {
  test.each<readonly [rule: string, wrong: object, message: string]>([
    ["a version that is on offer", { version: "1.20.0-do.0" }, "validation error: invalid version slug"],
    ["a region", { region: "mars1" }, "invalid region slug"],
    ["nodes", { node_pools: [] }, "needs a node pool"],
    ["nodes of a size that is on offer", { node_pools: [{ ...pool, size: "s-1vcpu-1gb" }] }, "invalid size slug"],
    ["at least one of them", { node_pools: [{ ...pool, count: 0 }] }, "count must be at least 1"],
    [
      "room to scale in",
      { node_pools: [{ ...pool, auto_scale: true, min_nodes: 3, max_nodes: 2 }] },
      "max_nodes must be at least 1 and min_nodes",
    ],
    ["nothing that is not known", { node_pools: [pool], size: "large" }, "Unrecognized key"],
    ["tags of a few characters", { tags: ["a b"] }, "tags.0: may hold"],
    ["networks", { cluster_subnet: "172.20.0.0" }, "cluster_subnet: must be a network in CIDR form"],
    [
      "two networks",
      { cluster_subnet: "172.20.0.0/16", service_subnet: "172.20.128.0/20" },
      "subnet 172.20.0.0/16 overlaps 172.20.128.0/20",
    ],
    [
      "a day for its maintenance",
      { maintenance_policy: { day: "someday", start_time: "03:00" } },
      "maintenance_policy.day: Invalid option",
    ],
    ["an hour for it", { maintenance_policy: { day: "any", start_time: "3 am" } }, "must be an hour"],
    [
      "addresses that may reach its API",
      { control_plane_firewall: { enabled: true, allowed_addresses: ["office"] } },
      "invalid allowed address: office",
    ],
    [
      "taints with an effect",
      { node_pools: [{ ...pool, taints: [{ Key: "a", Value: "b", Effect: "Always" }] }] },
      "node_pools.0.taints.0.effect: Invalid option",
    ],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, account } = current();

    const answer = await client.ask("POST /v2/kubernetes/clusters", account.clusterSettings(wrong));

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
  });

  test("has networks beside its VPC and those of the other clusters in it", async () => {
    const { client, account } = current();
    const vpc_uuid = await account.vpc({ ip_range: "10.30.0.0/20" });
    const create = (cluster_subnet: string, service_subnet: string) =>
      client.ask("POST /v2/kubernetes/clusters", account.clusterSettings({ vpc_uuid, cluster_subnet, service_subnet }));

    expect((await create("10.30.0.0/16", "172.21.0.0/16")).status).toBe(422);
    expect((await create("172.20.0.0/16", "172.21.0.0/16")).status).toBe(201);
    expect((await create("172.21.0.0/20", "172.22.0.0/16")).status).toBe(422);
  });

  test("may have the name of another one", async () => {
    const { client, account } = current();
    const { name } = await account.cluster();

    // which is why doctl asks for the id when a name is ambiguous
    const settings = { name, cluster_subnet: "172.20.0.0/16", service_subnet: "172.21.0.0/16" };
    expect((await client.ask("POST /v2/kubernetes/clusters", account.clusterSettings(settings))).status).toBe(201);
  });

  test("is provisioning until it runs", async () => {
    const { client, account, emulator } = current();
    await emulator.setWaiting({ creating: { cluster: 0.2 } });
    const { id } = await account.cluster();
    const show = () => client.must<ShownCluster & { endpoint: string }>(`GET /v2/kubernetes/clusters/${id}`);
    const states = ({ status, node_pools }: ShownCluster) => [
      status.state,
      ...node_pools.flatMap(({ nodes }) => nodes.map((node) => node.status)),
    ];
    const before = await show();
    expect(before.endpoint).toBe("");
    expect(states(before)).toEqual(["provisioning", ...(Array(3).fill({ state: "provisioning" }) as object[])]);

    await new Promise((resolve) => setTimeout(resolve, 250));

    const after = await show();
    expect(after.endpoint).toBe(`https://${id}.k8s.ondigitalocean.com`);
    expect(states(after)).toEqual(["running", ...(Array(3).fill({ state: "running" }) as object[])]);
  });

  test("can become highly available, and never again not", async () => {
    const { client, account } = current();
    const { id, name } = await account.cluster({ ha: false });
    const change = (ha: boolean) => client.ask(`PUT /v2/kubernetes/clusters/${id}`, { name, ha });

    expect((await change(true)).status).toBe(202);
    expect(await change(false)).toMatchObject({ status: 422, body: { message: "ha cannot be disabled" } });
  });

  test("is highly available from 1.36 on when nobody says whether", async () => {
    const { account, emulator } = current();
    await emulator.publishPatch("1.35");
    await emulator.publishPatch("1.36");
    const subnets = { cluster_subnet: "172.20.0.0/16", service_subnet: "172.21.0.0/16" };

    expect(await account.cluster({ version: "1.36" })).toMatchObject({ ha: true });
    expect(await account.cluster({ version: "1.35", ...subnets })).toMatchObject({ ha: false });
  });

  test("has what is settable set, and shows it with DigitalOcean's own tags", async () => {
    const { client, account } = current();
    const { id } = await account.cluster({ surge_upgrade: true, auto_upgrade: true, tags: ["a:b"] });

    const changed = await client.must(`PUT /v2/kubernetes/clusters/${id}`, {
      name: "renamed",
      tags: ["c:d"],
      maintenance_policy: { day: "sunday", start_time: "03:00", duration: "" },
      control_plane_firewall: { enabled: true, allowed_addresses: ["203.0.113.7/32"] },
      routing_agent: { enabled: null },
      amd_gpu_device_plugin: { enabled: false },
    });

    expect(changed).toMatchObject({
      name: "renamed",
      tags: ["k8s", `k8s:${id}`, "c:d"],
      maintenance_policy: { day: "sunday", start_time: "03:00", duration: "4h0m0s" },
      control_plane_firewall: { enabled: true, allowed_addresses: ["203.0.113.7/32"] },
      amd_gpu_device_plugin: { enabled: false },
      auto_upgrade: true,
      // the client does not send what is false
      surge_upgrade: false,
    });
    expect(changed).not.toHaveProperty("routing_agent");
  });

  test("gives access to its API, for as long as is wanted", async () => {
    const { client, account } = current();
    const { id, name } = await account.cluster();
    const { body } = await client.ask(`GET /v2/kubernetes/clusters/${id}/credentials?expiry_seconds=3600`);

    expect(body["server"]).toBe(`https://${id}.k8s.ondigitalocean.com`);
    expect(Date.parse(String(body["expires_at"])) - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect(Buffer.from(String(body["certificate_authority_data"]), "base64").toString()).toContain("BEGIN CERTIFICATE");
    const kubeconfig = await client.ask(`GET /v2/kubernetes/clusters/${id}/kubeconfig`);
    expect(kubeconfig.body["text"]).toContain(`current-context: do-fra1-${name}`);
  });

  test("gives access to another API when a test wants so", async () => {
    const { client, account, emulator } = current();
    const { id } = await account.cluster();
    await emulator.setClusterEndpoint({ endpoint: "https://127.0.0.1:6443", certificateAuthority: "Q0E=" });

    expect((await client.ask(`GET /v2/kubernetes/clusters/${id}/credentials`)).body).toMatchObject({
      server: "https://127.0.0.1:6443",
      certificate_authority_data: "Q0E=",
    });
    expect(await client.must(`GET /v2/kubernetes/clusters/${id}`)).toMatchObject({
      endpoint: "https://127.0.0.1:6443",
    });
  });
});

describe("A cluster's deletion", () => {
  test("leaves load balancers and volumes", async () => {
    const { client, account, emulator } = current();
    const { id } = await account.cluster();
    const balancer = await emulator.leaveLoadBalancer(id);
    const volume = await emulator.leaveVolume(id);
    expect((await client.ask(`GET /v2/kubernetes/clusters/${id}/destroy_with_associated_resources`)).body).toEqual({
      load_balancers: [{ id: balancer.id, name: balancer.name }],
      volumes: [{ id: volume.id, name: volume.name }],
      volume_snapshots: [],
    });

    expect((await client.ask(`DELETE /v2/kubernetes/clusters/${id}`)).status).toBe(204);

    expect(await emulator.leftovers()).toEqual({ loadBalancers: [balancer.name], volumes: [volume.name] });
    expect((await client.ask(`DELETE /v2/volumes/${volume.id}`)).status).toBe(204);
    expect((await client.ask(`DELETE /v2/load_balancers/${balancer.id}`)).status).toBe(204);
    expect(await emulator.leftovers()).toEqual({});
  });

  test.each([
    ["all of them", "dangerous", {}],
    ["one of them", "selective", { volumes: [expect.any(String)] }],
  ] as const)("takes %s along when it is told to", async (_what, how, left) => {
    const { client, account, emulator } = current();
    const { id } = await account.cluster();
    const { id: balancer } = await emulator.leaveLoadBalancer(id);
    await emulator.leaveVolume(id);
    const body = how === "selective" ? { load_balancers: [balancer], volumes: [], volume_snapshots: [] } : undefined;

    const answer = await client.ask(
      `DELETE /v2/kubernetes/clusters/${id}/destroy_with_associated_resources/${how}`,
      body,
    );

    expect(answer.status).toBe(204);
    expect(await emulator.leftovers()).toEqual(left);
    expect((await client.ask(`GET /v2/kubernetes/clusters/${id}`)).status).toBe(404);
  });

  test("is shown until it is done, and happens once", async () => {
    const { client, account, emulator } = current();
    await emulator.setWaiting({ deleting: { cluster: 60 } });
    const { id } = await account.cluster();
    await client.must(`DELETE /v2/kubernetes/clusters/${id}`);

    expect(await client.must(`GET /v2/kubernetes/clusters/${id}`)).toMatchObject({ status: { state: "deleted" } });
    expect((await client.ask(`DELETE /v2/kubernetes/clusters/${id}`)).status).toBe(404);
  });
});
