import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { stackJson } from "../../support/every-environment";
import { plannedActions } from "../../terraform/edits";
import { shipped } from "../shipped";
import { addresses, importIds } from "./addresses";
import { expectComplete } from "./expect-complete";
import { FoundInCloud } from "./found-in-cloud";
import { type AtWork, withGoogle } from "./with-google";

const demo = shipped("google", "google-demo");
const production = shipped("google", "google-production");

const compute = "POST /compute/v1/projects/{project}";
const inRegion = `${compute}/regions/{region}`;
const clusters = "/container/v1/projects/{project}/locations/{location}/clusters";
const instances = "/sql/v1beta4/projects/{project}/instances";

/** What makes each thing that there is only one of, in the order in which Terraform gets to it. */
const creations = [
  {
    network: `${compute}/global/networks`,
    nodeAccount: "POST /iam/v1/projects/{project}/serviceAccounts",
    registry: "POST /artifactregistry/v1/projects/{project}/locations/{location}/repositories",
    instance: `POST ${instances}`,
  },
  {
    firewall: `${compute}/global/firewalls`,
    router: `${inRegion}/routers`,
    databaseAddress: `${inRegion}/addresses`,
    database: `POST ${instances}/{instance}/databases`,
    administrator: `POST ${instances}/{instance}/users`,
    cluster: `POST ${clusters}`,
  },
  {
    endpoint: `${inRegion}/forwardingRules`,
    user: `POST ${instances}/{instance}/users`,
  },
] as const;

withGoogle("a Google Cloud that fails", ({ open }) => {
  const prepare = async (environment: GoogleEnvironment): Promise<AtWork> => {
    const atWork = await open();
    atWork.workspace.write(stackJson(environment));
    await atWork.workspace.succeed("init");
    return atWork;
  };

  test("now and then (429, 403 for a minute's quota, 500, 503, lost connections) delays an apply, and does not fail it", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    const quota =
      "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service 'compute.googleapis.com'";
    await emulator.orderFault({ operation: "*", error: "rateLimitExceeded", status: 429, every: 7 });
    await emulator.orderFault({ operation: "*", error: "rateLimitExceeded", status: 403, message: quota, every: 13 });
    await emulator.orderFault({ operation: "*", error: "backendError", status: 503, every: 17 });
    await emulator.orderFault({ operation: "*", error: "internalError", status: 500, every: 19 });
    await emulator.orderFault({ operation: "*", reset: "before", every: 11 });
    await emulator.orderFault({ operation: "GET *", reset: "after", every: 9 });

    await workspace.succeed("apply", "-auto-approve");

    const statuses = (await emulator.requests()).map(({ status }) => status);
    for (const status of [429, 403, 503, 500, 0])
      expect(statuses.filter((one) => one === status).length).toBeGreaterThan(2);
    await emulator.clearFaults();
    await expectComplete(atWork, demo);
  });

  test("for good says why, makes what does not depend on it, and the next run makes the rest", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    await emulator.orderFault({
      operation: `POST ${clusters}`,
      error: "forbidden",
      status: 403,
      message: 'Required "container.clusters.create" permission(s)',
    });

    const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining("container.clusters.create") as string,
    });
    const known = await workspace.succeed("state", "list");
    expect(known).toContain(addresses.endpoint);
    expect(known).not.toContain(addresses.cluster);
    await emulator.clearFaults();
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
    await expectComplete(atWork, demo);
  });

  test("to say that something was made is asked once more, refuses, and what it made is found by imports", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    const ids = importIds(demo);
    for (const lost of creations) {
      for (const operation of Object.values(lost)) await emulator.orderFault({ operation, reset: "after", first: 1 });
      const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
      expect(status).toBe(1);
      await emulator.clearFaults();
      for (const name of Object.keys(lost) as (keyof typeof addresses)[]) {
        expect(stderr).toContain(`with ${addresses[name]}`);
        await workspace.succeed("import", addresses[name], ids[name]);
      }
    }
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 destroyed/);
    await expectComplete(atWork, demo);
  });

  test("to say that the nodes were made leaves them to be deleted, because an import would not know their cluster", async () => {
    const atWork = await prepare(demo);
    const { emulator, workspace } = atWork;
    const found = new FoundInCloud(emulator, demo);
    await emulator.orderFault({ operation: `POST ${clusters}/{cluster}/nodePools`, reset: "after", first: 1 });
    const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("Already exists") as string });
    expect(await found.nodePools()).toEqual(["nodes"]);

    // the provider gives an imported pool the name of its cluster, and the stack says its whole path
    await workspace.succeed("import", addresses.nodePool, importIds(demo).nodePool);
    expect(plannedActions(await workspace.succeed("plan", "-json"))).toContain(`replace ${addresses.nodePool}`);
    await workspace.succeed("state", "rm", addresses.nodePool);

    await found.removePool("nodes");
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/0 changed, 0 destroyed/);
    await expectComplete(atWork, demo);
  });

  test("while cluster and database are waited for taints the one and forgets the other, and neither is made anew", async () => {
    const atWork = await prepare(production);
    const { emulator, workspace } = atWork;
    const found = new FoundInCloud(emulator, production);
    await emulator.setWaiting({ creating: { cluster: 5, instance: 5 } });
    // such as credentials that were good for an hour
    for (const api of ["container/v1/projects/{project}/locations/{location}", "sql/v1beta4/projects/{project}"])
      await emulator.orderFault({ operation: `GET /${api}/operations/{operation}`, error: "authError", status: 401 });

    expect((await workspace.terraform("apply", "-auto-approve")).status).toBe(1);
    await emulator.clearFaults();
    await emulator.setWaiting({});
    expect(workspace.isTainted("google_container_cluster")).toBe(true);
    expect(await workspace.succeed("state", "list")).not.toContain(addresses.instance);
    await found.untilReady();
    const refused = await workspace.terraform("apply", "-auto-approve");
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Instance cannot be destroyed") as string,
    });

    // to untaint the cluster would leave it with the pool that it was made with
    const ids = importIds(production);
    await workspace.succeed("state", "rm", addresses.cluster);
    await workspace.succeed("import", addresses.cluster, ids.cluster);
    await workspace.succeed("import", addresses.instance, ids.instance);
    expect(await workspace.succeed("apply", "-auto-approve")).toMatch(/1 changed, 0 destroyed/);
    expect(await found.nodePools()).toEqual(["nodes"]);
    await expectComplete(atWork, production);
  });
});
