import type { ApiClient } from "./testing/api-client";
import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();

interface Policy {
  readonly etag: string;
  readonly version: number;
  readonly bindings?: readonly { readonly role: string; readonly members: readonly string[] }[];
}

const viewer = "roles/viewer";

/** Adds to a policy what a member may do, as Terraform does. */
async function grant(client: ApiClient, resource: string, role: string, member: string): Promise<Policy> {
  // the newer APIs have it asked for as everything else
  const isAsked = /secrets|repositories/.test(resource);
  const policy = await (isAsked
    ? client.must<Policy>(`GET ${resource}:getIamPolicy`)
    : client.must<Policy>(`POST ${resource}:getIamPolicy`, {}));
  const bindings = [...(policy.bindings ?? []), { role, members: [member] }];
  return client.must<Policy>(`POST ${resource}:setIamPolicy`, { policy: { ...policy, bindings } });
}

describe("A policy", () => {
  test.each([
    ["a role of its form", { role: "viewer", members: ["user:a@example.com"] }, "Role viewer is not supported"],
    [
      "roles of the project that there are",
      { role: "projects/small-project/roles/none", members: ["allUsers"] },
      "does not exist in the resource's hierarchy",
    ],
    ["members of a kind that there is", { role: viewer, members: ["somebody"] }, "Invalid member: somebody"],
    [
      "accounts of the project that there are",
      { role: viewer, members: ["serviceAccount:x@small-project.iam.gserviceaccount.com"] },
      "does not exist",
    ],
    [
      "workloads of a cluster that there is",
      { role: viewer, members: ["serviceAccount:small-project.svc.id.goog[shop/shop]"] },
      "Identity Pool does not exist",
    ],
    [
      "identities of a pool that there is",
      {
        role: viewer,
        members: ["principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/none/subject/a"],
      },
      "the identity pool does not exist",
    ],
    [
      "no condition without its version",
      { role: viewer, members: ["user:a@example.com"], condition: { title: "a", expression: "true" } },
      "version 3",
    ],
  ])("has %s", async (_rule, binding, message) => {
    const { client } = current();

    const refusal = await client.refused(`POST ${paths.project}:setIamPolicy`, {
      policy: { version: 1, bindings: [binding] },
    });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test.each([
    ["a project", () => Promise.resolve(paths.project)],
    ["a service account", async () => `${paths.serviceAccounts}/${await current().project.serviceAccount()}`],
    [
      "a secret",
      async () => {
        await current().client.must(`POST ${paths.secrets}?secretId=login`, { replication: { automatic: {} } });
        return `${paths.secrets}/login`;
      },
    ],
    [
      "a repository",
      async () => {
        await current().client.must(`POST ${paths.repositories}?repository_id=images`, { format: "DOCKER" });
        return `${paths.repositories}/images`;
      },
    ],
  ])("of %s is only changed by who has read it", async (_what, create) => {
    const { client } = current();
    const resource = await create();
    const set = `POST ${resource}:setIamPolicy`;
    const before = await grant(client, resource, viewer, "user:first@example.com");
    await grant(client, resource, viewer, "user:second@example.com");

    const refusal = await client.refused(set, { policy: { ...before, bindings: [] } });

    expect(refusal).toMatchObject({
      code: 409,
      status: "ABORTED",
      message: expect.stringContaining("concurrent policy changes") as string,
    });
  });

  test("takes workloads of a cluster, and identities of a pool", async () => {
    const { client, project } = current();
    await project.cluster({ workloadIdentityConfig: { workloadPool: "small-project.svc.id.goog" } });
    await client.must(`POST ${paths.pools}?workloadIdentityPoolId=pool`, {});
    const { name } = await client.must<{ name: string }>(`GET ${paths.pools}/pool`);
    expect(name).toMatch(/^projects\/\d+\/locations\/global\/workloadIdentityPools\/pool$/);

    await grant(client, paths.project, viewer, "serviceAccount:small-project.svc.id.goog[shop/shop]");
    const policy = await grant(client, paths.project, viewer, `principal://iam.googleapis.com/${name}/subject/a`);

    expect(policy.bindings).toHaveLength(2);
  });

  test("remembers accounts that are no more, and does not give what they had to new ones", async () => {
    const { client, project } = current();
    const email = await project.serviceAccount();
    const { uniqueId } = await client.must<{ uniqueId: string }>(`GET ${paths.serviceAccounts}/${email}`);
    await grant(client, paths.project, viewer, `serviceAccount:${email}`);

    await client.must(`DELETE ${paths.serviceAccounts}/${email}`);

    const policy = await client.must<Policy>(`POST ${paths.project}:getIamPolicy`, {});
    const deleted = `deleted:serviceAccount:${email}?uid=${uniqueId}`;
    expect(policy.bindings).toEqual([{ role: viewer, members: [deleted] }]);

    await project.serviceAccount();

    expect((await client.must<Policy>(`POST ${paths.project}:getIamPolicy`, {})).bindings).toEqual(policy.bindings);
  });
});

describe("A service account", () => {
  test.each(["short", "a".repeat(31), "Upper-case", "1st-account"])("is not called %s", async (accountId) => {
    const refusal = await current().client.refused(`POST ${paths.serviceAccounts}`, { accountId });

    expect(refusal).toMatchObject({
      code: 400,
      message: expect.stringContaining("Invalid service account ID") as string,
    });
  });

  test("is made once, changed and deleted", async () => {
    const { client, project } = current();
    const email = await project.serviceAccount();
    expect(await client.refused(`POST ${paths.serviceAccounts}`, { accountId: "account" })).toMatchObject({
      code: 409,
    });
    const change = { serviceAccount: { displayName: "Nodes", description: "ignored" }, updateMask: "display_name" };
    await client.must(`PATCH ${paths.serviceAccounts}/${email}`, change);

    const shown = await client.must(`GET ${paths.serviceAccounts}/${email}`);
    expect(shown).toMatchObject({ displayName: "Nodes", email: "account@small-project.iam.gserviceaccount.com" });
    expect(shown).not.toHaveProperty("description");
    expect(await client.must(`DELETE ${paths.serviceAccounts}/${email}`)).toEqual({});
    expect(await client.refused(`GET ${paths.serviceAccounts}/${email}`)).toMatchObject({
      code: 404,
      message: "Unknown service account",
    });
  });
});

describe("A role of a project's own", () => {
  const role = { title: "Reach clusters", includedPermissions: ["container.clusters.get"], stage: "GA" };

  test.each([
    ["an id", { roleId: "a-b", role }, "The role ID a-b is invalid"],
    [
      "permissions",
      { roleId: "reach", role: { includedPermissions: ["everything"] } },
      "Permission everything is not valid",
    ],
  ])("has %s", async (_rule, wrong, message) => {
    const refusal = await current().client.refused(`POST ${paths.roles}`, wrong);

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("is there once it is made", async () => {
    const { client } = current();
    expect(await client.refused(`GET ${paths.roles}/reach`)).toMatchObject({ code: 404 });
    await client.must(`POST ${paths.roles}`, { roleId: "reach", role });

    expect(await client.refused(`POST ${paths.roles}`, { roleId: "reach", role })).toMatchObject({ code: 409 });
    expect(await client.must(`PATCH ${paths.roles}/reach`, { title: "Other" })).toMatchObject({
      ...role,
      title: "Other",
    });
  });

  test("keeps its id when it is deleted, and can be brought back", async () => {
    const { client } = current();
    await client.must(`POST ${paths.roles}`, { roleId: "reach", role });
    await grant(client, paths.project, "projects/small-project/roles/reach", "user:a@example.com");
    expect(await client.must(`DELETE ${paths.roles}/reach`)).toMatchObject({ deleted: true });

    expect((await client.refused(`POST ${paths.roles}`, { roleId: "reach", role })).message).toContain(
      "marked for deletion",
    );
    expect(await client.must(`POST ${paths.roles}/reach:undelete`, {})).not.toHaveProperty("deleted");
    expect(await client.must(`GET ${paths.roles}/reach`)).toMatchObject(role);
  });
});
