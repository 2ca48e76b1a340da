import { resourceName } from "../../../environments/schema/names";
import { Steps } from "../../terraform/harness/steps";
import { Lifecycle } from "../lifecycle";
import { shipped } from "../shipped";
import { impatientVpc } from "./addresses";
import { askApi, listed } from "./ask-api";
import { withDigitalocean } from "./with-digitalocean";

const environment = shipped("digitalocean", "digitalocean-production");
const name = resourceName(environment);

withDigitalocean("production on DigitalOcean", ({ open }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, and taken down in two steps", async () => {
    const { emulator, workspace } = await open();
    workspace.override("impatience", impatientVpc);
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    await lifecycle.create();
    await lifecycle.change();
    await lifecycle.unprotect();

    // what Kubernetes made outlives a cluster of production, unless `npm run predestroy` was run before
    await emulator.leaveLoadBalancer(name);
    const { status, stderr } = await lifecycle.step("blocked", () => workspace.terraform("destroy", "-auto-approve"));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining("Can not delete VPC with members") as string,
    });
    expect(await emulator.leftovers()).toEqual({ loadBalancers: [expect.any(String)], projects: [name], vpcs: [name] });
    const [balancer] = await listed(emulator, "/v2/load_balancers");
    await askApi(emulator, "DELETE", `/v2/load_balancers/${balancer!.id}`);

    expect(await lifecycle.destroy()).toEqual({});
    expect(await emulator.refused()).toEqual([]);
  });
});
