import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

describe("A new project", () => {
  const current = emulated({ enabledServices: undefined });

  test.each([
    ["compute", paths.networks],
    ["container", paths.clusters],
    ["iam", `${paths.serviceAccounts}/a@b`],
    ["sqladmin", paths.instances],
    ["artifactregistry", `${paths.repositories}/images`],
    ["secretmanager", `${paths.secrets}/login`],
  ])("has %s switched off", async (name, path) => {
    const { client } = current();
    const service = `${name}.googleapis.com`;

    const refusal = await client.refused(`GET ${path}`);

    expect(refusal).toMatchObject({
      code: 403,
      status: "PERMISSION_DENIED",
      message: expect.stringContaining(`${service} has not been used in project`) as string,
      details: [{ reason: "SERVICE_DISABLED", metadata: { service } }],
    });
    await client.must(`POST ${paths.services}/${service}:enable`, {});
    expect([200, 404]).toContain((await client.ask(`GET ${path}`)).status);
  });

  test("has several switched on at once, and one off again", async () => {
    const { client } = current();
    const serviceIds = ["compute.googleapis.com", "sqladmin.googleapis.com"];
    const enabled = async (): Promise<string[]> => {
      const { services } = await client.must<{ services: { name: string }[] }>(
        `GET ${paths.services}?filter=state:ENABLED`,
      );
      return services.map(({ name }) => name.replace(/^.*\//, ""));
    };
    expect(await enabled()).not.toEqual(expect.arrayContaining(serviceIds));
    expect(await client.refused(`GET ${paths.services}`)).toMatchObject({ code: 501 });

    expect(await client.must(`POST ${paths.services}:batchEnable`, { serviceIds })).toMatchObject({ done: true });
    expect(await enabled()).toEqual(expect.arrayContaining(serviceIds));
    await client.must(`POST ${paths.services}/compute.googleapis.com:disable`, {});

    expect(await enabled()).not.toContain("compute.googleapis.com");
    expect(await client.refused(`POST ${paths.services}/compute.googleapis.com:disable`, {})).toMatchObject({
      status: "FAILED_PRECONDITION",
    });
    expect(await client.refused(`POST ${paths.services}/compute:enable`, {})).toMatchObject({ code: 403 });
  });

  test("is told of by its id and by its number", async () => {
    const { client, project } = current();
    const { projectNumber } = await client.must<{ projectNumber: string }>(`GET ${paths.project}`);

    expect(await client.must(`GET /cloudresourcemanager/v1/projects/${projectNumber}`)).toMatchObject({
      projectId: project.id,
    });
  });
});

describe("Projects that are named", () => {
  const current = emulated({ projects: ["small-project"] });

  test("are all that there are", async () => {
    const { client } = current();

    expect(await client.must(`GET ${paths.project}`)).toMatchObject({ lifecycleState: "ACTIVE" });
    expect(await client.refused("GET /cloudresourcemanager/v1/projects/other-project")).toMatchObject({
      code: 403,
      message: "The caller does not have permission",
    });
  });
});
