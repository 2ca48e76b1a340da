import { minimalClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";

withTerraform("the state of Terraform", (binary) => {
  let workspace: OfflineWorkspace;

  /** An environment that is applied. */
  const applied = async (cloud: string): Promise<OfflineWorkspace> => {
    const environment = minimalClouds.find((candidate) => candidate.cloud === cloud)!;
    workspace = await OfflineWorkspace.open(binary, stackJson(environment).json as unknown as StackJson);
    await workspace.succeed("init");
    await workspace.succeed("apply", "-auto-approve");
    return workspace;
  };

  afterEach(() => {
    workspace.close();
  });

  test("gets back what was made before, by its id", async () => {
    const { terraform, succeed, state } = bound(await applied("digitalocean"));
    const vpc = state().resources.find(({ type }) => type === "digitalocean_vpc")!;
    const address = `${vpc.type}.${vpc.name}`;
    await succeed("state", "rm", address);
    expect(state().resources.map(({ type }) => type)).not.toContain("digitalocean_vpc");

    expect((await terraform("import", "-no-color", address, "no-such-id")).stderr).toContain(
      "there is no digitalocean_vpc with the id no-such-id",
    );
    await succeed("import", address, String(vpc.instances[0]?.attributes["id"]));
    await succeed("plan", "-detailed-exitcode");
  });

  test.each(["aws", "google"])("does not have the passwords of %s, which are made for one run", async (cloud) => {
    const { state } = bound(await applied(cloud));
    const writeOnly = state()
      .resources.flatMap(({ instances }) => instances.flatMap(({ attributes }) => Object.entries(attributes)))
      .filter(([name]) => /^(password|secret_string|secret_data)_wo$/.test(name));
    expect(writeOnly.length).toBeGreaterThan(0);
    expect(writeOnly.filter(([, value]) => value !== null)).toEqual([]);
    expect(
      state()
        .resources.map(({ type }) => type)
        .filter((type) => type.includes("random")),
    ).toEqual([]);
  });
});

/** What the tests use of a workspace, in a form that can be taken apart. */
const bound = (workspace: OfflineWorkspace) => ({
  terraform: (...args: readonly string[]) => workspace.terraform(...args),
  succeed: (...args: readonly string[]) => workspace.succeed(...args),
  state: () => workspace.state,
});
