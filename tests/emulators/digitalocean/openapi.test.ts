import { skipAloud } from "../../terraform/harness/with-terraform";
import { DigitaloceanEmulator } from "./digitalocean-emulator";
import type { Exchange } from "../http/api-server";
import { ApiClient } from "./testing/api-client";
import { findOpenApi, noOpenApi } from "./testing/openapi";
import { SmallAccount } from "./testing/small-account";

const openApi = findOpenApi();

/** What the provider does not ask, or not often; with what the tests of the provider ask, it is all that there is. */
async function tour(client: ApiClient, emulator: DigitaloceanEmulator): Promise<void> {
  const account = new SmallAccount(client);
  const vpc = `/v2/vpcs/${await account.vpc()}`;
  const registry = `/v2/registries/${await account.registry()}`;
  await emulator.pushRepository(registry.split("/")[3] ?? "", "addressbook");
  const { id: cluster_id, name } = await account.cluster({ version: "latest" });
  const cluster = `/v2/kubernetes/clusters/${cluster_id}`;
  const { id: pool } = await client.must<{ id: string }>(`POST ${cluster}/node_pools`, {
    name: "more",
    size: "s-1vcpu-2gb",
    count: 1,
    taints: [{ key: "a", value: "b", effect: "NoExecute" }],
  });
  await emulator.leaveLoadBalancer(cluster_id);
  await emulator.leaveVolume(cluster_id);
  await emulator.publishPatch("1.99");
  const database_id = await account.database({ tags: ["a"] });
  const database = `/v2/databases/${database_id}`;
  const { id: project } = await client.must<{ id: string }>("POST /v2/projects", { name: "a", purpose: "IoT" });
  const resources = [{ resource_id: database_id, resource_type: "database" }];
  const poolSettings = { mode: "session", size: 5, db: "defaultdb", user: "doadmin" };
  const steps: readonly (readonly [operation: string, body?: object])[] = [
    ["GET /v2/account"],
    ["GET /v2/vpcs?per_page=2"],
    ["GET /v2/vpcs/none"],
    [`GET ${vpc}`],
    [`PUT ${vpc}`, { name: "renamed", description: "a" }],
    [`PATCH ${vpc}`, { description: "b" }],
    [`GET ${vpc}/members`],
    ["GET /v2/registry"],
    ["GET /v2/registries"],
    [`GET ${registry}`],
    [`GET ${registry}/docker-credentials`],
    ["GET /v2/registry/docker-credentials"],
    [`GET ${registry}/repositoriesV2`],
    ["GET /v2/registries/options"],
    ["GET /v2/registries/subscription"],
    ["POST /v2/registries/subscription", { tier_slug: "professional" }],
    ["POST /v2/registries", { name: "second", region: "fra1" }],
    ["POST /v2/registries/validate-name", { name: "third" }],
    ["DELETE /v2/registries/second"],
    ["GET /v2/kubernetes/options"],
    ["GET /v2/kubernetes/clusters"],
    [
      `PUT ${cluster}`,
      { name, tags: ["a"], control_plane_firewall: { enabled: true, allowed_addresses: ["1.2.3.4/32"] } },
    ],
    [`GET ${cluster}/upgrades`],
    ["POST /v2/kubernetes/registry", { cluster_uuids: [cluster_id] }],
    ["DELETE /v2/kubernetes/registry", { cluster_uuids: [cluster_id] }],
    [`GET ${cluster}/kubeconfig`],
    [`GET ${cluster}/credentials`],
    [`GET ${cluster}/node_pools`],
    [`GET ${cluster}/node_pools/${pool}`],
    [`PUT ${cluster}/node_pools/${pool}`, { name: "more", count: 2 }],
    [`DELETE ${cluster}/node_pools/${pool}`],
    [`GET ${cluster}/destroy_with_associated_resources`],
    ["GET /v2/databases?tag_name=a"],
    [`GET ${database}`],
    [`GET ${database}/ca`],
    [`GET ${database}/events`],
    ["GET /v2/databases/options"],
    [`PATCH ${database}/config`, { config: { work_mem: 16, timezone: "UTC" } }],
    [`GET ${database}/config`],
    [`PUT ${database}/resize`, { size: "db-s-2vcpu-4gb", num_nodes: 2 }],
    [`PUT ${database}/maintenance`, { day: "sunday", hour: "04:00" }],
    [`PUT ${database}/upgrade`, { version: "17" }],
    [`PUT ${database}/migrate`, { region: "ams3" }],
    [`POST ${database}/dbs`, { name: "demo" }],
    [`GET ${database}/dbs`],
    [`GET ${database}/dbs/demo`],
    [`POST ${database}/users`, { name: "demouser" }],
    [`GET ${database}/users`],
    [`GET ${database}/users/demouser`],
    [`POST ${database}/users/demouser/reset_auth`, {}],
    [`PUT ${database}/firewall`, { rules: [{ type: "k8s", value: cluster_id }] }],
    [`GET ${database}/firewall`],
    [`POST ${database}/pools`, { name: "pool", ...poolSettings }],
    [`GET ${database}/pools`],
    [`GET ${database}/pools/pool`],
    [`PUT ${database}/pools/pool`, poolSettings],
    [`DELETE ${database}/pools/pool`],
    [`DELETE ${database}/users/demouser`],
    [`DELETE ${database}/dbs/demo`],
    ["POST /v2/tags", { name: "b" }],
    ["GET /v2/tags"],
    ["GET /v2/tags/b"],
    ["POST /v2/tags/b/resources", { resources }],
    ["DELETE /v2/tags/b/resources", { resources }],
    ["DELETE /v2/tags/b"],
    ["GET /v2/droplets?per_page=1"],
    ["GET /v2/load_balancers"],
    ["GET /v2/volumes"],
    ["GET /v2/projects"],
    ["GET /v2/projects/default"],
    [`POST /v2/projects/${project}/resources`, { resources: [`do:dbaas:${database_id}`] }],
    [`GET /v2/projects/${project}/resources`],
    [`PATCH /v2/projects/${project}`, { environment: "Staging" }],
    [`DELETE /v2/projects/${project}`],
    [`DELETE ${cluster}/destroy_with_associated_resources/dangerous`],
    [`DELETE ${database}`],
    [`DELETE /v2/projects/${project}`],
    [`DELETE ${registry}`],
    [`DELETE ${vpc}`],
  ];
  for (const [operation, body] of steps) await client.ask(operation, body);
}

if (openApi === undefined) skipAloud("DigitalOcean's specification of all routes", noOpenApi);
else
  test("Every route says and is told what DigitalOcean's specification knows", async () => {
    const exchanges: Exchange[] = [];
    const emulator = await DigitaloceanEmulator.start({ observe: (exchange) => exchanges.push(exchange) });
    await tour(new ApiClient(emulator.address), emulator);
    const [leftovers, refused] = [await emulator.leftovers(), await emulator.refused()];
    await emulator.stop();

    const judged = exchanges.map((exchange) => openApi.judge(exchange));

    expect(judged.flatMap((breaches) => breaches ?? [])).toEqual([]);
    // of a checkout that holds these services at least
    expect(judged.filter((breaches) => breaches !== undefined).length).toBeGreaterThan(65);
    expect(refused).toEqual([]);
    expect(leftovers).toEqual({});
    const failed = exchanges.filter(({ status }) => status >= 400);
    expect(failed.map(({ path }) => path.split("/")[2])).toEqual(["vpcs", "projects"]);
  });
