import { changedEnvironment } from "../../support/changed-environment";
import { maximalGoogle, stackJson } from "../../support/every-environment";
import type { StackJson } from "../../terraform/harness/offline-providers";
import { Steps } from "../../terraform/harness/steps";
import { Lifecycle } from "../lifecycle";
import { withGoogle } from "./with-google";

const pool = "google_iam_workload_identity_pool";

withGoogle("Autopilot with continuous integration", ({ open }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, and taken down; the pool's id is then blocked", async () => {
    const { emulator, workspace } = await open();
    const lifecycle = new Lifecycle(maximalGoogle, workspace, emulator, steps);
    await lifecycle.create();
    // Google makes the nodes
    expect(await workspace.succeed("state", "list")).not.toContain("google_container_node_pool");
    await lifecycle.change();
    await lifecycle.unprotect();
    expect(await lifecycle.destroy()).toEqual({});

    // for thirty days
    const [name = ""] = Object.keys((stackJson(maximalGoogle).json as StackJson).resource?.[pool] ?? {});
    const onlyPool = `-target=${pool}.${name}`;
    const again = await workspace.terraform("apply", "-auto-approve", onlyPool);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining("already exists") as string });
    workspace.write(stackJson(changedEnvironment(maximalGoogle, { ci: { generation: 3 } })));
    await workspace.succeed("apply", "-auto-approve", onlyPool);
    expect(await emulator.leftovers()).toEqual({ identityPools: ["maximal-google-ci-3"] });
    expect(await emulator.refused()).toEqual([]);
  });
});
