import { setTimeout as sleep } from "node:timers/promises";

import { resourceName } from "../../../environments/schema/names";
import type { DigitaloceanEmulator } from "../../emulators/digitalocean/digitalocean-emulator";
import { interrupt } from "../interrupt";
import { onlyWaiting } from "../moments";
import { shipped } from "../shipped";
import { askApi, idOf } from "./ask-api";
import { expectComplete } from "./expect-complete";
import { importBoth } from "./import-both";
import { untilReady } from "./until-ready";
import { withDigitalocean } from "./with-digitalocean";

const demo = shipped("digitalocean", "digitalocean-demo");
const production = shipped("digitalocean", "digitalocean-production");

interface Pool {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly tags: readonly string[];
}

/** The node pools of a cluster, without the tags that every pool has. */
async function poolsOf(emulator: DigitaloceanEmulator, cluster: string): Promise<readonly Pool[]> {
  const path = `/v2/kubernetes/clusters/${cluster}/node_pools`;
  const { node_pools: pools } = await askApi<{ node_pools: readonly Pool[] }>(emulator, "GET", path);
  return pools.map(({ id, name, count, tags }) => {
    const own = tags.filter((tag) => !/^k8s(:|$)/.test(tag));
    return { id, name, count, tags: own.sort() };
  });
}

withDigitalocean("Terraform that is interrupted", ({ prepare }) => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s waits for what was begun, saves it, and the next run makes the rest",
    async (signal) => {
      const atWork = await prepare(demo);
      const { emulator, workspace } = atWork;
      await emulator.setWaiting({ creating: { cluster: 15, database: 10 } });

      const { status, stdout } = await interrupt(workspace, emulator, signal, "POST /v2/databases");

      // the provider goes on until both are there, so that nothing is tainted
      expect(status).toBe(1);
      expect(stdout).toContain("Gracefully shutting down");
      expect(stdout).toMatch(/digitalocean_kubernetes_cluster\S+ Creation complete/);
      expect(stdout).toMatch(/digitalocean_database_cluster\S+ Creation complete/);
      expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
      await expectComplete(atWork, demo);
    },
  );

  test("at once (SIGKILL) does not know what was under way; imports, and the next run goes on", async () => {
    const atWork = await prepare(production);
    const { emulator, workspace } = atWork;
    await emulator.setWaiting({ creating: { cluster: 20, database: 20 } });

    const { status } = await interrupt(workspace, emulator, "SIGKILL", "POST /v2/databases");
    expect(status).toBe(null);
    const again = await workspace.terraform("apply", "-auto-approve");
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("Error creating Kubernetes cluster");
    expect(again.stderr).toContain("Error creating database cluster");

    await untilReady(emulator);
    const cluster = await idOf(emulator, "/v2/kubernetes/clusters", resourceName(production));
    const pools = await poolsOf(emulator, cluster);
    // as in a cluster that somebody made by hand: the provider knows its own pool by a tag, which an import sets
    const { id, name: pool, count, tags } = pools[0]!;
    const others = tags.filter((tag) => tag !== "terraform:default-node-pool");
    await askApi(emulator, "PUT", `/v2/kubernetes/clusters/${cluster}/node_pools/${id}`, {
      name: pool,
      count,
      tags: others,
    });
    expect(await poolsOf(emulator, cluster)).not.toEqual(pools);

    await importBoth(atWork, production);
    // the same ones, not others: in production Terraform would refuse to replace them
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/2 changed, 0 destroyed/);
    await expectComplete(atWork, production);
    expect(await poolsOf(emulator, cluster)).toEqual(pools);
  });

  describe("while DigitalOcean does not answer", () => {
    const begin = async () => {
      const atWork = await prepare(demo);
      await atWork.emulator.orderFault({ operation: "POST /v2/vpcs", hang: "before" });
      const running = atWork.workspace.begin("apply", "-auto-approve");
      await onlyWaiting(atWork.emulator, "POST /v2/projects");
      running.process.kill("SIGINT");
      // two signals at once would be one
      await sleep(1_000);
      return { ...atWork, ...running };
    };

    test("waits for the answer, and saves what came of it", async () => {
      const { emulator, workspace, process: terraform, end } = await begin();
      expect(terraform.exitCode).toBe(null);
      await emulator.clearFaults();

      const { status, stdout } = await end;
      expect(status).toBe(1);
      expect(stdout).toMatch(/digitalocean_vpc\S+ Creation complete/);
      expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
      await expectComplete({ emulator, workspace }, demo);
    });

    test("ends at once by a second signal, and warns of what that costs", async () => {
      const { process: terraform, end } = await begin();
      terraform.kill("SIGINT");

      const { status, stderr } = await end;
      expect(status).toBe(1);
      expect(stderr.replaceAll(/\s+/g, " ")).toContain(
        "Two interrupts received. Exiting immediately. Note that data loss may have occurred.",
      );
    });
  });
});
