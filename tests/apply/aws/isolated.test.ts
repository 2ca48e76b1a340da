import { maximalAws } from "../../support/every-environment";
import { Steps } from "../../terraform/harness/steps";
import { RealWorkspace } from "../real-workspace";
import { Lifecycle } from "../lifecycle";
import { withAws } from "./with-aws";

withAws("a network without internet, two administrators and continuous integration", ({ start }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("are created, found unchanged, and taken down", async () => {
    const { emulator, surroundings } = await start(maximalAws.accountId);
    const workspace = new RealWorkspace(surroundings, { local: {} });
    const lifecycle = new Lifecycle(maximalAws, workspace, emulator, steps);
    try {
      await lifecycle.create();
      const { vpcEndpoints, oidcProviders, natGateways } = await emulator.leftovers();
      expect({ vpcEndpoints: vpcEndpoints?.length, oidcProviders: oidcProviders?.length, natGateways }).toEqual({
        vpcEndpoints: 8,
        oidcProviders: 2,
        natGateways: undefined,
      });

      await lifecycle.unprotect();
      expect(Object.keys(await lifecycle.destroy())).toEqual([
        "databaseSnapshots",
        "keysPendingDeletion",
        "secretsPendingDeletion",
      ]);
      expect(await emulator.refused()).toEqual([]);
    } finally {
      workspace.close();
      await emulator.stop();
    }
  });
});
