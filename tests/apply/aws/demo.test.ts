import { RealWorkspace } from "../real-workspace";
import { shipped } from "../shipped";
import { Checkout } from "../../support/checkout";
import { Steps } from "../../terraform/harness/steps";
import { balancerName, leaveLoadBalancer } from "./leave-load-balancer";
import { Lifecycle } from "../lifecycle";
import { withAws } from "./with-aws";

const environment = shipped("aws", "aws-demo");

withAws("the demo on AWS", ({ start, commandLineTools }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, freed of load balancers, and destroyed without a trace", async () => {
    const { emulator, surroundings } = await start();
    const workspace = new RealWorkspace(surroundings, { local: {} });
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    try {
      await lifecycle.create();
      await lifecycle.change();
      await lifecycle.expectGuarded({ network: { cidr: "10.99.0.0/16" } }, [
        "loseCluster",
        "loseDatabase",
        "loseNetwork",
      ]);
      await lifecycle.expectGuarded({ project: "other" }, ["loseCluster", "loseDatabase", "loseRegistry"]);

      if (commandLineTools === undefined) await removeLoadBalancer();
      else process.stderr.write(`load balancers that Kubernetes left: SKIPPED, because ${commandLineTools}\n`);
      expect(await lifecycle.destroy()).toEqual({});
      expect(await emulator.refused()).toEqual([]);
    } finally {
      workspace.close();
      await emulator.stop();
    }

    /** As when the controller was taken away before the Service. */
    async function removeLoadBalancer(): Promise<void> {
      await leaveLoadBalancer(environment, surroundings.cloud);
      expect(await emulator.leftovers()).toMatchObject({ loadBalancers: [balancerName] });
      const checkout = new Checkout();
      const { status, stdout, stderr } = checkout.run(
        "teardown/main.ts",
        ["--environment", environment.name, "--yes", "--skip-cluster"],
        { ...surroundings.cloud, PATH: process.env["PATH"] ?? "" },
      );
      checkout.dispose();
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(balancerName);
      expect(await emulator.leftovers()).not.toHaveProperty("loadBalancers");
    }
  });
});
