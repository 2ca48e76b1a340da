import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";
import { until } from "./testing/until";

const current = emulated();
const github = {
  attributeMapping: { "google.subject": "assertion.sub" },
  attributeCondition: 'assertion.repository == "team/shop"',
  oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};
const providers = `${paths.pools}/pool/providers`;

describe("A pool of identities", () => {
  test.each(["abc", "gcp-pool", "Pool", "p".repeat(33)])("is not called %s", async (id) => {
    const refusal = await current().client.refused(`POST ${paths.pools}?workloadIdentityPoolId=${id}`, {});

    expect(refusal).toMatchObject({
      code: 400,
      message: expect.stringContaining("workload_identity_pool_id") as string,
    });
  });

  test("keeps its name when it is deleted, and can be brought back", async () => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, { displayName: "CI" });
    await client.must(`DELETE ${paths.pools}/pool`);

    expect(await client.must(`GET ${paths.pools}/pool`)).toMatchObject({ state: "DELETED" });
    expect(await client.refused(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {})).toMatchObject({ code: 409 });
    expect(await client.refused(`DELETE ${paths.pools}/pool`)).toMatchObject({ code: 404 });
    await client.must(`POST ${paths.pools}/pool:undelete`, {});
    expect(await client.must(`GET ${paths.pools}/pool`)).toMatchObject({ state: "ACTIVE", displayName: "CI" });
  });

  test("is there once it is made", async () => {
    const { client } = current();

    expect(await client.refused(`GET ${paths.pools}/pool`)).toMatchObject({ code: 404 });
    expect(await client.refused(`DELETE ${paths.pools}/pool`)).toMatchObject({ code: 404 });
    expect(await client.refused(`GET ${providers}/github`)).toMatchObject({ code: 404 });
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    expect(await client.refused(`GET ${providers}/github`)).toMatchObject({ code: 404 });
  });

  test("has changed what the mask names, and nothing else", async () => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, { displayName: "CI", description: "jobs" });

    await client.must(`PATCH ${paths.pools}/pool?updateMask=displayName`, { displayName: "Jobs", disabled: true });

    const shown = await client.must(`GET ${paths.pools}/pool`);
    expect(shown).toMatchObject({ displayName: "Jobs", description: "jobs" });
    expect(shown).not.toHaveProperty("disabled");
  });

  test("is asked for its operations below its own name", async () => {
    const { client, emulator } = current();
    await emulator.setWaiting({ creating: { "identity-pool": 1 } });
    interface Begun {
      readonly name: string;
      readonly done?: boolean;
      readonly response?: object;
    }
    const { name, done } = await client.must<Begun>(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    expect(name).toMatch(/^projects\/\d+\/locations\/global\/workloadIdentityPools\/pool\/operations\//);
    expect(done).toBeUndefined();

    const ended = await until("done", () => client.must<Begun>(`GET /iam/v1/${name}`));

    expect(ended.response).toMatchObject({ state: "ACTIVE" });
  });
});

describe("A provider of identities", () => {
  test.each([
    [
      "a subject",
      { attributeMapping: { "attribute.repository": "assertion.repository" } },
      "must have a mapping for google.subject",
    ],
    [
      "attributes that there are",
      { attributeMapping: { "google.subject": "assertion.sub", repository: "a" } },
      'Invalid attribute "repository"',
    ],
    [
      "a condition when the authority is everybody's",
      { attributeCondition: "" },
      "must reference one of the provider's claims",
    ],
    ["a condition about the token", { attributeCondition: "true" }, "must reference one of the provider's claims"],
    ["an authority", { oidc: undefined }, "must have one of"],
    ["an authority that is reached by HTTPS", { oidc: { issuerUri: "http://example.com" } }, "Invalid issuer URI"],
    ["nothing that is not known", { oidc: { ...github.oidc, audience: "a" } }, `Unknown name "audience" at 'oidc'`],
  ])("has %s", async (_rule, wrong, message) => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});

    const refusal = await client.refused(`POST ${providers}?workloadIdentityPoolProviderId=github`, {
      ...github,
      ...wrong,
    });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("needs no condition when the authority is its owner's", async () => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    const own = { ...github, attributeCondition: "", oidc: { issuerUri: "https://team.semaphoreci.com" } };

    await client.must(`POST ${providers}?workloadIdentityPoolProviderId=semaphore`, own);

    expect(await client.must(`GET ${providers}/semaphore`)).toMatchObject({ oidc: own.oidc, state: "ACTIVE" });
  });

  test("keeps its rules and its name", async () => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    await client.must(`POST ${providers}?workloadIdentityPoolProviderId=github`, github);

    const change = `PATCH ${providers}/github?updateMask=attributeCondition`;
    expect((await client.refused(change, { attributeCondition: "true" })).message).toContain("must reference");
    await client.must(`DELETE ${providers}/github`);
    expect(await client.must(`GET ${providers}/github`)).toMatchObject({ state: "DELETED" });
    expect(await client.refused(`DELETE ${providers}/github`)).toMatchObject({ code: 404 });
    expect(await client.refused(`POST ${providers}?workloadIdentityPoolProviderId=github`, github)).toMatchObject({
      code: 409,
    });
  });

  test("is gone with its pool", async () => {
    const { client } = current();
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    await client.must(`POST ${providers}?workloadIdentityPoolProviderId=github`, github);
    await client.must(`DELETE ${paths.pools}/pool`);

    expect(await client.refused(`GET ${providers}/github`)).toMatchObject({ code: 404 });
  });
});
