import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();

describe("A repository", () => {
  const keep = { action: "KEEP", mostRecentVersions: { keepCount: 20 } };
  const policy = (settings: object): object => ({ cleanupPolicies: { policy: { ...keep, ...settings } } });

  test.each([
    ["images", { format: "CUPS" }, "format"],
    ["policies that keep the newest", policy({ action: "DELETE" }), "most recent versions can only be kept"],
    [
      "policies with a condition, or a number",
      policy({ condition: { tagState: "ANY" } }),
      "either a condition or most recent",
    ],
    ["policies under their own ids", policy({ id: "other" }), 'has the id "other"'],
    [
      "ages in seconds",
      policy({ mostRecentVersions: undefined, condition: { olderThan: "30d" } }),
      "must be a duration",
    ],
    ["nothing that is not known", { immutable: true }, 'Unknown name "immutable"'],
  ])("has %s", async (_rule, wrong, message) => {
    const refusal = await current().client.refused(`POST ${paths.repositories}?repository_id=images`, {
      format: "DOCKER",
      ...wrong,
    });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("has a name, once", async () => {
    const { client } = current();
    expect(
      (await client.refused(`POST ${paths.repositories}?repository_id=My_Images`, { format: "DOCKER" })).code,
    ).toBe(400);
    await client.must(`POST ${paths.repositories}?repository_id=images`, { format: "DOCKER" });

    expect(await client.refused(`POST ${paths.repositories}?repository_id=images`, { format: "DOCKER" })).toMatchObject(
      { code: 409 },
    );
    expect(await client.must(`GET ${paths.repositories}/images`)).toMatchObject({
      registryUri: "europe-west1-docker.pkg.dev/small-project/images",
      mode: "STANDARD_REPOSITORY",
    });
  });

  test("is in a place that there is, once it is made", async () => {
    const { client } = current();
    const elsewhere = paths.repositories.replace("europe-west1", "mars1");
    const refusal = await client.refused(`POST ${elsewhere}?repository_id=images`, { format: "DOCKER" });

    expect(refusal.message).toBe('Invalid location "mars1".');
    expect(await client.refused(`GET ${paths.repositories}/images`)).toMatchObject({ code: 404 });
  });

  test("has changed what the mask names, and never its format", async () => {
    const { client } = current();
    const settings = { format: "DOCKER", cleanupPolicies: { keep }, description: "images" };
    await client.must(`POST ${paths.repositories}?repository_id=images`, settings);

    await client.must(`PATCH ${paths.repositories}/images?updateMask=docker_config`, {
      dockerConfig: { immutableTags: true },
      description: "ignored",
    });

    expect(await client.must(`GET ${paths.repositories}/images`)).toMatchObject({
      description: "images",
      dockerConfig: { immutableTags: true },
      cleanupPolicies: { keep: { ...keep, id: "keep" } },
    });
    expect(await client.refused(`PATCH ${paths.repositories}/images?updateMask=format`, {})).toMatchObject({
      code: 400,
    });
  });

  test("takes its grants with it", async () => {
    const { client, emulator } = current();
    await client.must(`POST ${paths.repositories}?repository_id=images`, { format: "DOCKER" });
    const bindings = [{ role: "roles/artifactregistry.reader", members: ["user:a@example.com"] }];
    await client.must(`POST ${paths.repositories}/images:setIamPolicy`, { policy: { bindings } });
    expect(await emulator.leftovers()).toMatchObject({ repositories: ["images"], grants: [expect.any(String)] });

    await client.must(`DELETE ${paths.repositories}/images`);

    expect(await emulator.leftovers()).toEqual({});
  });
});

describe("A secret", () => {
  const automatic = { replication: { automatic: {} } };
  const data = Buffer.from("login").toString("base64");

  test.each([
    ["a name", "a.b", automatic, 400, "Invalid secret id"],
    ["a way to be kept", "login", {}, 400, "replication"],
    [
      "places that there are",
      "login",
      { replication: { userManaged: { replicas: [{ location: "mars1" }] } } },
      400,
      "Location mars1",
    ],
    ["at least one place", "login", { replication: { userManaged: { replicas: [] } } }, 400, "replication"],
  ])("has %s", async (_rule, id, settings, code, message) => {
    const refusal = await current().client.refused(`POST ${paths.secrets}?secretId=${id}`, settings);

    expect(refusal).toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  test("is made once", async () => {
    const { client } = current();
    expect(await client.refused(`GET ${paths.secrets}/login`)).toMatchObject({ code: 404 });
    await client.must(`POST ${paths.secrets}?secretId=login`, automatic);

    expect(await client.refused(`POST ${paths.secrets}?secretId=login`, automatic)).toMatchObject({ code: 409 });
    expect(await client.must(`DELETE ${paths.secrets}/login`)).toEqual({});
  });

  test("has versions, which are switched off and destroyed", async () => {
    const { client } = current();
    await client.must(`POST ${paths.secrets}?secretId=login`, automatic);
    const versions = `${paths.secrets}/login/versions`;
    await client.must(`POST ${paths.secrets}/login:addVersion`, { payload: { data } });
    await client.must(`POST ${paths.secrets}/login:addVersion`, {
      payload: { data: Buffer.from("other").toString("base64") },
    });

    expect(await client.must(`GET ${versions}/1:access`)).toMatchObject({ payload: { data } });
    expect(await client.must(`GET ${versions}/latest`)).toMatchObject({
      name: expect.stringMatching(/^projects\/\d+\/secrets\/login\/versions\/2$/) as string,
    });
    await client.must(`POST ${versions}/1:disable`, {});
    expect((await client.refused(`GET ${versions}/1:access`)).message).toContain("DISABLED state");
    await client.must(`POST ${versions}/1:enable`, {});
    await client.must(`POST ${versions}/1:destroy`, {});
    expect(await client.must(`GET ${versions}/1`)).toMatchObject({
      state: "DESTROYED",
      destroyTime: expect.any(String) as string,
    });
    expect(await client.refused(`POST ${versions}/1:enable`, {})).toMatchObject({ status: "FAILED_PRECONDITION" });
    expect(await client.refused(`GET ${versions}/3`)).toMatchObject({ code: 404 });
  });

  test("is not empty, nor longer than 64 KiB", async () => {
    const { client } = current();
    await client.must(`POST ${paths.secrets}?secretId=login`, automatic);
    const add = `POST ${paths.secrets}/login:addVersion`;

    expect(await client.refused(add, { payload: { data: "" } })).toMatchObject({ code: 400 });
    expect(await client.refused(add, { payload: { data: Buffer.alloc(65_537).toString("base64") } })).toMatchObject({
      code: 400,
    });
  });

  test("has its labels changed, and never its places", async () => {
    const { client } = current();
    await client.must(`POST ${paths.secrets}?secretId=login`, { ...automatic, labels: { a: "b" } });
    const patch = (mask: string, body: object): Promise<unknown> =>
      client.ask(`PATCH ${paths.secrets}/login?updateMask=${mask}`, body);

    expect(await patch("replication", automatic)).toMatchObject({ status: 400 });
    expect(await patch("labels", { labels: { c: "d" } })).toMatchObject({ status: 200, body: { labels: { c: "d" } } });
  });
});
