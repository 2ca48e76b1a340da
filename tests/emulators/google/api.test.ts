import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";
import { until } from "./testing/until";

const current = emulated();

describe("The APIs", () => {
  test("want to know who asks", async () => {
    const { emulator } = current();

    const answer = await fetch(`${emulator.address}${paths.networks}`);

    expect(answer.status).toBe(401);
  });

  test("answer 501 to what is not emulated, and remember it", async () => {
    const { client, emulator } = current();

    const refusal = await client.refused("GET /compute/v1/projects/small-project/global/images");

    expect(refusal).toMatchObject({
      code: 501,
      status: "UNIMPLEMENTED",
      message: "the emulator does not know GET /compute/v1/projects/small-project/global/images",
    });
    expect(await emulator.refused()).toMatchObject([{ operation: null, status: 501, verdict: "unknown" }]);
  });

  test("remember what their models do not allow, and not what their rules refuse", async () => {
    const { client, emulator, project } = current();
    await project.network();
    await client.refused(`POST ${paths.networks}`, { name: "network" });
    await client.refused(`POST ${paths.networks}`, { name: "other", ipv4: true });
    await client.refused(`POST ${paths.networks}`, "{");

    expect(await emulator.refused()).toMatchObject([
      { operation: "POST /compute/v1/projects/{project}/global/networks", verdict: "invalid" },
      { error: "Invalid JSON payload received.", verdict: "invalid" },
    ]);
  });

  test.each([
    ["container", "/container/v1/v1/projects/small-project/locations/europe-west1-b/clusters"],
    ["sql", "/sql/v1beta4/sql/v1beta4/projects/small-project/instances"],
    ["iam", "/iam/v1/v1/projects/small-project/roles/none"],
    ["cloudresourcemanager", "/cloudresourcemanager/v1/v1/projects/small-project"],
  ])("take the doubled version in which the provider calls %s over plain HTTP", async (_api, path) => {
    const { client } = current();

    expect([200, 404]).toContain((await client.ask(`GET ${path}`)).status);
  });

  test.each([
    `${paths.networks.replace("networks", "operations")}/none`,
    "/sql/v1beta4/projects/small-project/operations/none",
    "/serviceusage/v1/operations/none",
  ])("know no operation that was not begun: %s", async (path) => {
    const { client } = current();

    expect(await client.refused(`GET ${path}`)).toMatchObject({ code: 404, message: "Operation not found: none" });
  });

  test("take null for what is not there", async () => {
    const { client } = current();

    await client.must(`POST ${paths.networks}`, { name: "network", description: null, mtu: null });

    expect(await client.must(`GET ${paths.networks}/network`)).not.toHaveProperty("mtu");
  });

  test("are all in the log, without passwords and secrets", async () => {
    const { client, emulator, project } = current();
    await project.instance();
    await emulator.clearRequests();
    await client.must(`POST ${paths.instances}/instance/users`, { name: "demouser", password: "hidden" });
    await client.must(`POST ${paths.secrets}?secretId=login`, { replication: { automatic: {} } });
    await client.must(`POST ${paths.secrets}/login:addVersion`, { payload: { data: "aGlkZGVu" } });

    const requests = await emulator.requests();

    expect(requests).toMatchObject([
      { method: "POST", status: 200, parameters: { name: "demouser", password: "***" } },
      { path: `${paths.secrets}?secretId=login` },
      {
        operation: "POST /secretmanager/v1/projects/{project}/secrets/{secret}:addVersion",
        parameters: { payload: { data: "***" } },
      },
    ]);
    expect(JSON.stringify(requests)).not.toMatch(/hidden|aGlkZGVu/);
  });

  test("tell of what is left, and of nothing that is deleted or about to be", async () => {
    const { client, emulator, project } = current();
    await project.endpoint();
    await client.must(`POST ${paths.clusters}`, { cluster: project.clusterSettings() });
    const account = await project.serviceAccount();
    const bindings = [{ role: "roles/iam.serviceAccountUser", members: ["user:a@example.com"] }];
    await client.must(`POST ${paths.serviceAccounts}/${account}:setIamPolicy`, { policy: { bindings } });
    expect(await emulator.leftovers()).toEqual({
      addresses: ["address"],
      clusters: ["cluster"],
      forwardingRules: ["rule"],
      grants: [`projects/small-project/serviceAccounts/${account} roles/iam.serviceAccountUser user:a@example.com`],
      instances: ["instance"],
      networks: ["network"],
      serviceAccounts: [account],
      subnetworks: ["nodes"],
    });

    await emulator.setWaiting({ deleting: { cluster: 600, instance: 600 } });
    await client.must(`DELETE ${paths.clusters}/cluster`);
    await client.must(`DELETE ${paths.instances}/instance`);
    await client.must(`DELETE ${paths.serviceAccounts}/${account}`);

    expect(Object.keys(await emulator.leftovers()).sort()).toEqual([
      "addresses",
      "forwardingRules",
      "networks",
      "subnetworks",
    ]);
  });
});

describe("What takes time", () => {
  interface Begun {
    readonly status: string;
    readonly selfLink: string;
    readonly endTime?: string;
  }

  test.each([
    ["network", `POST ${paths.networks}`, () => ({ name: "network" })],
    ["instance", `POST ${paths.instances}`, () => current().project.instanceSettings()],
  ])("is begun, and done later: %s", async (kind, operation, settings) => {
    const { client, emulator } = current();
    await emulator.setWaiting({ creating: { [kind]: 1 } });
    const { status, selfLink } = await client.must<Begun>(operation, settings());
    expect(status).toBe("RUNNING");

    const ask = (): Promise<Begun> => client.must<Begun>(`GET ${new URL(selfLink).pathname}`);

    expect((await ask()).status).toBe("RUNNING");
    expect((await until("endTime", ask)).status).toBe("DONE");
  });

  test("is there until it is deleted", async () => {
    const { client, emulator, project } = current();
    await project.cluster();
    await emulator.setWaiting({ deleting: { cluster: 1 } });
    const { selfLink } = await client.must<Begun>(`DELETE ${paths.clusters}/cluster`);
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ status: "STOPPING" });

    await until("endTime", () => client.must<Begun>(`GET /container${new URL(selfLink).pathname}`));

    expect(await client.refused(`GET ${paths.clusters}/cluster`)).toMatchObject({ code: 404 });
  });
});
