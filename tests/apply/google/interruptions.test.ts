import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { stackJson } from "../../support/every-environment";
import { interrupt } from "../interrupt";
import { onlyWaiting } from "../moments";
import { shipped } from "../shipped";
import { addresses, importIds } from "./addresses";
import { expectComplete } from "./expect-complete";
import { FoundInCloud } from "./found-in-cloud";
import { type AtWork, withGoogle } from "./with-google";

const demo = shipped("google", "google-demo");
const production = shipped("google", "google-production");
/** The last thing of those that take long, because its nodes need an account before. */
const newCluster = "POST /container/v1/projects/{project}/locations/{location}/clusters";
const grantToNodes = "POST /cloudresourcemanager/v1/projects/{project}:setIamPolicy";

withGoogle("Terraform that is interrupted", ({ open }) => {
  const prepare = async (environment: GoogleEnvironment): Promise<AtWork> => {
    const atWork = await open();
    atWork.workspace.write(stackJson(environment));
    await atWork.workspace.succeed("init");
    return atWork;
  };

  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s remembers the cluster, waits for the database, and leaves a pool that nobody asked for",
    async (signal) => {
      const atWork = await prepare(production);
      const { emulator, workspace } = atWork;
      const found = new FoundInCloud(emulator, production);
      await emulator.setWaiting({ creating: { cluster: 25, instance: 30 } });

      const { status, stdout } = await interrupt(workspace, emulator, signal, newCluster);
      await emulator.setWaiting({});

      expect(status).toBe(1);
      expect(stdout).toContain("Gracefully shutting down");
      // the provider writes down what it waited for, and says that it is done
      expect(stdout).toMatch(/google_container_cluster\S+ Creation complete/);
      expect(stdout).toMatch(/google_sql_database_instance\S+ Creation complete/);
      expect((await emulator.leftovers())["clusters"]).toHaveLength(1);
      expect(workspace.isTainted("google_container_cluster")).toBe(false);

      // the next run waits for the cluster, and does not remove the pool that it was made with
      expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
      expect(await found.nodePools()).toEqual(["default-pool", "nodes"]);
      await expectComplete(atWork, production);
      await found.removePool("default-pool");
      await expectComplete(atWork, production);
    },
  );

  test("at once (SIGKILL) does not know what was under way; imports, and the next run goes on", async () => {
    const atWork = await prepare(production);
    const { emulator, workspace } = atWork;
    const found = new FoundInCloud(emulator, production);
    await emulator.setWaiting({ creating: { cluster: 20, instance: 30 } });

    const { status } = await interrupt(workspace, emulator, "SIGKILL", newCluster);
    await emulator.setWaiting({});
    expect(status).toBe(null);
    const again = await workspace.terraform("apply", "-auto-approve");
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("instanceAlreadyExists");
    expect(again.stderr).toMatch(/google_container_cluster/);

    await found.untilReady();
    const ids = importIds(production);
    await workspace.succeed("import", addresses.cluster, ids.cluster);
    await workspace.succeed("import", addresses.instance, ids.instance);
    // the same ones, not others: in production Terraform would refuse to replace them
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/1 changed, 0 destroyed/);
    // an imported cluster is rid of it
    expect(await found.nodePools()).toEqual(["nodes"]);
    await expectComplete(atWork, production);
  });

  test("twice is not waited for, and what was made is in the state", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    // an answer that never comes, which the provider would wait for
    await emulator.orderFault({ operation: "POST /compute/v1/projects/{project}/global/networks", hang: "before" });

    const { process: terraform, end } = workspace.begin("apply", "-auto-approve");
    await onlyWaiting(emulator, grantToNodes);
    terraform.stdout?.on("data", (text: string) => {
      // two signals at once would be one
      if (text.includes("Gracefully shutting down")) terraform.kill("SIGINT");
    });
    terraform.kill("SIGINT");

    const { status, stderr } = await end;
    expect(status).toBe(1);
    expect(stderr).toContain("Two interrupts received");
    await emulator.clearFaults();
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
    await expectComplete(atWork, demo);
  });
});
