import { emulated } from "./testing/emulated";

interface Project {
  readonly id: string;
}

const current = emulated();
const project = { name: "demo", purpose: "Service or API" };

describe("A project", () => {
  test.each([
    ["a name", { name: "" }, "name: Invalid input"],
    ["of up to 175 characters", { name: "a".repeat(176) }, "name: Too big"],
    ["a purpose", { purpose: "" }, "purpose: Invalid input"],
    ["one of three environments", { environment: "Test" }, "environment: Invalid option"],
  ])("has %s", async (_rule, wrong, message) => {
    const answer = await current().client.ask("POST /v2/projects", { ...project, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.body["message"]).toContain(message);
  });

  test("has a name of its own, and a purpose that may be new", async () => {
    const { client } = current();

    const created = await client.must("POST /v2/projects", { ...project, purpose: "Fun" });
    expect(created).toMatchObject({ purpose: "Other: Fun", is_default: false });
    // or else the provider would plan to take it away for ever
    expect(created).not.toHaveProperty("environment");
    expect((await client.ask("POST /v2/projects", project)).status).toBe(422);
  });

  test("is changed as a whole or in part", async () => {
    const { client } = current();
    const { id } = await client.must<Project>("POST /v2/projects", { ...project, description: "one" });

    expect(await client.must(`PATCH /v2/projects/${id}`, { environment: "Production" })).toMatchObject({
      name: "demo",
      description: "one",
      environment: "Production",
    });
    expect(await client.must(`PUT /v2/projects/${id}`, project)).toMatchObject({ description: "" });
    expect((await client.ask(`PUT /v2/projects/${id}`, { name: "demo" })).status).toBe(422);
  });

  test("can be the default one, of which there is always one", async () => {
    const { client } = current();
    const first = await client.must<Project>("GET /v2/projects/default");
    expect((await client.ask(`DELETE /v2/projects/${first.id}`)).status).toBe(412);
    const { id } = await client.must<Project>("POST /v2/projects", project);

    await client.must(`PATCH /v2/projects/${id}`, { is_default: true });

    expect(await client.must("GET /v2/projects/default")).toMatchObject({ id });
    expect((await client.ask(`DELETE /v2/projects/${first.id}`)).status).toBe(204);
  });
});

describe("What a project holds", () => {
  const urns = async (id: string): Promise<string[]> =>
    (await current().client.must<{ urn: string }[]>(`GET /v2/projects/${id}/resources?per_page=200`)).map(
      ({ urn }) => urn,
    );

  test("is in the default project at first, and moves", async () => {
    const { client, account } = current();
    const cluster = `do:kubernetes:${(await account.cluster()).id}`;
    const databaseId = await account.database();
    const database = `do:dbaas:${databaseId}`;
    expect(await urns("default")).toEqual([cluster, database]);
    const { id } = await client.must<Project>("POST /v2/projects", project);

    const moved = await client.must(`POST /v2/projects/${id}/resources`, { resources: [cluster, "do:droplet:1"] });

    expect(moved).toMatchObject([
      { urn: cluster, status: "assigned" },
      { urn: "do:droplet:1", status: "not_found" },
    ]);
    expect(await urns("default")).toEqual([database]);
    expect(await urns(id)).toEqual([cluster]);
    expect((await client.ask(`POST /v2/projects/${id}/resources`, { resources: ["cluster"] })).status).toBe(422);
    // a database says itself where it is
    await client.must(`POST /v2/projects/${id}/resources`, { resources: [database] });
    expect(await client.must(`GET /v2/databases/${databaseId}`)).toMatchObject({ project_id: id });
  });

  test("keeps it from being deleted", async () => {
    const { client, account } = current();
    const { id } = await client.must<Project>("POST /v2/projects", project);
    const database = await account.database({ project_id: id });
    expect(await client.ask(`DELETE /v2/projects/${id}`)).toMatchObject({
      status: 412,
      body: { id: "precondition_failed", message: "cannot delete a project with resources" },
    });

    await client.must(`DELETE /v2/databases/${database}`);

    expect((await client.ask(`DELETE /v2/projects/${id}`)).status).toBe(204);
  });
});

describe("Tags", () => {
  test("are made and put on databases, and taken off", async () => {
    const { client, account } = current();
    const id = await account.database({ tags: ["a:1"] });
    expect(await client.must("GET /v2/tags")).toMatchObject([{ name: "a:1", resources: { count: 1 } }]);
    const resources = [{ resource_id: id, resource_type: "database" }];
    await client.must("POST /v2/tags", { name: "b:2" });

    expect((await client.ask("POST /v2/tags/b:2/resources", { resources })).status).toBe(204);
    expect(await client.must(`GET /v2/databases/${id}`)).toMatchObject({ tags: ["a:1", "b:2"] });
    expect(await client.must("GET /v2/databases?tag_name=b:2")).toHaveLength(1);

    expect((await client.ask("DELETE /v2/tags/a:1/resources", { resources })).status).toBe(204);
    expect((await client.ask("DELETE /v2/tags/b:2")).status).toBe(204);
    expect(await client.must(`GET /v2/databases/${id}`)).toMatchObject({ tags: null });
  });

  test("are for what exists", async () => {
    const { client } = current();
    const resources = [{ resource_id: crypto.randomUUID(), resource_type: "database" }];
    expect((await client.ask("POST /v2/tags/a/resources", { resources })).status).toBe(404);
    await client.must("POST /v2/tags", { name: "a" });

    expect((await client.ask("POST /v2/tags/a/resources", { resources })).status).toBe(422);
    expect((await client.ask("POST /v2/tags", { name: "a b" })).status).toBe(422);
  });
});
