import { changedEnvironment } from "../../support/changed-environment";
import { stackJson } from "../../support/every-environment";
import { shipped } from "../shipped";
import { addresses, impatientVpc } from "./addresses";
import { askApi } from "./ask-api";
import { createRegistry } from "./create-registry";
import { withDigitalocean } from "./with-digitalocean";

const demo = shipped("digitalocean", "digitalocean-demo");

const existing = changedEnvironment(demo, { registry: { mode: "use-existing" } });

withDigitalocean("an account of DigitalOcean", ({ prepare }) => {
  test("that has a registry is not given another, and its own can be used", async () => {
    const { emulator, workspace } = await prepare(demo);
    await createRegistry(emulator, demo);
    const second = await workspace.terraform("apply", "-auto-approve", `-target=${addresses.registry}`);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("user already has a registry");

    workspace.write(stackJson(existing));
    await workspace.succeed("apply", "-auto-approve", `-target=${addresses.cluster}`);
    await workspace.succeed("destroy", "-auto-approve");
    expect(await emulator.leftovers()).toEqual({ registries: [demo.registry.name] });
  });

  test("without a registry refuses to integrate a cluster with it", async () => {
    const { workspace } = await prepare(existing);
    const { status, stderr } = await workspace.terraform("apply", "-auto-approve", `-target=${addresses.cluster}`);
    expect(status).toBe(1);
    expect(stderr).toContain("Error enabling registry integration");
  });

  test("that is new keeps its first VPC as the default of the region, until another one is", async () => {
    const { emulator, workspace } = await prepare(demo, { freshAccount: true });
    workspace.override("impatience", impatientVpc);
    await workspace.succeed("apply", "-auto-approve", `-target=${addresses.vpc}`);
    expect((await workspace.succeed("plan")).replaceAll(/\s+/g, " ")).toContain("has become the default of fra1");

    const refused = await workspace.terraform("destroy", "-auto-approve");
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Can not delete default VPCs") as string,
    });

    const { vpc } = await askApi<{ vpc: { id: string } }>(emulator, "POST", "/v2/vpcs", {
      name: "default-fra1",
      region: "fra1",
    });
    await askApi(emulator, "PATCH", `/v2/vpcs/${vpc.id}`, { default: true });
    await workspace.succeed("destroy", "-auto-approve");
    expect(await emulator.leftovers()).toEqual({ vpcs: ["default-fra1"] });
  });
});
