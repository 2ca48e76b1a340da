import { resourceName } from "../../../environments/schema/names";
import { shipped } from "../shipped";
import { addresses } from "./addresses";
import { askApi, idOf } from "./ask-api";
import { expectComplete } from "./expect-complete";
import { importBoth } from "./import-both";
import { withDigitalocean } from "./with-digitalocean";

const demo = shipped("digitalocean", "digitalocean-demo");
const production = shipped("digitalocean", "digitalocean-production");

/** Fewer attempts than the provider makes by itself, so that a fault that lasts is found to last within seconds. */
const impatient = { DIGITALOCEAN_HTTP_RETRY_MAX: "1" };

withDigitalocean("a DigitalOcean that fails", ({ prepare }) => {
  test("now and then (429, 500, lost connections) delays an apply, and does not fail it", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    await emulator.orderFault({ operation: "*", error: "too_many_requests", status: 429, retryAfter: 1, every: 5 });
    await emulator.orderFault({ operation: "*", error: "server_error", status: 500, every: 7 });
    await emulator.orderFault({ operation: "GET *", reset: "before", every: 6 });
    await emulator.orderFault({ operation: "GET *", reset: "after", every: 9 });
    await emulator.orderFault({ operation: "POST /v2/vpcs", delay: 5 });

    // one call after the other: of the five attempts that the provider makes, four faults hit at most four
    await workspace.succeed("apply", "-auto-approve", "-parallelism=1");

    const statuses = (await emulator.requests()).map(({ status }) => status);
    for (const status of [429, 500, 0]) expect(statuses.filter((one) => one === status).length).toBeGreaterThan(2);
    await emulator.clearFaults();
    await expectComplete(atWork, demo);
  });

  test("by throttling is asked again when it said so", async () => {
    const { emulator, workspace } = await prepare(demo);
    const operation = "POST /v2/projects";
    await emulator.orderFault({ operation, error: "too_many_requests", status: 429, retryAfter: 4, first: 1 });

    await workspace.succeed("apply", "-auto-approve", `-target=${addresses.project}`);

    const [refused, done, ...others] = (await emulator.requests()).filter((request) => request.operation === operation);
    expect([refused, done, ...others].map((request) => request?.status)).toEqual([429, 201]);
    // the provider's own waits begin with one second
    expect(Date.parse(done?.time ?? "") - Date.parse(refused?.time ?? "")).toBeGreaterThan(3_900);
  });

  test("to say that something was made is asked once more, refuses, and is found by imports", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    const name = resourceName(demo);
    const expectRefused = async (...operations: readonly string[]): Promise<void> => {
      for (const operation of operations) await emulator.orderFault({ operation, reset: "after", first: 1 });
      const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
      expect(status).toBe(1);
      for (const operation of operations)
        expect(stderr).toMatch(
          new RegExp(`${operation.replace(" ", " http://[^/]+").replace("{id}", "[^/]+")}: 4\\d\\d`),
        );
    };

    await expectRefused("POST /v2/registry", "POST /v2/projects");
    await workspace.succeed("import", addresses.registry, demo.registry.name);
    await workspace.succeed("import", addresses.project, await idOf(emulator, "/v2/projects", name));

    await expectRefused("POST /v2/vpcs");
    await workspace.succeed("import", addresses.vpc, await idOf(emulator, "/v2/vpcs", name));

    await expectRefused("POST /v2/kubernetes/clusters", "POST /v2/databases");
    const database = await idOf(emulator, "/v2/databases", name);
    await workspace.succeed("import", addresses.cluster, await idOf(emulator, "/v2/kubernetes/clusters", name));
    await workspace.succeed("import", addresses.database, database);

    await expectRefused("POST /v2/databases/{id}/dbs", "POST /v2/databases/{id}/users");
    await workspace.succeed("import", addresses.databaseDb, `${database},${demo.database.name}`);
    await workspace.succeed("import", addresses.databaseUser, `${database},${demo.database.user}`);

    await expectRefused("POST /v2/databases/{id}/pools");
    await workspace.succeed("import", addresses.databasePool, `${database},service-pool`);

    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 destroyed/);
    await expectComplete(atWork, demo);
  });

  test.each([
    ["fails", { error: "server_error", status: 500 }, "Error trying to read database cluster state"],
    // https://github.com/digitalocean/terraform-provider-digitalocean/blob/v2.71.0/digitalocean/database/resource_database_cluster.go#L619
    ["is out of reach", { reset: "before" }, "plugin crashed!"],
  ] as const)(
    "that %s while cluster and database are waited for makes Terraform forget them",
    async (_how, fault, says) => {
      const atWork = await prepare(production, {}, impatient);
      const { emulator, workspace } = atWork;
      for (const operation of ["GET /v2/kubernetes/clusters/{id}", "GET /v2/databases/{id}"])
        await emulator.orderFault({ operation, ...fault });

      const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(says) as string });
      await emulator.clearFaults();
      const known = await workspace.succeed("state", "list");
      expect(known).toContain(addresses.vpc);
      expect(known).not.toContain(addresses.cluster);
      expect(known).not.toContain(addresses.database);

      await importBoth(atWork, production);
      expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/2 changed, 0 destroyed/);
      await expectComplete(atWork, production);
    },
  );

  test("once cluster and database are made taints them; in production they are imported instead of replaced", async () => {
    const atWork = await prepare(production, {}, impatient);
    const { emulator, workspace } = atWork;
    for (const operation of ["POST /v2/kubernetes/registry", "PUT /v2/databases/{id}/maintenance"])
      await emulator.orderFault({ operation, error: "server_error", status: 500 });

    expect((await workspace.terraform("apply", "-auto-approve")).status).toBe(1);
    await emulator.clearFaults();
    expect(workspace.isTainted("digitalocean_kubernetes_cluster")).toBe(true);
    expect(workspace.isTainted("digitalocean_database_cluster")).toBe(true);
    const refused = await workspace.terraform("apply", "-auto-approve");
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Instance cannot be destroyed") as string,
    });

    // to untaint the cluster would leave it without the registry: the state has it as if it had been integrated
    await workspace.succeed("state", "rm", addresses.cluster, addresses.database);
    await importBoth(atWork, production);
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/2 changed, 0 destroyed/);
    await expectComplete(atWork, production);
    const { kubernetes_clusters: clusters } = await askApi<{
      kubernetes_clusters: readonly { readonly registry_enabled: boolean }[];
    }>(emulator, "GET", "/v2/kubernetes/clusters");
    expect(clusters.map(({ registry_enabled: isEnabled }) => isEnabled)).toEqual([true]);
    const { databases } = await askApi<{ databases: readonly { readonly maintenance_window: unknown }[] }>(
      emulator,
      "GET",
      "/v2/databases",
    );
    const { day, startTime } = production.maintenance;
    expect(databases).toMatchObject([
      { maintenance_window: { day, hour: expect.stringContaining(startTime) as string } },
    ]);
  });
});
