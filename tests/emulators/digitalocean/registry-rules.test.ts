import { DigitaloceanEmulator } from "./digitalocean-emulator";
import { ApiClient } from "./testing/api-client";
import { emulated } from "./testing/emulated";

const current = emulated();
const registry = { name: "registry", subscription_tier_slug: "starter", region: "fra1" };

describe("A registry", () => {
  test.each([
    ["lower case letters, digits and dashes", { name: "Demo_Reg" }, "name: may hold"],
    ["up to 63 of them", { name: "a".repeat(64) }, "name: may hold"],
    ["one of three plans", { subscription_tier_slug: "premium" }, "subscription_tier_slug: Invalid option"],
    ["a plan", { subscription_tier_slug: "" }, "subscription_tier_slug: Invalid option"],
    ["one of a few regions", { region: "tor1" }, "region: Invalid option"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, emulator } = current();

    const answer = await client.ask("POST /v2/registry", { ...registry, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
    expect(await emulator.refused()).toMatchObject([{ operation: "POST /v2/registry", verdict: "invalid" }]);
  });

  test("is the only one of an account, unless its plan is professional", async () => {
    const { client } = current();
    await client.must("POST /v2/registry", registry);
    expect(await client.ask("POST /v2/registry", { ...registry, name: "second" })).toMatchObject({
      status: 422,
      body: { message: "user already has a registry" },
    });

    await client.must("POST /v2/registries/subscription", { tier_slug: "professional" });

    expect((await client.ask("POST /v2/registry", { ...registry, name: "second" })).status).toBe(201);
    // and then the old routes and the smaller plans are gone
    expect((await client.ask("GET /v2/registry")).status).toBe(412);
    expect(await client.ask("POST /v2/registry/subscription", { tier_slug: "basic" })).toMatchObject({
      status: 412,
      body: { message: "registry is not eligible for tier because: [OverRegistryLimit]" },
    });
  });

  test("has a name that nobody else has", async () => {
    const emulator = await DigitaloceanEmulator.start({ takenRegistryNames: ["taken"] });
    const client = new ApiClient(emulator.address);

    const answers = [
      await client.ask("POST /v2/registry", { ...registry, name: "taken" }),
      await client.ask("POST /v2/registries/validate-name", { name: "taken" }),
      await client.ask("POST /v2/registries/validate-name", { name: "free" }),
    ];
    await emulator.stop();

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 204]);
  });

  test("is found by its name, and not without", async () => {
    const { client, emulator } = current();
    await client.must("POST /v2/registry", registry);

    expect(await client.must("GET /v2/registries/registry")).toMatchObject({ name: "registry", region: "fra1" });
    expect(await client.must("GET /v2/registries")).toHaveLength(1);
    // what the data source of the pinned provider asks
    expect((await client.ask("GET /v2/registries/")).status).toBe(404);
    expect((await client.ask("GET /v2/registries/other")).status).toBe(404);
    expect(await emulator.refused()).toEqual([]);
  });

  test("has a plan that is the account's", async () => {
    const { client } = current();
    expect((await client.ask("GET /v2/registries/subscription")).status).toBe(404);
    await client.must("POST /v2/registry", registry);
    await client.must("POST /v2/registries/subscription", { tier_slug: "basic" });

    expect(await client.must("GET /v2/registries/subscription")).toMatchObject({
      tier: { slug: "basic", included_repositories: 5, monthly_price_in_cents: 500 },
    });
    expect((await client.ask("DELETE /v2/registries/registry")).status).toBe(204);
    expect((await client.ask("GET /v2/registries/subscription")).status).toBe(404);
  });

  test("has as many repositories as its plan, which cannot become smaller than they are", async () => {
    const { client, emulator, account } = current();
    const name = await account.registry("starter");
    await emulator.pushRepository(name, "addressbook");
    await emulator.pushRepository(name, "addressbook");
    await expect(emulator.pushRepository(name, "second")).rejects.toThrow("more than its plan allows");

    await client.must("POST /v2/registries/subscription", { tier_slug: "basic" });
    await emulator.pushRepository(name, "second");

    expect(await client.must(`GET /v2/registries/${name}/repositoriesV2`)).toMatchObject([
      { name: "addressbook" },
      { name: "second" },
    ]);
    expect(await client.ask("POST /v2/registries/subscription", { tier_slug: "starter" })).toMatchObject({
      status: 412,
      body: { message: "registry is not eligible for tier because: [OverRepositoryLimit]" },
    });
  });

  test("gives credentials, which are not in the log", async () => {
    const { client, emulator, account } = current();
    const name = await account.registry();

    const auths = await client.must<Record<string, { auth: string }>>(
      `GET /v2/registries/${name}/docker-credentials?read_write=true&expiry_seconds=60`,
    );

    const [, token = ""] = Buffer.from(auths["registry.digitalocean.com"]!.auth, "base64").toString().split(":");
    expect(token).toMatch(/^doo_v1_[0-9a-f]{64}$/);
    expect(JSON.stringify(await emulator.requests())).not.toContain(token);
  });
});

describe("The integration of a cluster with the registry", () => {
  test("needs a registry, and a cluster", async () => {
    const { client, account } = current();
    const { id } = await account.cluster();
    expect((await client.ask("POST /v2/kubernetes/registry", { cluster_uuids: [id] })).status).toBe(412);

    await account.registry();

    expect((await client.ask("POST /v2/kubernetes/registry", { cluster_uuids: [id] })).status).toBe(204);
    expect(await client.must(`GET /v2/kubernetes/clusters/${id}`)).toMatchObject({ registry_enabled: true });
    expect((await client.ask("POST /v2/kubernetes/registry", { cluster_uuids: ["none"] })).status).toBe(404);
  });

  test("ends with the registry, or by request", async () => {
    const { client, account } = current();
    const name = await account.registry();
    const [one, other] = [
      await account.cluster(),
      await account.cluster({ cluster_subnet: "172.20.0.0/16", service_subnet: "172.21.0.0/16" }),
    ];
    const cluster_uuids = [one.id, other.id];
    await client.must("POST /v2/kubernetes/registry", { cluster_uuids });
    const enabled = async (): Promise<unknown[]> =>
      (await client.must<{ registry_enabled: boolean }[]>("GET /v2/kubernetes/clusters")).map(
        (c) => c.registry_enabled,
      );

    await client.must("DELETE /v2/kubernetes/registry", { cluster_uuids: [one.id] });
    expect(await enabled()).toEqual([false, true]);

    await client.must(`DELETE /v2/registries/${name}`);
    expect(await enabled()).toEqual([false, false]);
  });
});
