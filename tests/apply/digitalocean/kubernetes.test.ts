import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import { resourceName } from "../../../environments/schema/names";
import { changedEnvironment } from "../../support/changed-environment";
import { stackJson } from "../../support/every-environment";
import { kubernetesVersions } from "../../terraform/edits";
import { shipped } from "../shipped";
import { askApi, idOf } from "./ask-api";
import { expectComplete } from "./expect-complete";
import { type AtWork, withDigitalocean } from "./with-digitalocean";

const demo = shipped("digitalocean", "digitalocean-demo");
const { older, newer } = kubernetesVersions(demo);
const before = changedEnvironment(demo, older);
const after = changedEnvironment(demo, newer);

/** What DigitalOcean itself says that the clusters of the account run. */
async function running({ emulator }: AtWork): Promise<readonly string[]> {
  const { kubernetes_clusters: clusters } = await askApi<{
    readonly kubernetes_clusters: readonly { readonly version: string }[];
  }>(emulator, "GET", "/v2/kubernetes/clusters");
  return clusters.map(({ version }) => version);
}

/** What a cluster of a minor version would be made with now. */
async function offered({ emulator }: AtWork, { cluster }: DigitaloceanEnvironment): Promise<string> {
  const slugs = await emulator.kubernetesVersions();
  return slugs.find((slug) => slug.startsWith(`${cluster.kubernetesVersion}.`)) ?? "none";
}

withDigitalocean("Kubernetes on DigitalOcean", ({ prepare }) => {
  test("gets patches without Terraform, minor versions in place and in order, and none back", async () => {
    const atWork = await prepare(before);
    const { emulator, workspace } = atWork;
    const first = await offered(atWork, before);
    await workspace.succeed("apply", "-auto-approve");
    expect(await running(atWork)).toEqual([first]);

    await emulator.publishPatch(before.cluster.kubernetesVersion);
    const patched = await offered(atWork, before);
    expect(patched).not.toBe(first);
    await expectComplete(atWork, before);
    expect(await running(atWork)).toEqual([first]);

    // DigitalOcean upgrades to the next minor version from the newest patch only
    workspace.write(stackJson(after));
    const early = await workspace.terraform("apply", "-auto-approve");
    expect(early).toMatchObject({ status: 1, stderr: expect.stringContaining("invalid upgrade path") as string });
    expect(await running(atWork)).toEqual([first]);

    workspace.write(stackJson(before));
    await emulator.runMaintenance();
    expect(await running(atWork)).toEqual([patched]);
    await expectComplete(atWork, before);

    workspace.write(stackJson(after));
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 added, 1 changed, 0 destroyed/);
    expect(await running(atWork)).toEqual([await offered(atWork, after)]);
    await expectComplete(atWork, after);

    workspace.write(stackJson(before));
    const back = await workspace.terraform("plan");
    expect(back.status).toBe(1);
    expect(back.stderr.replaceAll(/\s+/g, " ")).toContain(
      `the cluster runs ${await offered(atWork, after)} and cannot become ${before.cluster.kubernetesVersion}`,
    );
  });

  test("is made anew for other nodes when that is allowed, in two runs when its patch is no longer offered", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    await workspace.succeed("apply", "-auto-approve");
    const database = await idOf(emulator, "/v2/databases", resourceName(demo));
    await emulator.publishPatch(demo.cluster.kubernetesVersion);

    const bigger = changedEnvironment(demo, {
      cluster: { nodeType: "s-4vcpu-8gb" },
      exceptions: { loseCluster: "the nodes are too small" },
    });
    workspace.write(stackJson(bigger));
    // a running cluster keeps its patch, which a new one cannot have
    const first = await workspace.terraform("apply", "-auto-approve");
    expect(first).toMatchObject({ status: 1, stderr: expect.stringContaining("invalid version slug") as string });
    expect(await running(atWork)).toEqual([]);

    await workspace.succeed("apply", "-auto-approve");
    expect(await running(atWork)).toEqual([await offered(atWork, bigger)]);
    await expectComplete(atWork, bigger);
    expect(await idOf(emulator, "/v2/databases", resourceName(demo))).toBe(database);
  });
});
