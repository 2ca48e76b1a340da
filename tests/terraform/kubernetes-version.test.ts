import { minimalClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import type { StackState } from "./harness/state";
import { withTerraform } from "./harness/with-terraform";

const environment = minimalClouds.find(({ cloud }) => cloud === "digitalocean")!;
const json = stackJson(environment).json as unknown as StackJson;

/** The same state, but for the version that the cluster has come to by now. */
const running = (state: StackState, version: string): StackState => ({
  ...state,
  resources: state.resources.map((resource) =>
    resource.type === "digitalocean_kubernetes_cluster" && resource.mode === "managed"
      ? {
          ...resource,
          instances: resource.instances.map((instance) => ({
            ...instance,
            attributes: { ...instance.attributes, version },
          })),
        }
      : resource,
  ),
});

withTerraform("the version of Kubernetes on DigitalOcean, which is to be 1.35", (binary) => {
  let deployed: StackState;
  beforeAll(async () => {
    const workspace = await OfflineWorkspace.open(binary, json);
    await workspace.succeed("init");
    await workspace.succeed("apply", "-auto-approve");
    deployed = workspace.state;
    workspace.close();
  });

  const planFrom = async (version: string) => {
    const workspace = await OfflineWorkspace.open(binary, json, running(deployed, version));
    try {
      await workspace.succeed("init");
      const { status, stdout, stderr } = await workspace.terraform("plan", "-no-color", "-detailed-exitcode");
      return { status, stdout, stderr: stderr.replaceAll(/[\s│]+/g, " ") };
    } finally {
      workspace.close();
    }
  };

  test.each([
    ["that DigitalOcean installed later", "1.35.7-do.2"],
    ["that is no longer the newest", "1.35.0-do.4"],
  ])("plans nothing for a patch %s", async (_, version) => {
    expect(await planFrom(version)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("No changes.") as unknown,
    });
  });

  test("upgrades a cluster of the minor version before in place", async () => {
    const { status, stdout } = await planFrom("1.34.9-do.3");
    expect(status).toBe(2);
    expect(stdout).toContain('~ version                          = "1.34.9-do.3" -> "1.35.1-do.0"');
    expect(stdout).toContain("0 to add, 1 to change, 0 to destroy");
  });

  test.each([
    ["a newer one, which would be replaced", "1.36.0-do.0"],
    ["one that is two versions older", "1.33.9-do.1"],
    ["one that only begins alike", "1.3.5-do.0"],
  ])("refuses %s", async (_, version) => {
    expect(await planFrom(version)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        `the cluster runs ${version} and cannot become 1.35: DigitalOcean upgrades from one minor version to the next, and never back`,
      ) as unknown,
    });
  });
});
