import { stackJson } from "../../support/every-environment";
import { RealWorkspace } from "../real-workspace";
import { shipped } from "../shipped";
import { withAws } from "./with-aws";

const demo = shipped("aws", "aws-demo");

withAws("an AWS that fails", ({ start }) => {
  const prepare = async () => {
    const { emulator, surroundings } = await start();
    const workspace = new RealWorkspace(surroundings, { local: {} });
    workspace.write(stackJson(demo));
    await workspace.succeed("init");
    return { emulator, workspace };
  };

  test("by throttling (429) delays an apply, and does not fail it", async () => {
    const { emulator, workspace } = await prepare();
    try {
      await emulator.orderFault({ operation: "*", error: "ThrottlingException", status: 429, every: 6 });
      await workspace.succeed("apply", "-auto-approve");
      expect((await emulator.requests()).filter(({ status }) => status === 429).length).toBeGreaterThan(20);

      expect((await workspace.terraform("plan", "-detailed-exitcode")).status).toBe(0);
      expect(await emulator.refused()).toEqual([]);
    } finally {
      workspace.close();
      await emulator.stop();
    }
  });

  test("in single calls leaves a state from which the next apply succeeds", async () => {
    const { emulator, workspace } = await prepare();
    try {
      const failing = ["CreateNodegroup", "CreateDBInstance", "PutLifecyclePolicy", "CreatePodIdentityAssociation"];
      for (const operation of failing) await emulator.orderFault({ operation, error: "AccessDeniedException" });
      const first = await workspace.terraform("apply", "-auto-approve");
      expect(first.status).toBe(1);
      // the network plugin waits for its identity and the nodes for the plugin, so that they are not tried
      for (const operation of failing.filter((name) => name !== "CreateNodegroup"))
        expect(first.stderr).toContain(operation);

      await emulator.clearFaults();
      // what was made is kept
      expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
      expect((await workspace.terraform("plan", "-detailed-exitcode")).status).toBe(0);
      expect(await emulator.leftovers()).toMatchObject({
        clusters: [demo.project + "-aws-demo"],
        databases: [demo.project + "-aws-demo"],
        vpcs: [expect.any(String)],
      });
      expect(await emulator.refused()).toEqual([]);
    } finally {
      workspace.close();
      await emulator.stop();
    }
  });
});
