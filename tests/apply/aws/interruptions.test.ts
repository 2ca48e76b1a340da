import type { AwsEnvironment } from "../../../environments/schema/environment";
import { changedEnvironment } from "../../support/changed-environment";
import { stackJson } from "../../support/every-environment";
import type { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { interrupt, type Signal } from "../interrupt";
import { RealWorkspace } from "../real-workspace";
import { shipped } from "../shipped";
import { clusterActive } from "./cluster-active";
import { withAws } from "./with-aws";

const demo = shipped("aws", "aws-demo");
/** Everything that the nodes need; the database takes a minute and a half by itself and has tests of its own. */
const target = "-target=aws_eks_node_group.cluster_nodes_56F9F591";

withAws("Terraform that is interrupted", ({ start }) => {
  let emulator: AwsEmulator;
  let workspace: RealWorkspace;

  const prepare = async (environment: AwsEnvironment): Promise<void> => {
    const started = await start();
    emulator = started.emulator;
    workspace = new RealWorkspace(started.surroundings, { local: {} });
    workspace.write(stackJson(environment));
    await workspace.succeed("init");
    await emulator.setWaiting({ creating: { cluster: 30, instance: 30 } });
  };
  afterEach(async () => {
    workspace.close();
    await emulator.stop();
  });

  /** How an apply ends that a signal reaches while something is being created; then that goes on at once. */
  async function interrupted(signal: Signal, operation: string, ...args: string[]): Promise<number | null> {
    const { status } = await interrupt(workspace, emulator, signal, operation, ...args);
    await emulator.setWaiting({ creating: { cluster: 0, instance: 0 } });
    return status;
  }

  const expectConverged = async (...args: string[]): Promise<void> => {
    expect((await workspace.terraform("plan", "-detailed-exitcode", ...args)).status).toBe(0);
    // nothing is there twice, and nothing that Terraform does not know of
    expect(await emulator.leftovers()).toMatchObject({
      clusters: ["addressbook-aws-demo"],
      vpcs: [expect.any(String)],
      natGateways: [expect.any(String)],
      addresses: [expect.any(String)],
    });
    expect(await emulator.refused()).toEqual([]);
  };

  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s saves what there is, and the next run makes the rest",
    async (signal) => {
      await prepare(demo);

      expect(await interrupted(signal, "CreateCluster", target)).toBe(1);
      expect(workspace.isTainted("aws_eks_cluster")).toBe(true);

      // a cluster that was not finished is made anew
      expect(await workspace.succeed("apply", "-auto-approve", target)).toMatch(/1 destroyed/);
      await expectConverged(target);
    },
  );

  test("at once (SIGKILL) does not know what was under way; import, and the next run goes on", async () => {
    await prepare(demo);

    expect(await interrupted("SIGKILL", "CreateCluster", target)).toBe(null);
    const again = await workspace.terraform("apply", "-auto-approve", target);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("ResourceInUseException: Cluster already exists with name: addressbook-aws-demo");

    await clusterActive(emulator, demo.region, "addressbook-aws-demo");
    await workspace.succeed("import", "aws_eks_cluster.cluster_A4C38409", "addressbook-aws-demo");
    // the same cluster, not another one
    expect(await workspace.succeed("apply", "-auto-approve", target)).toMatch(/0 destroyed/);
    await expectConverged(target);
  });

  test("in production leaves a protected database that no plan may replace, until it is said to be whole", async () => {
    // the lock of its own backend is tried elsewhere
    await prepare(changedEnvironment(shipped("aws", "aws-production"), { cluster: { customerKey: false } }));
    const database = "-target=aws_db_instance.database_instance_D7FC2283";

    expect(await interrupted("SIGINT", "CreateDBInstance", database)).toBe(1);
    expect(workspace.isTainted("aws_db_instance")).toBe(true);
    const refused = await workspace.terraform("apply", "-auto-approve", database);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("Instance cannot be destroyed");

    await workspace.succeed("untaint", "aws_db_instance.database_instance_D7FC2283");
    expect(await workspace.succeed("apply", "-auto-approve", database)).toMatch(/0 destroyed/);
    expect((await workspace.terraform("plan", "-detailed-exitcode", database)).status).toBe(0);
    expect(await emulator.leftovers()).toMatchObject({ databases: ["addressbook-aws-production"] });
  });
});
