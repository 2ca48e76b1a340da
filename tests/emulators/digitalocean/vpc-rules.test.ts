import { ApiClient } from "./testing/api-client";
import { emulated } from "./testing/emulated";
import { DigitaloceanEmulator } from "./digitalocean-emulator";

const current = emulated();
const vpc = { name: "network", region: "fra1", ip_range: "10.30.0.0/20" };

describe("A VPC", () => {
  test.each([
    ["letters, digits, dashes and periods only", { name: "demo_vpc" }, "name: may hold"],
    ["a name", { name: "" }, "name: Invalid input"],
    ["a short description", { description: "a".repeat(256) }, "description: Too big"],
    ["nothing that is not known", { cidr: "10.0.0.0/16" }, "Unrecognized key"],
    ["a region that exists", { region: "mars1" }, "invalid region"],
    ["a network", { ip_range: "10.30.0.0" }, "RFC 1918"],
    ["a private network", { ip_range: "11.0.0.0/20" }, "RFC 1918"],
    ["not more than a /16", { ip_range: "10.0.0.0/15" }, "between /16 and /28"],
    ["not less than a /28", { ip_range: "10.30.0.0/29" }, "between /16 and /28"],
    ["nothing that is reserved", { ip_range: "10.244.16.0/20" }, "overlaps 10.244.0.0/16, which is reserved"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client } = current();

    const answer = await client.ask("POST /v2/vpcs", { ...vpc, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      id: "unprocessable_entity",
      message: expect.stringContaining(message) as string,
    });
  });

  test.each([
    ["name", { name: "network", ip_range: "10.31.0.0/20" }, "a VPC with the name network already exists"],
    ["addresses", { name: "other", ip_range: "10.30.8.0/21" }, "overlaps with another VPC"],
  ])("does not share its %s with another", async (_what, other, message) => {
    const { client } = current();
    await client.must("POST /v2/vpcs", vpc);

    const answer = await client.ask("POST /v2/vpcs", { ...vpc, ...other });

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
  });

  test("gets addresses that are free when it wants none", async () => {
    const { client, account } = current();
    await account.vpc();
    await account.vpc();

    const all = await client.must<{ ip_range: string }[]>("GET /v2/vpcs?per_page=200");

    expect(new Set(all.map(({ ip_range }) => ip_range)).size).toBe(all.length);
  });

  test("has its name and description changed, and nothing else", async () => {
    const { client, account } = current();
    const id = await account.vpc(vpc);

    expect(await client.must(`PUT /v2/vpcs/${id}`, { name: "renamed", default: false })).toMatchObject({
      name: "renamed",
      description: "",
      ip_range: "10.30.0.0/20",
    });
    expect((await client.ask(`PUT /v2/vpcs/${id}`, { name: "a", ip_range: "10.40.0.0/20" })).status).toBe(422);
  });

  test("is deleted once, and only when it is not the default of its region", async () => {
    const { client, account } = current();
    const id = await account.vpc();
    expect((await client.ask(`DELETE /v2/vpcs/${id}`)).status).toBe(204);
    expect((await client.ask(`DELETE /v2/vpcs/${id}`)).status).toBe(404);

    const all = await client.must<{ id: string; default: boolean }[]>("GET /v2/vpcs");
    const standard = all.find((one) => one.default)!;
    const refusal = await client.ask(`DELETE /v2/vpcs/${standard.id}`);

    expect(refusal.status).toBe(403);
    expect(refusal.body["message"]).toBe("Can not delete default VPCs");
  });

  test("becomes the default of its region only in a new account", async () => {
    const { account, client } = current();
    expect(await client.must(`GET /v2/vpcs/${await account.vpc()}`)).toMatchObject({ default: false });

    const fresh = await DigitaloceanEmulator.start({ freshAccount: true });
    const other = new ApiClient(fresh.address);
    const create = (name: string) =>
      other.must<{ id: string; default: boolean }>("POST /v2/vpcs", { name, region: "fra1" });
    const [first, second] = [await create("first"), await create("second")];
    const statuses = [first, second].map(async ({ id }) => (await other.ask(`DELETE /v2/vpcs/${id}`)).status);
    const [deleted, leftovers] = [await Promise.all(statuses), await fresh.leftovers()];
    await fresh.stop();

    expect([first.default, second.default]).toEqual([true, false]);
    // and then it stays for ever
    expect(deleted).toEqual([403, 204]);
    expect(leftovers).toEqual({ vpcs: ["first"] });
  });
});

describe("Members of a VPC", () => {
  const seconds = { deleting: { cluster: 0.2, database: 0.2, "load-balancer": 0.2 } };

  test("keep it until they are gone, which is later than they seem to be", async () => {
    const { client, account, emulator } = current();
    await emulator.setWaiting(seconds);
    const id = await account.vpc();
    const cluster = await account.cluster({
      vpc_uuid: id,
      cluster_subnet: "172.20.0.0/16",
      service_subnet: "172.21.0.0/16",
    });
    const database = await account.database({ private_network_uuid: id });
    const { id: balancer } = await emulator.leaveLoadBalancer(cluster.name);
    await emulator.leaveVolume(cluster.id);
    const members = await client.must<{ urn: string }[]>(`GET /v2/vpcs/${id}/members`);
    // three nodes; a volume is in no network
    expect(members.map(({ urn }) => urn.split(":")[1]).sort()).toEqual([
      "dbaas",
      "droplet",
      "droplet",
      "droplet",
      "kubernetes",
      "loadbalancer",
    ]);
    expect(await client.must("GET /v2/droplets?tag_name=k8s:worker")).toHaveLength(3);

    await client.must(`DELETE /v2/kubernetes/clusters/${cluster.id}`);
    await client.must(`DELETE /v2/databases/${database}`);
    await client.must(`DELETE /v2/load_balancers/${balancer}`);

    const refusal = await client.ask(`DELETE /v2/vpcs/${id}`);
    expect(refusal).toMatchObject({ status: 403, body: { message: "Can not delete VPC with members" } });
    expect(await emulator.leftovers()).toMatchObject({ volumes: [expect.any(String)] });
    expect(await emulator.leftovers()).not.toHaveProperty("clusters");
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await client.ask(`DELETE /v2/vpcs/${id}`)).status).toBe(204);
  });

  test.each([
    ["of another region", "ams3", 422],
    ["that does not exist", undefined, 422],
  ])("are not put into a VPC %s", async (_what, region, status) => {
    const { client, account } = current();
    const id = region === undefined ? crypto.randomUUID() : await account.vpc({ region });

    expect(
      (await client.ask("POST /v2/databases", account.databaseSettings({ private_network_uuid: id }))).status,
    ).toBe(status);
    expect((await client.ask("POST /v2/kubernetes/clusters", account.clusterSettings({ vpc_uuid: id }))).status).toBe(
      status,
    );
  });

  test("are in the default of their region when they want none", async () => {
    const { client, account } = current();
    const { vpc_uuid: id } = await account.cluster();

    expect(await client.must(`GET /v2/vpcs/${id}`)).toMatchObject({ name: "default-fra1", default: true });
  });
});
