import { kubernetesOnDigitalocean } from "../../../environments/schema/catalogue/versions";
import { emulated } from "./testing/emulated";

const current = emulated();

describe("Versions of Kubernetes", () => {
  test("are those that the project supports, the newest first", async () => {
    const { client, emulator } = current();
    const { versions } = await client.must<{ versions: { slug: string }[] }>("GET /v2/kubernetes/options");

    const minors = versions.map(({ slug }) => /^1\.\d+/.exec(slug)?.[0]);

    expect(minors).toEqual(Object.keys(kubernetesOnDigitalocean.supported).sort().reverse());
    expect(versions.map(({ slug }) => slug)).toEqual(await emulator.kubernetesVersions());
  });

  test("are offered with their newest patch only", async () => {
    const { account, client, emulator } = current();
    const [, older = ""] = await emulator.kubernetesVersions();
    const minor = older.split(".").slice(0, 2).join(".");

    await emulator.publishPatch(minor, 7);

    expect(await emulator.kubernetesVersions()).toContain(`${minor}.7-do.0`);
    const answer = await client.ask("POST /v2/kubernetes/clusters", account.clusterSettings({ version: older }));
    expect(answer).toMatchObject({ status: 422, body: { message: "validation error: invalid version slug" } });
  });

  test("are shortened to a minor version or to latest by whoever likes", async () => {
    const { account, emulator } = current();
    await emulator.publishPatch("1.40", 2);
    const subnets = { cluster_subnet: "172.20.0.0/16", service_subnet: "172.21.0.0/16" };

    expect(await account.cluster({ version: "latest" })).toMatchObject({ version: "1.40.2-do.0" });
    expect(await account.cluster({ version: "1.40", ...subnets })).toMatchObject({ version: "1.40.2-do.0" });
  });
});

describe("An upgrade", () => {
  let id: string;
  beforeEach(async () => {
    const { account, emulator } = current();
    await emulator.publishPatch("1.40", 1);
    await emulator.publishPatch("1.41", 1);
    await emulator.publishPatch("1.42", 1);
    ({ id } = await account.cluster({ version: "1.40.1-do.0", auto_upgrade: true }));
  });

  const upgrade = (version: string) => current().client.ask(`POST /v2/kubernetes/clusters/${id}/upgrade`, { version });
  const offered = async (): Promise<string[]> => {
    const path = `GET /v2/kubernetes/clusters/${id}/upgrades`;
    return (await current().client.must<{ slug: string }[]>(path)).map(({ slug }) => slug);
  };
  const shown = () => current().client.must(`GET /v2/kubernetes/clusters/${id}`);

  test("goes to the next minor version from the newest patch of the own one", async () => {
    expect(await offered()).toEqual(["1.41.1-do.0"]);

    expect((await upgrade("1.41.1-do.0")).status).toBe(202);

    expect(await shown()).toMatchObject({ version: "1.41.1-do.0", status: { state: "running" } });
  });

  test("goes to the newest patch first", async () => {
    await current().emulator.publishPatch("1.40");
    expect(await offered()).toEqual(["1.40.2-do.0"]);
    expect(await upgrade("1.41.1-do.0")).toMatchObject({ status: 422, body: { message: "invalid upgrade path" } });

    expect((await upgrade("1.40.2-do.0")).status).toBe(202);
    expect((await upgrade("1.41.1-do.0")).status).toBe(202);
  });

  test.each([
    ["over a minor version", "1.42.1-do.0", "invalid upgrade path"],
    ["to where it is", "1.40.1-do.0", "invalid upgrade path"],
    ["to what is not on offer", "1.41.9-do.0", "validation error: invalid version slug"],
  ])("does not go %s", async (_where, version, message) => {
    expect(await upgrade(version)).toMatchObject({ status: 422, body: { message } });
  });

  test("does not go back", async () => {
    await upgrade("1.41.1-do.0");

    expect(await upgrade("1.40.1-do.0")).toMatchObject({ status: 422, body: { message: "invalid upgrade path" } });
  });

  test("shows the version at once, and takes a while in which there is no other", async () => {
    await current().emulator.setWaiting({ updating: { cluster: 0.2 } });

    await upgrade("1.41.1-do.0");

    expect(await shown()).toMatchObject({ version: "1.41.1-do.0", status: { state: "upgrading" } });
    expect(await upgrade("1.42.1-do.0")).toMatchObject({ status: 422, body: { message: "cluster is upgrading" } });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await shown()).toMatchObject({ status: { state: "running" } });
  });

  test("happens by itself in the maintenance window, within the minor version, to whoever wants it", async () => {
    const { account, emulator, client } = current();
    const { vpc_uuid, name } = await client.must<{ vpc_uuid: string; name: string }>(
      `GET /v2/kubernetes/clusters/${id}`,
    );
    const subnets = { cluster_subnet: "172.20.0.0/16", service_subnet: "172.21.0.0/16" };
    const still = await account.cluster({ version: "1.40", auto_upgrade: false, vpc_uuid, ...subnets });
    expect(await emulator.runMaintenance()).toEqual({});
    await emulator.publishPatch("1.40");

    expect(await emulator.runMaintenance()).toEqual({ [name]: "1.40.2-do.0" });

    expect(await shown()).toMatchObject({ version: "1.40.2-do.0" });
    expect(await client.must(`GET /v2/kubernetes/clusters/${still.id}`)).toMatchObject({ version: "1.40.1-do.0" });
  });
});
